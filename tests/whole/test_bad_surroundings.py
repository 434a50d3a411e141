"""What surrounds the program is not as it should be: a read-only database, a taken port, clocks an hour off."""

import asyncio
import re
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from sqlalchemy import make_url

from bot.storage.postgres_leader_lock import READ_ONLY
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.postgres_server import Postgres
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import SCHEDULER, job, looked, row, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import headline
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward

HOUR = timedelta(hours=1)


async def _read_only(postgres: Postgres, url: str, *, to: bool) -> None:
    """Make a database read-only for whoever connects from now on, or writable again, and cut all connections."""
    name = make_url(url).database
    await postgres.say(f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if to else 'off'}")
    await postgres.say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608 - a name of ours


async def test_a_read_only_postgresql_is_waited_for_and_people_are_answered(
    discord: Discord, useapi: FakeUseapi, bots: Bots, postgres: Postgres, postgres_url: str
) -> None:
    sam = steward(discord)
    script(useapi, free=1)
    await _read_only(postgres, postgres_url, to=True)
    async with bots.run(DATABASE_URL=postgres_url) as program:
        await program.says(READ_ONLY)
        await asyncio.sleep(1.5)  # in which it tries again, several times
        assert [line for line in program.lines if READ_ONLY not in line and " starts." not in line] == []
        assert program.count(READ_ONLY) == 1
        await _read_only(postgres, postgres_url, to=False)
        await ready(discord)
        await looked(useapi)
        await _read_only(postgres, postgres_url, to=True)
        script(useapi, free=0)
        await program.says("no alerts until the database answers again")
        await looked(useapi, times=3)
        assert "full: 0 of 2 free" in text_of(
            await discord.use("capacity", {"provider": "minimax", "account": "200300"})
        )
        assert "read-only transaction" in text_of(await discord.use("doctor", member=sam))
        assert discord.posts() == []
        await _read_only(postgres, postgres_url, to=False)
        assert headline(await discord.next_message(within=DEADLINE)) == "MiniMax: 200300 is full"
        await looked(useapi, times=2)
        assert await program.stop() == 0
    assert len(discord.posts()) == 1


async def test_a_health_port_in_use_ends_the_program_with_a_sentence(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - where the bot listens as well
        port = taken.getsockname()[1]
        async with bots.run(HEALTH_PORT=str(port)) as program:
            assert await program.ends() == 2
            assert program.count(f"HEALTH_PORT {port} can't be used") == 1
            assert program.count("Traceback") == 0
    assert discord.posts() == []


async def test_jobs_of_a_server_an_hour_behind_are_as_old_as_they_are(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    there = datetime.now(UTC) - HOUR
    script(useapi, free=1)
    started = {
        **job("200300", 1),
        "started": (there - timedelta(minutes=2.5)).isoformat(),
    }  # its clock tells no parts of a second
    body = {"executing": [started], "available": [row("200300", 1)]}
    useapi.answers[SCHEDULER] = Reply(body=body, headers={"Date": format_datetime(there, usegmt=True)})
    async with bots.run(STUCK_MINUTES="30") as program:
        await ready(discord)
        await program.says("so one of them is wrong")
        await looked(useapi, times=3)
        assert re.search(r"`[23]:\d\d` storyboard-1", text_of(await discord.use("capacity", {"provider": "minimax"})))
        assert program.count("so one of them is wrong") == 1
        assert await program.stop() == 0
    assert discord.posts() == []
