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
from bot.alerts.alert import Cause
from bot.storage.alert_lookup import AlertLookup
from bot.storage.mute_store import MuteStore
from bot.storage.open_database import open_store
from bot.storage.outbox_store import OutboxStore
from bot.storage.sent_message_store import MessageStore
from bot.storage.store import Store
from bot.storage.store_part import StorePart, cancel_shielded
from bot.storage.watch_store import WatchStore
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON, UP
from tests.storage.records import CHANNEL, FULL, alert, evaluation_with, freed, state

EVERYTHING = evaluation_with(
    FULL,
    streak=FailureStreak(failures=1),
    alert_states=[state()],
    alerts=[alert(), alert("second")],
    amendments=[freed("first")],
)
MUTE = Mute(id=0, guild=1, channel=1, by=1, until=NOON)
WATCH = Watch(id=1, guild=1, channel=1)

READING: dict[str, Callable[[Store], Awaitable[object]]] = {
    "load_memory": lambda store: store.load_memory("minimax"),
    "outbox.oldest_owed": lambda store: store.outbox.oldest_owed(CHANNEL),
    "outbox.owed_channels": lambda store: store.outbox.owed_channels(),
    "synced": lambda store: store.synced("guild"),
    "outbox.delivery_status": lambda store: store.outbox.delivery_status("key"),
    "outbox_statistics": lambda store: store.outbox_statistics(NOON),
    "backlog": lambda store: store.backlog(),
    "revision": lambda store: store.revision(),
    "messages.outdated_channels": lambda store: store.messages.outdated_channels(),
    "messages.outdated": lambda store: store.messages.outdated(CHANNEL),
    "alerts.find": lambda store: store.alerts.find("abcd"),
    "alerts.recent": lambda store: store.alerts.recent([CHANNEL], 25),
    "alerts.get": lambda store: store.alerts.get("first"),
    "alerts.by_message": lambda store: store.alerts.by_message(CHANNEL, 1),
    "mutes.mutes": lambda store: store.mutes.mutes(),
    "watches.watches": lambda store: store.watches.watches(),
    "watches.removed_watch": lambda store: store.watches.removed_watch(1),
}
WRITING: dict[str, Callable[[Store], Awaitable[object]]] = {
    "save_evaluation": lambda store: store.save_evaluation("minimax", EVERYTHING, NOON),
    "outbox.owe_greeting": lambda store: store.outbox.owe_greeting(alert("greeting"), NOON),
    "outbox.owe": lambda store: store.outbox.owe([alert("owed")], NOON),
    "outbox.fold": lambda store: store.outbox.fold(CHANNEL, Cause.LATE, NOON),
    "outbox.join_shared": lambda store: store.outbox.join_shared(CHANNEL, NOON),
    "mark_key": lambda store: store.mark_key(),
    "outbox.note_attempt": lambda store: store.outbox.note_attempt(1, 1, NOON),
    "outbox.note_unsent": lambda store: store.outbox.note_unsent(1),
    "outbox.withdraw": lambda store: store.outbox.withdraw(1, 1, NOON),
    "outbox.mark_delivered": lambda store: store.outbox.mark_delivered(1, 2, NOON),
    "outbox.give_up": lambda store: store.outbox.give_up(1, "gone", NOON, undelivered=True),
    "note_sync": lambda store: store.note_sync("guild", "digest"),
    "delete_removed": lambda store: store.delete_removed(NOON),
    "delete_old_alerts": lambda store: store.delete_old_alerts(NOON),
    "messages.note_edit": lambda store: store.messages.note_edit(1, NOON, UP),
    "messages.mark_edited": lambda store: store.messages.mark_edited(1, 2),
    "messages.replace_message": lambda store: store.messages.replace_message(1, 2, NOON),
    "messages.note_muted": lambda store: store.messages.note_muted("first", None),
    "mutes.add_mute": lambda store: store.mutes.add_mute(MUTE),
    "mutes.remove_mute": lambda store: store.mutes.remove_mute(1),
    "mutes.delete_old_mutes": lambda store: store.mutes.delete_old_mutes(NOON),
    "watches.add_watch": lambda store: store.watches.add_watch(WATCH),
    "watches.change_watch": lambda store: store.watches.change_watch(WATCH),
    "watches.remove_watch": lambda store: store.watches.remove_watch(1),
    "watches.restore_watch": lambda store: store.watches.restore_watch(1),
}
PARTS = {
    "": (Store,),
    "outbox.": (OutboxStore,),
    "messages.": (MessageStore,),
    "alerts.": (AlertLookup,),
    "mutes.": (MuteStore,),
    "watches.": (WatchStore,),
}


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
    monkeypatch.setattr("bot.storage.store_part.GRACE_SECONDS", 0.01)
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


def test_every_method_of_a_store_and_its_parts_is_cancelled_below() -> None:
    methods = {
        f"{part}{name}" for part, kinds in PARTS.items() for kind in kinds for name in vars(kind) if name[0] != "_"
    }
    assert methods - {"close"} == {*READING, *WRITING}


async def test_a_store_goes_on_whenever_a_caller_was_cancelled(store: Store) -> None:
    for turns in range(1, 40, 9):
        for ask in (READING | WRITING).values():
            caller = asyncio.ensure_future(ask(store))
            await _turns(turns)
            caller.cancel()
            await asyncio.gather(caller, return_exceptions=True)
    await store.note_sync("guild", "last")
    assert await store.synced("guild") == "last"


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work end, however long a busy machine takes for it: what is given up may keep its lock."""
    monkeypatch.setattr("bot.storage.store_part.GRACE_SECONDS", GIVE_UP_AFTER)


@pytest.mark.usefixtures("unhurried")
async def test_a_caller_cancelled_while_it_waits_for_a_lock_leaves_no_lock_behind(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = shutil.copy(migrated_file, tmp_path)
    store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    for name, write in WRITING.items():
        with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
            somebody.execute("BEGIN IMMEDIATE")
            caller = asyncio.ensure_future(write(store))
            await _turns(200)
            caller.cancel()
            await _turns(5)
            somebody.execute("ROLLBACK")
        await asyncio.wait({caller})
        assert caller.cancelled(), name
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as somebody:
            try:
                somebody.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                pytest.fail(f"{name} leaves a lock behind")
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
