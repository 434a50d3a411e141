"""``/doctor`` as whoever runs the server uses it, and the heartbeat as a monitor hears it, from the real program."""

import sqlite3

import pytest

from tests.fakes.discord import CannotError, Discord, Member, Permission
from tests.fakes.monitor import PATH, FakeMonitor
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import OFTEN, SCHEDULER, looked, script
from tests.whole.test_capacity import text_of


def steward(discord: Discord) -> Member:
    """Return a member who may manage the server."""
    role = discord.world.add_role(discord.guild, "stewards", may=Permission.MANAGE_GUILD)
    return discord.world.add_member(discord.guild, "sam", role)


async def test_doctor_tells_the_server_and_a_heartbeat_a_monitor_how_the_bot_is_doing(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    sam = steward(discord)
    script(useapi, free=1)
    async with FakeMonitor() as monitor, bots.run(HEARTBEAT_URL=monitor.url, LOG_LEVEL="debug") as program:
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0)
        await program.says("was delivered")
        assert await monitor.hears(within=40) == "GET /"
        await program.says("Ready as")  # it is connected a moment before it knows
        reply = await discord.use("doctor", member=sam)
        settings = await discord.press(reply, label="Settings and versions", member=sam)
        with pytest.raises(CannotError, match="may not see doctor"):
            await discord.use("doctor")
        with sqlite3.connect(bots.folder / "capacity.db") as database:
            database.execute("DROP TABLE alert")
        database.close()
        dropped = text_of(await discord.use("doctor", member=sam))

    assert not any(PATH in line for line in program.lines)
    assert "the database does not answer\n" in dropped.lower()
    assert "no such table" in dropped
    assert "🟢 **MiniMax** · checked <t:" in dropped
    said = text_of(reply)
    assert reply.ephemeral
    assert not reply.deferred
    for words in (
        "All is well\n",
        "Discord answers",
        "🟢 **MiniMax** · checked <t:",
        f"<#{discord.channel.id}> · from settings · last alert <t:",
        "1 alert posted in the last 24 hours, ",
    ):
        assert words in said
    behind = text_of(settings)
    assert settings.ephemeral
    for words in ("discord.py 2.", "SQLite, revision 0", "`DISCORD_TOKEN` set", "`POLL_SECONDS` 0.4\n"):
        assert words in behind
    assert discord.token not in said + behind
    assert useapi.token not in said + behind


async def test_what_is_wrong_is_named_by_doctor_and_once_in_the_log(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.deny(discord.channel, Permission.SEND_MESSAGES)
    sam = steward(discord)
    script(useapi, free=1)
    async with bots.run(**OFTEN) as program:
        await ready(discord)
        await program.says("lacks Send Messages")
        await looked(useapi)
        script(useapi, free=0)
        await program.says("is given up")
        await looked(useapi)
        assert "2 of 4" in text_of(await discord.use("capacity", {"provider": "minimax"}))
        useapi.answers[SCHEDULER] = Reply(status=503)
        await looked(useapi, times=3)
        await program.says("Ready as")  # it is connected a moment before it knows
        said = text_of(await discord.use("doctor", member=sam))

    assert said.startswith("MiniMax can't be checked, something is missing in 1 alert channel, 1 alert was given up\n")
    assert "lacks Send Messages" in said
    assert "1 alert given up in the last 24 hours" in said
    assert "checks failed in a row · checked <t:" in said
    assert discord.answered(403) == 1
    assert program.count("lacks Send Messages") == 1
