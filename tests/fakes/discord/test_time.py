"""What depends on the clock, which a test hands in, and on answers that come late."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord as dpy
import pytest

from tests.fakes.discord import Discord, Fault, Limit
from tests.fakes.discord.bots import point, running
from tests.fakes.discord.test_messages import text_channel


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = datetime(2026, 8, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Read it."""
        return self.at


async def test_a_token_is_good_for_fifteen_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    async with Discord(clock=clock) as discord:
        point(monkeypatch.setattr, discord)
        async with running(discord) as bot:
            await discord.use("later")
            interaction = await bot.interactions.get()
            clock.at += timedelta(minutes=14)
            await interaction.edit_original_response(content="in time")
            clock.at += timedelta(minutes=2)
            with pytest.raises(dpy.HTTPException) as refused:
                await interaction.edit_original_response(content="late")
    assert (refused.value.status, refused.value.code) == (401, 50027)


async def test_answers_are_dated_by_discords_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    async with Discord(clock=clock) as discord:
        point(monkeypatch.setattr, discord)
        async with running(discord) as bot, aiohttp.ClientSession() as session:
            message = await text_channel(discord, bot).send("now")
            async with session.get(f"{discord.url}/gateway") as answer:
                assert parsedate_to_datetime(answer.headers["Date"]) == clock.at
    assert message.created_at == clock.at


async def test_edits_of_old_messages_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    async with Discord(clock=clock) as discord:
        point(monkeypatch.setattr, discord)
        discord.limits.old_edits = Limit(requests=2, seconds=0.3)
        async with running(discord) as bot:
            message = await text_channel(discord, bot).send("board")
            for at in range(3):
                await message.edit(content=f"young {at}")
            clock.at += timedelta(minutes=61)
            for at in range(3):
                await message.edit(content=f"old {at}")
    assert discord.answered(429) == 1
    assert len(discord.messages()[0].edits) == 6


async def test_an_answer_may_hang_until_the_test_lets_it_go(discord: Discord) -> None:
    go = asyncio.Event()
    async with running(discord) as bot:
        discord.faults.add("POST", "/channels/*/messages", Fault.hang(go))
        sending = asyncio.create_task(text_channel(discord, bot).send("x"))
        stored = await discord.next_message()
        assert not sending.done()
        go.set()
        assert (await sending).id == stored.id


async def test_a_callback_counts_though_its_answer_was_lost(discord: Discord) -> None:
    discord.faults.add("POST", "/interactions/*/callback", Fault.lose())
    async with running(discord):
        reply = await discord.use("hello")
    assert reply.content == "hello you, soft"


async def test_nothing_in_time_is_said_with_what_was_asked_last(discord: Discord) -> None:
    async with running(discord):
        with pytest.raises(TimeoutError, match=r"last requests.*PUT /applications"):
            await discord.next_message(within=0.01)
