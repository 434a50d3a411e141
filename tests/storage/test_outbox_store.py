"""Alerts are owed in order until they are told or given up."""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.alerts.alert import Alert
from bot.alerts.decide_for_channel import Unsent
from bot.delivery.stored_alerts import Uptime
from bot.storage.database import Store
from bot.storage.open_database import open_store
from tests.databases import ON_BOTH
from tests.moments import NOON, after
from tests.storage.raw import ask, say
from tests.storage.records import (
    AWKWARD,
    CHANNEL,
    MESSAGE,
    MUTED,
    OTHER_CHANNEL,
    alert,
    closing,
    evaluation_with,
    freed,
    oldest,
)

UPTIMES = (Uptime(boot="5f0c8d3e time:[4026531834]", seconds=1234567.890123), Uptime(boot=None, seconds=0.1), None)


async def _owe(store: Store, *alerts: Alert) -> None:
    await store.save_evaluation("minimax", evaluation_with(alerts=alerts), NOON)


async def _tell_all(store: Store, channel: int = CHANNEL) -> list[str]:
    told = []
    while (owed := await store.outbox.oldest_owed(channel)) is not None:
        told.append(owed.alert.key)
        await store.outbox.mark_delivered(owed.id, MESSAGE, NOON)
    return told


async def test_the_alerts_of_a_channel_are_owed_in_the_order_in_which_they_were_remembered(store: Store) -> None:
    await _owe(store, alert("c"), alert("other", OTHER_CHANNEL), alert("a"))
    await _owe(store, alert("b"))
    assert await _tell_all(store) == ["c", "a", "b"]
    assert await _tell_all(store, OTHER_CHANNEL) == ["other"]


async def test_channels_are_named_by_what_they_are_owed_longest(store: Store) -> None:
    assert await store.outbox.oldest_owed(CHANNEL) is None
    assert await store.outbox.owed_channels() == ()
    await _owe(store, alert("first", CHANNEL), alert("second", OTHER_CHANNEL), alert("third", CHANNEL))
    assert await store.outbox.owed_channels() == (CHANNEL, OTHER_CHANNEL)
    await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, NOON)
    assert await store.outbox.owed_channels() == (OTHER_CHANNEL, CHANNEL)
    await store.outbox.give_up((await oldest(store)).id, "gone", NOON)
    assert await store.outbox.owed_channels() == (OTHER_CHANNEL,)


async def test_the_same_alert_is_stored_once_even_after_it_was_told(store: Store) -> None:
    await _owe(store, alert("same"), alert("same"))
    await _owe(store, alert("same"), alert("new"))
    assert await _tell_all(store) == ["same", "new"]
    await _owe(store, alert("same"))
    assert await store.outbox.oldest_owed(CHANNEL) is None


async def test_attempts_are_counted_from_the_moment_of_the_first_and_leave_the_alert_owed(store: Store) -> None:
    await _owe(store, alert("one"), alert("two"))
    first = await oldest(store)
    assert (first.attempts, first.attempted_at, first.attempt_uptime, first.sending_since) == (0, None, None, None)
    for number, uptime in enumerate(UPTIMES, start=1):
        await store.outbox.note_attempt(first.id, 1, after(minutes=number), uptime)
        again = await oldest(store)
        assert (again.id, again.attempts, again.sending_since) == (first.id, number, after(minutes=1))
        assert (again.attempted_at, again.attempt_uptime) == (after(minutes=number), uptime)
    await store.outbox.mark_delivered(first.id, MESSAGE, NOON)

    second = await oldest(store)
    assert (second.attempts, second.sending_since) == (0, None)
    await store.outbox.note_attempt(second.id, 1, NOON)
    await store.outbox.note_unsent(second.id)  # it is new again but for its attempts
    again = await oldest(store)
    assert (again.attempts, again.attempted_at, again.sending_since) == (1, NOON, None)
    await store.outbox.note_attempt(second.id, 2, after(minutes=1))
    assert (await oldest(store)).sending_since == after(minutes=1)


async def test_what_is_settled_stays_so_and_an_unknown_number_changes_nothing(database_url: str, store: Store) -> None:
    await _owe(store, alert("told"), alert("given up"), alert("owed"))
    told = await oldest(store)
    await store.outbox.mark_delivered(told.id, MESSAGE, NOON)
    await store.outbox.mark_delivered(told.id, 1, after(minutes=1))
    await store.outbox.give_up(told.id, "too late", after(minutes=2))
    await store.outbox.note_attempt(told.id, 1, NOON)
    given_up = await oldest(store)
    await store.outbox.give_up(given_up.id, AWKWARD, NOON)
    await store.outbox.mark_delivered(given_up.id, MESSAGE, NOON)

    first, (message_id, reason, _) = await _settled(database_url)
    assert first == (MESSAGE, None, 0)
    assert message_id is None
    assert reason is not None
    assert "emoji \U0001f3ac" in reason

    owed = await oldest(store)
    await store.outbox.mark_delivered(owed.id + 1, MESSAGE, NOON)
    await store.outbox.give_up(owed.id + 1, "no such alert", NOON, undelivered=True)
    await store.outbox.note_attempt(owed.id + 1, 1, NOON)
    assert await oldest(store) == owed


async def test_an_alert_that_cannot_be_read_is_given_up_and_holds_up_nobody(
    database_url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await _owe(store, alert("odd"), alert("next"))
    await say(database_url, """UPDATE alert SET body = '{"of": "another version"}' WHERE key = 'odd'""")
    assert (await oldest(store)).alert == alert("next")
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [(record.levelno, "odd" in record.getMessage()) for record in ours] == [(logging.ERROR, True)]
    assert await _settled(database_url) == [(None, "unreadable", 0)]


async def test_what_is_withheld_is_stored_and_owed_to_nobody(store: Store) -> None:
    unsent = [Unsent(alert=alert("withheld"), withheld=MUTED), Unsent(alert=alert("owed"), withheld=MUTED)]
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert("owed")], unsent=unsent), NOON)

    assert await _tell_all(store) == ["owed"]
    assert (await store.outbox.delivery_status("withheld")).given_up is None


@ON_BOTH
async def test_more_alerts_than_are_asked_for_at_once_keep_their_order_and_are_stored_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.row_batches.MOST_ROWS", 7)
    keys = [f"{number * 7919 % 97:02}" for number in range(50)]
    await store.outbox.owe([alert(key) for key in keys[:30]], NOON)
    await store.outbox.owe([alert(key) for key in keys[20:]], NOON)
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed(key) for key in keys]), NOON)

    entries = await store.alerts.recent([CHANNEL], 100)

    assert [entry.alert.key for entry in reversed(entries)] == keys
    assert all(closing(entry.alert) for entry in entries)


async def test_what_was_sent_first_is_what_is_shown_whatever_was_amended_meanwhile(store: Store) -> None:
    await _owe(store, alert("amended before"))
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed("amended before")]), NOON)
    before = await oldest(store)
    await store.outbox.note_attempt(before.id, before.version, NOON)
    await store.outbox.mark_delivered(before.id, MESSAGE, NOON)
    assert await store.messages.outdated_channels() == ()

    await _owe(store, alert())
    await store.outbox.note_attempt((await oldest(store)).id, 1, NOON)
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed("first")]), NOON)
    amended = await oldest(store)
    assert (amended.version, closing(amended.alert) is None) == (2, False)
    await store.outbox.note_attempt(amended.id, amended.version, after(seconds=5))
    await store.outbox.mark_delivered(amended.id, MESSAGE, after(seconds=6))

    (outdated,) = await store.messages.outdated(CHANNEL)
    told = replace(amended.alert, told_at=after(seconds=6))
    assert (outdated.id, outdated.version, outdated.alert) == (amended.id, 2, told)


async def test_what_was_synced_is_recalled_by_scope(store: Store) -> None:
    assert await store.synced("guild 1") is None
    await store.note_sync("guild 1", "aaa")
    await store.note_sync("guild 2", "bbb")
    await store.note_sync("guild 1", "ccc")
    assert (await store.synced("guild 1"), await store.synced("guild 2")) == ("ccc", "bbb")


async def test_only_what_nobody_started_to_send_and_says_the_same_still_is_withdrawn(store: Store) -> None:
    await _owe(store, alert("attempted"), alert("unsent"))
    first = await oldest(store)
    await store.outbox.note_attempt(first.id, first.version, NOON)
    assert not await store.outbox.withdraw(first.id, first.version, NOON)
    await store.outbox.mark_delivered(first.id, MESSAGE, NOON)
    owed = await oldest(store)
    assert not await store.outbox.withdraw(owed.id, owed.version + 1, NOON)
    assert await store.outbox.withdraw(owed.id, owed.version, NOON)
    assert not await store.outbox.withdraw(owed.id, owed.version, NOON)
    assert await store.outbox.owed_channels() == ()
    statistics = await store.outbox_statistics(NOON)
    assert statistics.given_up == ()


async def _settled(url: str) -> Sequence[tuple[int | None, str | None, int]]:
    settled = (
        "SELECT message_id, reason, attempts FROM alert WHERE coalesce(told_at, given_up_at) IS NOT NULL ORDER BY id"
    )
    return [(row[0], row[1], row[2]) for row in await ask(url, settled)]


async def test_the_key_of_marks_is_made_once_and_differs_between_databases(
    store: Store, migrated_file: Path, tmp_path: Path
) -> None:
    key = await store.mark_key()
    assert (len(key), await store.mark_key()) == (64, key)
    file = shutil.copy(migrated_file, tmp_path / "other.db")
    other = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    assert await other.mark_key() != key
    await other.close()
