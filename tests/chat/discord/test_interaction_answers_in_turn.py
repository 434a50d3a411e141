"""Answers in a crowd: some at once, the others after them, and nobody waits for those that hang."""

import asyncio

import pytest

from bot.chat.discord import interaction_answers
from bot.chat.discord.interaction_answers import AT_ONCE, in_turn
from tests.fakes.feed import GIVE_UP_AFTER


class Answers:
    """Answers that stay under way until they are let go."""

    def __init__(self) -> None:
        self.under_way = 0
        self.arrive = asyncio.Event()

    async def send(self) -> None:
        """Be under way."""
        async with in_turn():
            self.under_way += 1
            await self.arrive.wait()


async def test_so_many_are_under_way_at_once_and_the_others_after_them() -> None:
    answers = Answers()
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE + 5):
            group.create_task(answers.send())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert answers.under_way == AT_ONCE
        answers.arrive.set()

    assert answers.under_way == AT_ONCE + 5


async def test_nobody_waits_for_long_for_answers_that_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interaction_answers, "LONGEST_WAIT", 0.01)
    answers = Answers()
    hanging = [asyncio.create_task(answers.send()) for _ in range(AT_ONCE)]
    await asyncio.sleep(0)

    async with asyncio.timeout(GIVE_UP_AFTER), in_turn():
        assert answers.under_way == AT_ONCE

    answers.arrive.set()
    await asyncio.gather(*hanging)
    async with in_turn():  # whoever was not counted gives no turn back
        pass


async def test_an_answer_that_fails_gives_its_turn_back() -> None:
    for _ in range(AT_ONCE + 1):
        with pytest.raises(OSError, match="cut"):
            async with asyncio.timeout(0.4), in_turn():
                raise OSError("cut")
