"""What was changed by a COMMIT that was applied, and the connection cut before its answer came, or right after it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.accounts.account_labels import AccountLabel, AccountLabels
from bot.accounts.snapshot import LatestState
from bot.alerts.waiter_notice import Outcome
from bot.app.engine import settle_doubts
from bot.boards.board_registry import Board, BoardRegistry
from bot.errors import BadInput, StorageUnavailable
from bot.record_cache import RecordCache
from bot.storage.database import Store
from bot.storage.transactions import make_engine
from bot.subscriptions.mute import Mute, MuteRegistry
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchRegistry
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waitlist import Waitlist
from tests.databases import ON_BOTH
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON, after
from tests.storage.cut_connection import CutConnection
from tests.waitlist.made import look, offer_of, waiter

WATCH = Watch(id=0, guild=5, channel=1, provider="minimax", role=3, hold=timedelta(minutes=3))
MUTE = Mute(id=0, guild=5, channel=1, provider="minimax", by=7, until=after(hours=1))
LABEL = AccountLabel(provider="minimax", account="1", label="second")
BOARD = Board(id=0, guild=5, channel=1, providers=("kling", "minimax"), by=7)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Make connections to an empty database."""
    engine = make_engine(make_url(database_url))
    yield engine
    await engine.dispose()


@pytest.fixture
def cut(engine: AsyncEngine) -> CutConnection:
    """Cut them when a test says so."""
    return CutConnection(engine)


@pytest.fixture
def store(engine: AsyncEngine) -> Store:
    """Open the database."""
    return Store(engine, now=lambda: NOON)


def watches_of(store: Store) -> WatchRegistry:
    return WatchRegistry(store.watches)


def mutes_of(store: Store) -> MuteRegistry:
    return MuteRegistry(store.mutes, now=lambda: NOON)


def boards_of(store: Store) -> BoardRegistry:
    def latest() -> Mapping[str, LatestState]:
        return {}

    return BoardRegistry(store.boards, latest=latest, wake=lambda: None, now=lambda: NOON)


@ON_BOTH
async def test_a_watch_whose_commit_went_unanswered_counts_as_stored(store: Store, cut: CutConnection) -> None:
    watches = watches_of(store)
    cut.applied = True
    added = await watches.add(WATCH)
    assert watches.all() == (added,) == (replace(WATCH, id=added.id),) == await store.watches.all()

    changed = replace(added, role=None)
    cut.applied = True
    await watches.change(changed)
    assert watches.all() == (changed,) == await store.watches.all()

    cut.applied = True
    await watches.remove(changed)
    assert watches.all() == () == await store.watches.all()

    cut.applied = True
    assert await watches.restore(5, changed.id) == changed
    assert watches.all() == (changed,) == await store.watches.all()


async def test_a_mute_whose_commit_went_unanswered_counts_as_stored(store: Store, cut: CutConnection) -> None:
    mutes = mutes_of(store)
    other = await mutes.add(replace(MUTE, channel=2))
    await mutes.add(MUTE)
    cut.applied = True
    longer = await mutes.add(replace(MUTE, until=after(hours=2)))
    assert mutes.all() == (other, longer) == await store.mutes.all()

    cut.applied = True
    await mutes.remove(longer)
    assert mutes.all() == (other,) == await store.mutes.all()


async def test_a_board_whose_commit_went_unanswered_counts_as_stored(store: Store, cut: CutConnection) -> None:
    boards = boards_of(store)
    cut.applied = True
    added = await boards.add(BOARD)
    assert boards.all() == (added,) == (replace(BOARD, id=added.id),) == await store.boards.all()

    cut.applied = True
    await boards.remove(added, by=7)
    assert boards.all() == () == await store.boards.all()

    cut.applied = True
    restored = await boards.restore(5, added.id, by=8)
    assert boards.all() == (restored,) == (replace(added, by=8),) == await store.boards.all()


async def test_a_name_counts_whose_commit_went_unanswered_or_that_is_not_read_again(
    store: Store, cut: CutConnection
) -> None:
    labels = AccountLabels(store.labels, {"minimax/1": "first"})
    cut.applied = True
    await labels.set(LABEL)
    assert (labels["minimax/1"], await store.labels.labels()) == ("second", (LABEL,))

    cut.applied = True
    await labels.remove("minimax", "1")
    assert (labels["minimax/1"], await store.labels.labels()) == ("first", ())

    cut.away = True
    await labels.set(LABEL)
    assert labels["minimax/1"] == "second"
    cut.mend()
    cut.away = True
    await labels.remove("minimax", "1")
    assert labels["minimax/1"] == "first"


async def test_a_name_that_was_not_stored_is_not_used_until_it_is_found_stored(
    store: Store, cut: CutConnection
) -> None:
    labels = AccountLabels(store.labels, {"minimax/1": "first"})
    await labels.set(LABEL)
    cut.applied = False
    with pytest.raises(StorageUnavailable):
        await labels.set(replace(LABEL, label="third"))
    cut.applied = False
    with pytest.raises(StorageUnavailable):
        await labels.remove("minimax", "1")
    assert (labels["minimax/1"], await store.labels.labels()) == ("second", (LABEL,))

    cut.applied = cut.away = True
    with pytest.raises(StorageUnavailable):
        await labels.set(replace(LABEL, label="third"))
    assert labels["minimax/1"] == "second"
    cut.mend()
    await settled(labels)
    assert labels["minimax/1"] == "third"


async def settled(records: RecordCache[Any]) -> None:
    """Wait until it is known what became of a change."""
    known = asyncio.Event()
    settling = asyncio.create_task(settle_doubts(records, settled=known.set))
    await asyncio.wait_for(known.wait(), GIVE_UP_AFTER)
    settling.cancel()
    with suppress(asyncio.CancelledError):
        await settling


async def test_what_was_stored_counts_before_it_is_read_again(store: Store, cut: CutConnection) -> None:
    watches, mutes, boards = watches_of(store), mutes_of(store), boards_of(store)
    cut.away = True
    watch = await watches.add(WATCH)
    cut.mend()
    cut.away = True
    mute = await mutes.add(MUTE)
    cut.mend()
    cut.away = True
    board = await boards.add(BOARD)
    cut.mend()
    assert (watches.all(), mutes.all(), boards.all()) == ((), (), ())

    every: tuple[RecordCache[Any], ...] = (watches, mutes, boards)
    for records in every:
        await records.settle()
    assert (watches.all(), mutes.all(), boards.all()) == ((watch,), (mute,), (board,))

    cut.away = True
    await watches.remove(watch)
    cut.mend()
    await watches.settle()
    assert watches.all() == ()


async def test_who_joins_the_waitlist_is_told_so_before_it_is_read_again(store: Store, cut: CutConnection) -> None:
    waitlist = Waitlist(store.waiters, PresentWaiters(now=lambda: NOON), wake=lambda: None, now=lambda: NOON)
    await waitlist.join(waiter(0, member=1))
    cut.away = True
    entry = await waitlist.join(waiter(0, member=2))
    cut.mend()
    assert (entry.waiter, entry.position) == ((await store.waiters.waiters())[1], 2)

    await waitlist.leave(5, 2, entry.waiter.id)
    cut.away = True
    assert await waitlist.rejoin(5, 2, entry.waiter.id) == entry
    cut.mend()
    assert (await store.waiters.waiters())[1] == entry.waiter


@ON_BOTH
async def test_a_reply_to_an_offer_counts_before_it_is_read_again(store: Store, cut: CutConnection) -> None:
    waitlist = Waitlist(store.waiters, PresentWaiters(now=lambda: NOON), wake=lambda: None, now=lambda: NOON)
    await waitlist.join(waiter(0, member=1))
    await waitlist.join(waiter(0, member=2))
    await waitlist.on_snapshot(look(a=2))
    first, second = [offer_of(one).key for one in await store.waiters.waiters()]
    cut.away = True
    assert (await waitlist.accept_offer(first, 1)).outcome is Outcome.TAKEN
    cut.mend()
    cut.away = True
    assert (await waitlist.decline_offer(second, 2)).waiter.outcome is Outcome.PASSED
    cut.mend()
    assert [one.outcome for one in await store.waiters.waiters()] == [Outcome.TAKEN]


@ON_BOTH
async def test_what_was_not_stored_does_not_apply(store: Store, cut: CutConnection) -> None:
    watches, mutes, boards = watches_of(store), mutes_of(store), boards_of(store)
    watch, mute, board = await watches.add(WATCH), await mutes.add(MUTE), await boards.add(BOARD)
    for change in (
        lambda: watches.add(replace(WATCH, channel=2)),
        lambda: watches.change(replace(watch, role=None)),
        lambda: watches.remove(watch),
        lambda: mutes.add(replace(MUTE, until=after(hours=2))),
        lambda: mutes.remove(mute),
        lambda: boards.add(replace(BOARD, channel=2)),
        lambda: boards.remove(board, by=7),
    ):
        cut.applied = False
        with pytest.raises(StorageUnavailable):
            await change()

    assert watches.all() == (watch,) == await store.watches.all()
    assert mutes.all() == (mute,) == await store.mutes.all()
    assert boards.all() == (board,) == await store.boards.all()


async def test_what_was_stored_while_the_database_went_away_applies_once_it_is_back(
    store: Store, cut: CutConnection
) -> None:
    watches, mutes, boards = watches_of(store), mutes_of(store), boards_of(store)
    for change in (lambda: watches.add(WATCH), lambda: mutes.add(MUTE), lambda: boards.add(BOARD)):
        cut.applied = cut.away = True
        with pytest.raises(StorageUnavailable):
            await change()
        cut.mend()
    assert (watches.all(), mutes.all(), boards.all()) == ((), (), ())

    every: tuple[RecordCache[Any], ...] = (watches, mutes, boards)
    for records in every:
        await settled(records)

    assert [len(held) for held in (watches.all(), mutes.all(), boards.all())] == [1, 1, 1]


async def test_what_is_tried_again_after_that_is_not_stored_twice(store: Store, cut: CutConnection) -> None:
    watches, mutes, boards = watches_of(store), mutes_of(store), boards_of(store)
    for change in (lambda: watches.add(WATCH), lambda: mutes.add(MUTE), lambda: boards.add(BOARD)):
        cut.applied = cut.away = True
        with pytest.raises(StorageUnavailable):
            await change()
        cut.mend()

    with pytest.raises(BadInput, match="listens to the same already: watch 1"):
        await watches.add(WATCH)
    with pytest.raises(BadInput, match="board of the same already: board 1"):
        await boards.add(BOARD)
    await mutes.add(MUTE)

    assert [len(held) for held in (watches.all(), mutes.all(), boards.all())] == [1, 1, 1]
    assert len(await store.mutes.all()) == 1
