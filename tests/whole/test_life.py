"""How the program starts and ends, and what it says when it can't."""

import contextlib
import sqlite3

import aiohttp
import pytest

from tests.fakes.discord import Discord, Fault
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import SCHEDULER, looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of

BROKEN = b"this is no database" * 500


async def test_it_ends_in_order_whatever_hangs(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    script(useapi, free=1)
    async with bots.run_anew() as program:
        await ready(discord)
        await looked(useapi)
        discord.faults.add("POST", "/channels/*/messages", Fault.hang())
        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        useapi.answers[SCHEDULER] = Reply(hangs=True)
        await looked(useapi, times=1)

        assert await program.stop() == 0
        assert not any("Traceback" in line or "ERROR" in line for line in program.lines)


async def test_discord_that_is_down_is_waited_for_and_health_says_so(
    discord: Discord, useapi: FakeUseapi, bots: Bots, free_port: int
) -> None:
    script(useapi, free=1)
    url = f"http://127.0.0.1:{free_port}/healthz"
    await discord.down()
    async with bots.run(HEALTH_PORT=str(free_port)) as program, aiohttp.ClientSession() as session:
        await program.says("Discord: connecting again")
        await looked(useapi)
        script(useapi, free=0)
        await looked(useapi)
        await discord.up()
        assert "**200300** is full" in (await discord.next_message(within=DEADLINE)).content
        await program.says("Ready as")
        async with session.get(url) as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        program.lines.clear()
        await discord.down()
        await program.says("Discord: connecting again")
        async with session.get(url) as answer:
            assert (answer.status, await answer.text()) == (503, "not alive: gateway\n")
        await discord.up()
        await program.says("Discord: connected again.")
        assert await program.stop() == 0
        assert program.lines[-1].endswith("INFO bot: capacity-bot has stopped, as it was told to.")


@pytest.mark.parametrize("token", ["DISCORD_TOKEN", "USEAPI_TOKEN"])
async def test_a_refused_token_is_named_and_appears_nowhere(
    discord: Discord, useapi: FakeUseapi, bots: Bots, token: str
) -> None:
    script(useapi, free=1)
    wrong = "user:12345-wrongTokenThatNobodyKnows"
    async with bots.run(LOG_LEVEL="debug", **{token: wrong}) as program:
        if token == "DISCORD_TOKEN":
            assert await program.ends() == 2
            assert program.lines[-1].startswith("capacity-bot: Discord refused the token: check DISCORD_TOKEN")
        else:
            await program.says("check USEAPI_TOKEN")
    said = "\n".join(program.lines)
    assert wrong not in said
    assert discord.token not in said
    assert useapi.token not in said


async def test_a_disallowed_intent_ends_it_with_the_sentence(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    script(useapi, free=1)
    discord.gateway.disallowed_intents = 1
    async with bots.run() as program:
        assert await program.ends() == 2
    assert "intents" in program.lines[-1]


async def test_a_newer_database_is_refused(bots: Bots) -> None:
    with contextlib.closing(sqlite3.connect(bots.folder / "capacity.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    async with bots.run() as program:
        assert await program.ends() == 2
    assert program.lines[-1].startswith("capacity-bot: ")
    assert "9999" in program.lines[-1]


async def test_every_mistake_in_the_settings_is_listed_at_once(bots: Bots) -> None:
    wrong = {"POLL_SECONDS": "0", "PROVIDERS": "minimax,sora", "DISCORD_GUILD_IDS": "mine", "HEALTH_PORT": "99999"}
    async with bots.run(**wrong) as program:
        assert await program.ends() == 2
    said = "\n".join(program.lines)
    assert all(name in said for name in wrong)
    assert "Traceback" not in said


async def test_the_simulated_bot_needs_no_useapi_token_and_stores_in_a_database_of_its_own(
    discord: Discord, bots: Bots
) -> None:
    real, simulated = bots.folder / "capacity.db", bots.folder / "capacity-simulated.db"
    before = real.read_bytes()
    simulated.write_bytes(BROKEN)  # and is set aside
    async with bots.run("run", "--simulate", USEAPI_TOKEN="", PROVIDERS="", POLL_SECONDS="1") as program:
        await program.says("The providers are simulated; their database is capacity-simulated.db.")
        await ready(discord)
        reply = await discord.use("capacity", {"provider": "kling"})
        assert "Kling · " in str(reply.embeds)
        await program.says("flowmusic: the token has an account")
        overview = text_of(await discord.use("capacity"))
        assert [title for title in ("MiniMax", "TemPolor", "Muse", "Flow Music") if title not in overview] == []
        assert await program.stop() == 0
    (aside,) = bots.folder.glob("capacity-simulated.db.broken-*")
    assert aside.read_bytes() == BROKEN
    assert any("broken" in line and "ERROR" in line for line in program.lines)
    assert real.read_bytes() == before
    with contextlib.closing(sqlite3.connect(simulated)) as database:
        (found,) = database.execute("SELECT count(*) FROM found_provider").fetchone()
    assert found > 0
