"""How answers reach Discord: what they leave behind, how many leave at once, what no feature expects."""

import asyncio

import pytest

from bot.chat.discord import responses
from bot.chat.discord.answer_limit import AT_ONCE, in_turn
from bot.chat.discord.answer_limit import _slots as slots
from bot.chat.feature import Caller, Command, Feature, NoOptions
from bot.chat.level_signs import Level
from bot.chat.message import Card, Message
from tests.chat.discord.made_up_bot import serving
from tests.chat.made_up import brewing
from tests.fakes.discord import Discord
from tests.fakes.feed import GIVE_UP_AFTER


async def test_discord_py_keeps_nothing_of_an_answer_and_its_buttons_still_work(discord: Discord) -> None:
    async with serving(discord, brewing().feature()):
        for _ in range(2):
            answered = await discord.use("tea brew", {"sort": "green"})
            poured = await discord.press(answered, label="Pour")
            assert poured.embeds[0]["description"] == "**poured 1**"
            assert [task for task in asyncio.all_tasks() if "timeout_task" in str(task.get_coro())] == []


async def test_an_answer_waits_for_its_turn_in_a_crowd(discord: Discord) -> None:
    over = asyncio.Event()

    async def hang() -> None:
        async with in_turn():
            await over.wait()

    async with serving(discord, brewing().feature()):
        hanging = [asyncio.create_task(hang()) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        before = len(discord.requests)
        asked = asyncio.create_task(discord.use("tea list"))
        waiting = slots[asyncio.get_running_loop()]
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not waiting._waiters:  # noqa: SLF001, ASYNC110 - a semaphore tells nobody who waits
                await asyncio.sleep(0)
        assert len(discord.requests) == before
        over.set()
        await asked
        await asyncio.gather(*hanging)


async def test_an_answer_that_takes_long_is_deferred_as_private_as_it_may_become(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "DEFER_AFTER", 0.01)
    enough = asyncio.Event()

    async def wait(_: Caller, __: NoOptions) -> Message:
        await enough.wait()
        return Message(cards=(Card(title="Ready", level=Level.FREE),))

    slow = Command(name="slow", description="Wait", options=NoOptions, run=wait, is_public=lambda _: False)
    async with serving(discord, Feature(name="slow", description="Waits", commands=(slow,))):
        reply = await discord.use("slow")
        assert (reply.deferred, reply.ephemeral) == (True, True)
        enough.set()
        await reply.edited()
    assert reply.embeds[0]["title"] == "Ready"


async def test_a_private_answer_leaves_the_next_one_public_though_it_is_the_same(discord: Discord) -> None:
    same = Message(cards=(Card(title="Same", level=Level.FREE),))

    async def run(_: Caller, __: NoOptions) -> Message:
        return same

    commands = tuple(
        Command(name=name, description="Say", options=NoOptions, run=run, private=name == "secretly")
        for name in ("secretly", "openly")
    )
    async with serving(discord, Feature(name="say", description="Says", commands=commands)):
        seen = [(await discord.use(name)).ephemeral for name in ("openly", "secretly", "openly")]
    assert seen == [False, True, False]
