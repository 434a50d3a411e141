"""A transaction ends before its caller is cancelled, and leaves no lock behind."""

import asyncio
import gc
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.accounts.failure_streak import FailureStreak
from bot.storage.database import Store
from bot.storage.delayed_cancellation import cancel_shielded
from bot.storage.open_database import open_store
from bot.storage.transactions import StorePart
from bot.subscriptions.watch import Watch
from tests.databases import ON_BOTH
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON
from tests.storage.records import CHANNEL, FULL, alert, evaluation_with, freed, state

EVERYTHING = evaluation_with(
    FULL,
    streak=FailureStreak(failures=1),
    alert_states=[state()],
    alerts=[alert(), alert("second")],
    amendments=[freed("first")],
)
WRITING: tuple[Callable[[Store], Awaitable[object]], ...] = (
    lambda store: store.save_evaluation("minimax", EVERYTHING, NOON),
    lambda store: store.outbox.give_up(1, "gone", NOON, undelivered=True),
    lambda store: store.watches.add(Watch(id=0, guild=1, channel=1)),
)
READING: tuple[Callable[[Store], Awaitable[object]], ...] = (
    lambda store: store.load_memory("minimax"),
    lambda store: store.outbox.oldest_owed(CHANNEL),
)


async def _turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_the_work_gives_its_result_or_its_failure() -> None:
    @cancel_shielded
    async def divide(one: int, *, by: int) -> float:
        await _turns(1)
        return one / by

    assert await divide(6, by=3) == 2
    with pytest.raises(ZeroDivisionError):
        await divide(6, by=0)


@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancellation_waits_for_the_end_of_the_work_however_often_it_comes(
    *, fails: bool, caplog: pytest.LogCaptureFixture
) -> None:
    gate, ended = asyncio.Event(), asyncio.Event()

    @cancel_shielded
    async def work() -> None:
        await gate.wait()
        ended.set()
        if fails:
            raise ValueError

    caller = asyncio.ensure_future(work())
    for _ in range(3):
        await _turns(2)
        caller.cancel()
    await _turns(5)
    assert not caller.done()
    gate.set()
    await asyncio.wait({caller})
    assert caller.cancelled()
    assert ended.is_set()
    del caller
    await _turns(2)
    gc.collect()
    complaints = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert complaints == []  # asyncio's, of errors that nobody looked at


async def test_a_cancellation_waits_for_any_method_of_a_part_of_the_store(store: Store) -> None:
    gate, ended = asyncio.Event(), asyncio.Event()

    class Part(StorePart):
        async def work(self) -> None:
            await gate.wait()
            ended.set()

    caller = asyncio.ensure_future(Part(store._engine).work())  # noqa: SLF001 - a part of the same database
    await _turns(2)
    caller.cancel()
    await _turns(5)
    gate.set()
    await asyncio.wait({caller})
    assert (caller.cancelled(), ended.is_set()) == (True, True)


async def test_work_that_does_not_end_is_given_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.delayed_cancellation.GRACE_SECONDS", 0.01)
    given_up = asyncio.Event()

    @cancel_shielded
    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    caller = asyncio.ensure_future(work())
    await _turns(2)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await given_up.wait()


@ON_BOTH
async def test_a_store_goes_on_whenever_a_caller_was_cancelled(store: Store) -> None:
    for number, ask in enumerate((*READING, *WRITING)):
        for turns in range(1 + number, 40, 5):
            caller = asyncio.ensure_future(ask(store))
            await _turns(turns)
            caller.cancel()
            await asyncio.gather(caller, return_exceptions=True)
    await store.note_sync("guild", "last")
    assert await store.synced("guild") == "last"


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work end, however long a busy machine takes for it: what is given up may keep its lock."""
    monkeypatch.setattr("bot.storage.delayed_cancellation.GRACE_SECONDS", GIVE_UP_AFTER)


@pytest.mark.usefixtures("unhurried")
async def test_a_caller_cancelled_while_it_waits_for_a_lock_leaves_no_lock_behind(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = shutil.copy(migrated_file, tmp_path)
    store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    for write in WRITING:
        with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            caller = asyncio.ensure_future(write(store))
            await _turns(200)
            caller.cancel()
            await _turns(5)
            somebody.execute("ROLLBACK")
        await asyncio.wait({caller})
        assert caller.cancelled()
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
    await store.close()


@pytest.mark.usefixtures("unhurried")
async def test_opening_that_is_cancelled_while_it_waits_for_a_lock_leaves_no_lock(tmp_path: Path) -> None:
    file = tmp_path / "capacity.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        opening = asyncio.ensure_future(open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON))
        await _turns(200)
        opening.cancel()
        await _turns(5)
        assert not opening.done()
        somebody.execute("ROLLBACK")
    with pytest.raises(asyncio.CancelledError):
        await opening
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as somebody:
        somebody.execute("BEGIN EXCLUSIVE")
