"""SIGTERM ends the program, whatever hangs; within how many seconds is tested where that is set."""

import asyncio
import contextlib
import fcntl
import os
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.hard_stop import HARD_STOP_AFTER
from bot.storage.leader_lock import LeaderTimings
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.postgres_server import Postgres
from tests.whole.conftest import SHORT, Bots, ready
from tests.whole.forks import Forks
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of

FULL_PIPE = 4096

AS_USUAL = replace(SHORT, hard_stop=HARD_STOP_AFTER)


async def test_it_ends_while_another_process_holds_sqlites_write_lock(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    bots.timings = AS_USUAL
    async with bots.run(DATABASE_URL="sqlite+aiosqlite:///capacity.db?timeout=600") as program:
        await ready(discord)
        await looked(useapi)
        with contextlib.closing(sqlite3.connect(bots.folder / "capacity.db", isolation_level=None)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            script(useapi, free=0)
            with contextlib.suppress(TimeoutError):
                while True:  # until it looks no more, since it waits for the lock
                    await useapi.next_request(within=2)
            assert await program.stop() == 0
            assert discord.posts() == []


@contextlib.contextmanager
def frozen(server: Postgres) -> Iterator[None]:
    """Suspend a server and all its sessions."""
    leader = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text(encoding="ascii").split()
    processes = [leader, *map(int, children)]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


async def test_it_ends_while_postgresql_is_frozen(
    discord: Discord, useapi: FakeUseapi, bots: Bots, own_postgres: Postgres
) -> None:
    script(useapi, free=1)
    bots.timings = replace(AS_USUAL, lead=LeaderTimings(renew=timedelta(seconds=0.5), answer=timedelta(seconds=1)))
    async with bots.run(DATABASE_URL=own_postgres.url("migrated")) as program:
        await ready(discord)
        await looked(useapi)
        with frozen(own_postgres):
            script(useapi, free=0)
            await program.says("The connection that holds the lead was lost")
            assert await program.stop() == 0


@pytest.fixture
def unread() -> Iterator[int]:
    """Make a full pipe that nobody reads, and return the end to write to."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, FULL_PIPE)
    os.write(writer, b"x" * FULL_PIPE)
    yield writer
    os.close(reader)
    os.close(writer)


async def test_it_answers_and_ends_while_nobody_reads_its_log(
    discord: Discord, useapi: FakeUseapi, bots: Bots, forks: Forks, unread: int
) -> None:
    script(useapi, free=1)
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    settings = {**kept, **bots.settings, "LOG_LEVEL": "debug"}
    program = await forks.start(bots.folder, settings, ["run"], stdout=unread, stderr=unread)
    try:
        await ready(discord)
        await looked(useapi, times=3)
        assert "MiniMax" in text_of(await discord.use("capacity"))
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), DEADLINE) == 0
    finally:
        program.kill()
        await program.wait()
