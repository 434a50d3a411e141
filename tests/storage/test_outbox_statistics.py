"""How delivery goes, counted on both databases."""

from datetime import datetime, timedelta

import pytest
from alembic.script import ScriptDirectory

from bot.alerts.alert import Cause
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.waiter_notice import Outcome
from bot.health.doctor_findings import Backlog, GivenUpAlert, OutboxStatistics
from bot.storage import outbox_statistics
from bot.storage.database import Store
from bot.waitlist.waiter_and_offer import Offer
from tests.moments import NOON, after
from tests.storage.old_databases import migrations
from tests.storage.records import AWKWARD, CHANNEL, MUTED, OTHER_CHANNEL, alert, evaluation_with, oldest
from tests.waitlist.made import waiter


async def _owe(store: Store, key: str, at: datetime, channel: int = CHANNEL) -> None:
    await store.outbox.owe([alert(key, channel)], at)


async def _tell(store: Store, key: str, seen: datetime, told: datetime, channel: int = CHANNEL) -> None:
    await _owe(store, key, seen, channel)
    await store.outbox.mark_delivered((await oldest(store, channel)).id, 1, told)


async def _give_up(store: Store, key: str, reason: str, at: datetime, channel: int = CHANNEL) -> None:
    await _owe(store, key, at, channel)
    await store.outbox.give_up((await oldest(store, channel)).id, reason, at)


async def test_what_is_owed_is_counted_from_the_oldest(store: Store) -> None:
    assert await store.outbox_statistics(NOON) == OutboxStatistics()
    await _owe(store, "new", after(seconds=2), OTHER_CHANNEL)
    await _owe(store, "old", after(seconds=-3))

    assert await store.outbox_statistics(after(days=9)) == OutboxStatistics(
        backlog=Backlog(owed=2, oldest=after(seconds=-3))
    )


async def test_what_was_told_since_then_waited_from_its_look(store: Store) -> None:
    await _tell(store, "before", after(seconds=-9), after(microseconds=-1))
    await _tell(store, "slow", after(seconds=-9), NOON)
    await _tell(store, "quick", NOON, after(milliseconds=1500), OTHER_CHANNEL)
    await _tell(store, "the clock was set back", after(seconds=9), after(seconds=8))

    state = await store.outbox_statistics(NOON)

    assert state.waits == (timedelta(), timedelta(seconds=1.5), timedelta(seconds=9))
    assert (state.backlog.owed, state.backlog.oldest, state.given_up) == (0, None, ())


async def test_each_channel_was_told_last_at_its_own_moment_however_long_ago(store: Store) -> None:
    await _tell(store, "a", NOON, after(days=-3))
    await _tell(store, "b", NOON, after(days=-2))
    await _tell(store, "c", NOON, after(days=-1), OTHER_CHANNEL)
    await _give_up(store, "d", "gone", NOON)

    last_told = (await store.outbox_statistics(NOON)).last_told

    assert dict(last_told) == {CHANNEL: after(days=-2), OTHER_CHANNEL: after(days=-1)}


async def test_of_what_was_given_up_since_then_the_newest_of_each_channel_is_named(store: Store) -> None:
    await _give_up(store, "before", "too old", after(microseconds=-1))
    await _give_up(store, "newest", f"403 {AWKWARD}", after(seconds=2))
    await _give_up(store, "older", "gone", NOON)
    await _give_up(store, "elsewhere", "no right", after(seconds=1), OTHER_CHANNEL)

    state = await store.outbox_statistics(NOON)

    assert state.given_up == (
        GivenUpAlert(channel=CHANNEL, at=after(seconds=2), reason=f"403 {AWKWARD}", number=2),
        GivenUpAlert(channel=OTHER_CHANNEL, at=after(seconds=1), reason="no right"),
    )
    assert state.backlog.owed == 0


async def test_what_was_withheld_or_folded_or_told_anew_was_not_given_up_nor_waited_for(store: Store) -> None:
    unsent = Unsent(alert=alert("withheld"), withheld=MUTED)
    await store.save_evaluation("minimax", evaluation_with(unsent=[unsent], alerts=[alert("a"), alert("b")]), NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, after(seconds=1))
    await store.outbox.mark_delivered((await oldest(store)).id, 1, after(seconds=3))

    state = await store.outbox_statistics(NOON)

    assert (state.backlog.owed, state.given_up) == (0, ())
    assert state.waits == (timedelta(seconds=2),)


async def test_no_more_waits_are_read_than_somebody_waits_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_statistics, "MAX_WAITS", 2)
    for wait in (1, 2, 3):
        await _tell(store, str(wait), NOON, after(seconds=wait))

    assert (await store.outbox_statistics(NOON)).waits == (timedelta(seconds=2), timedelta(seconds=3))


async def test_the_revision_is_the_newest_after_the_start(store: Store) -> None:
    scripts = ScriptDirectory.from_config(migrations())

    assert await store.revision() == scripts.get_current_head()


async def test_the_backlog_counts_what_is_owed_and_members_who_wait_without_an_offer(store: Store) -> None:
    assert await store.backlog() == Backlog()
    await _owe(store, "new", after(seconds=2), OTHER_CHANNEL)
    await _tell(store, "told", after(seconds=-9), NOON)
    twice = [waiter(member=1), waiter(member=1, slots=2), waiter(member=2), waiter(member=3, provider="kling")]
    offered = waiter(member=5, offer=Offer(key="offer", at=NOON, slots=()))
    for one in (*twice, offered, waiter(member=4, outcome=Outcome.CANCELLED, over_at=NOON)):
        await store.waiters.add_waiter(one, lambda _: None)

    assert await store.backlog() == Backlog(owed=1, oldest=after(seconds=2), waiting={"minimax": 2, "kling": 1})
