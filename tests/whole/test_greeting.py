"""The one message that tells a channel of the settings what is watched, from the real program, through kills."""

import contextlib
import sqlite3
from collections.abc import Mapping

import pytest

from tests.fakes.discord import Discord, Fault, Permission
from tests.fakes.slack import SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE

SAID = "I'm watching MiniMax (2 accounts, 4 slots). Try `/capacity`."
ON_SLACK = "I'm watching MiniMax (2 accounts, 4 slots). Try /capacity."


@pytest.fixture(autouse=True)
def not_greeted(bots: Bots) -> None:
    """Forget that any channel was greeted."""
    with contextlib.closing(sqlite3.connect(bots.folder / "capacity.db")) as database, database:
        database.execute("DELETE FROM greeted_channel")


async def test_a_channel_that_lets_the_bot_in_is_greeted_once_over_a_kill(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    discord.world.deny(discord.channel, Permission.SEND_MESSAGES)
    script(useapi, free=1, other=0)
    async with bots.run() as program:
        await program.says("is given up")
        await looked(useapi)
    discord.world.allow(discord.channel, Permission.SEND_MESSAGES)
    async with bots.run() as program:
        discord.faults.add("POST", "/channels/*/messages", Fault.hang(stored=True))
        await discord.next_message(within=DEADLINE)
        await program.kill()  # between the send and the strike-off
    async with bots.run() as program:
        await program.says("was delivered to channel")
        await ready(discord)
        await looked(useapi)
        (greeting,) = discord.posts()
        why = await discord.press(greeting, label="Details")
    assert greeting.content == SAID
    assert greeting.silent
    assert not greeting.pings.roles
    assert greeting.embeds == ()
    assert "The settings name this channel for alerts" in str(why.embeds)


async def test_on_slack_a_channel_is_greeted_once(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: Mapping[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**only_slack) as program:
        greeting = await slack.next_message(within=DEADLINE)
        await program.says("was delivered to channel")
        await looked(useapi)
    assert slack.posts() == [greeting]
    assert greeting.text == ON_SLACK
