"""Alerts are owed in order until they are told or given up."""

import json
import logging
from collections.abc import Sequence

import pytest
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.alerts.alert import Alert
from bot.capacity.remembered import Remembered
from bot.state.records import Owed
from bot.state.store import Store
from tests.moments import NOON, after
from tests.state.records import AWKWARD, CHANNEL, OTHER_CHANNEL, alert

MESSAGE = 2**63 - 1


async def _owe(store: Store, *alerts: Alert) -> None:
    await store.remember("minimax", Remembered(), alerts, NOON)


async def _oldest(store: Store, channel: int = CHANNEL) -> Owed:
    owed = await store.owed(channel)
    assert owed is not None
    return owed


async def _tell_all(store: Store, channel: int = CHANNEL) -> list[str]:
    told = []
    while (owed := await store.owed(channel)) is not None:
        told.append(owed.alert.key)
        await store.strike_off(owed.id, MESSAGE, NOON)
    return told


async def test_nobody_is_owed_anything_at_first(store: Store) -> None:
    assert await store.owed(CHANNEL) is None
    assert await store.owing_channels() == ()


async def test_the_alerts_of_a_channel_are_owed_in_the_order_in_which_they_were_remembered(store: Store) -> None:
    await _owe(store, alert("c"), alert("other", OTHER_CHANNEL), alert("a"))
    await _owe(store, alert("b"))
    assert await _tell_all(store) == ["c", "a", "b"]
    assert await _tell_all(store, OTHER_CHANNEL) == ["other"]


async def test_channels_are_named_by_what_they_are_owed_longest(store: Store) -> None:
    await _owe(store, alert("first", CHANNEL), alert("second", OTHER_CHANNEL), alert("third", CHANNEL))
    assert await store.owing_channels() == (CHANNEL, OTHER_CHANNEL)
    await store.strike_off((await _oldest(store)).id, MESSAGE, NOON)
    assert await store.owing_channels() == (OTHER_CHANNEL, CHANNEL)
    await store.give_up((await _oldest(store)).id, "gone", NOON)
    assert await store.owing_channels() == (OTHER_CHANNEL,)


async def test_the_same_alert_is_stored_once_even_after_it_was_told(store: Store) -> None:
    await _owe(store, alert("same"), alert("same"))
    await _owe(store, alert("same"), alert("new"))
    assert await _tell_all(store) == ["same", "new"]
    await _owe(store, alert("same"))
    assert await store.owed(CHANNEL) is None


async def test_attempts_are_counted_from_the_moment_of_the_first_and_leave_the_alert_owed(store: Store) -> None:
    await _owe(store, alert("one"), alert("two"))
    first = await _oldest(store)
    assert (first.attempts, first.sending_since) == (0, None)
    await store.attempted(first.id, NOON)
    await store.attempted(first.id, after(minutes=1))
    again = await _oldest(store)
    assert (again.id, again.attempts, again.sending_since) == (first.id, 2, NOON)
    await store.strike_off(first.id, MESSAGE, NOON)
    second = await _oldest(store)
    assert (second.attempts, second.sending_since) == (0, None)


async def test_striking_off_twice_keeps_the_first(database_url: str, store: Store) -> None:
    await _owe(store, alert())
    owed = await _oldest(store)
    await store.strike_off(owed.id, MESSAGE, NOON)
    await store.strike_off(owed.id, 1, after(minutes=1))
    await store.give_up(owed.id, "too late", after(minutes=2))
    await store.attempted(owed.id, NOON)
    assert await _settled(database_url) == [(MESSAGE, None, 0)]


async def test_a_given_up_alert_keeps_its_reason_and_is_not_told_later(database_url: str, store: Store) -> None:
    await _owe(store, alert())
    owed = await _oldest(store)
    await store.give_up(owed.id, AWKWARD, NOON)
    await store.strike_off(owed.id, MESSAGE, NOON)
    assert await store.owed(CHANNEL) is None
    ((message_id, reason, _),) = await _settled(database_url)
    assert message_id is None
    assert reason is not None
    assert "emoji \U0001f3ac" in reason


async def test_settling_an_unknown_alert_changes_nothing(store: Store) -> None:
    await _owe(store, alert())
    owed = await _oldest(store)
    await store.strike_off(owed.id + 1, MESSAGE, NOON)
    await store.give_up(owed.id + 1, "no such alert", NOON)
    await store.attempted(owed.id + 1, NOON)
    assert await _oldest(store) == owed


async def test_only_alerts_that_were_settled_before_are_forgotten(store: Store) -> None:
    await _owe(store, *(alert(key) for key in ("told", "given up", "told now", "given up now", "owed")))
    for at in (after(microseconds=-1), NOON):
        await store.strike_off((await _oldest(store)).id, MESSAGE, at)
        await store.give_up((await _oldest(store)).id, "gone", at)
    assert await store.forget_told(NOON) == 2
    assert await store.forget_told(NOON) == 0
    assert await store.forget_told(after(microseconds=1)) == 2
    assert await _tell_all(store) == ["owed"]


async def test_the_number_of_a_forgotten_alert_is_never_given_again(store: Store) -> None:
    await _owe(store, alert("old"))
    old = await _oldest(store)
    await store.strike_off(old.id, MESSAGE, NOON)
    await store.forget_told(after(days=1))
    await _owe(store, alert("new"))
    assert (await _oldest(store)).id > old.id


async def test_an_alert_that_cannot_be_read_is_given_up_and_holds_up_nobody(
    database_url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await _owe(store, alert("odd"), alert("next"))
    await _rewrite(database_url, "odd", json.dumps({"of": "another version"}))
    assert (await _oldest(store)).alert == alert("next")
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert [(record.levelno, "odd" in record.getMessage()) for record in ours] == [(logging.ERROR, True)]
    assert await _settled(database_url) == [(None, "this version of the bot can't read it", 0)]


async def test_what_was_synced_is_recalled_by_scope(store: Store) -> None:
    assert await store.synced("guild 1") is None
    await store.note_sync("guild 1", "aaa")
    await store.note_sync("guild 2", "bbb")
    await store.note_sync("guild 1", "ccc")
    assert (await store.synced("guild 1"), await store.synced("guild 2")) == ("ccc", "bbb")


async def _settled(url: str) -> Sequence[tuple[int | None, str | None, int]]:
    engine = create_async_engine(url, poolclass=NullPool)
    settled = text(
        "SELECT message_id, reason, attempts FROM alert "
        "WHERE told_at IS NOT NULL OR given_up_at IS NOT NULL ORDER BY id"
    )
    async with engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in await connection.execute(settled)]


async def _rewrite(url: str, key: str, body: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alert SET body = :body WHERE key = :key"), {"key": key, "body": body})


async def test_several_are_folded_into_one_and_what_was_attempted_is_not_among_the_unsent(store: Store) -> None:
    await store.owe([alert("a"), alert("b"), alert("c")], NOON)
    channel = alert("a").channel
    first = await store.owed(channel)
    assert first is not None
    await store.attempted(first.id, NOON)

    unsent = await store.unsent(channel)
    assert [owed.alert for owed in unsent] == [alert("b"), alert("c")]
    await store.fold([owed.id for owed in unsent], alert("folded"), after(minutes=31))

    assert [owed.alert for owed in await store.unsent(channel)] == [alert("folded")]
    assert (await store.fate(alert("b").key)).given_up == f"folded into {alert('folded').key}"
    state = await store.outbox_state(NOON)
    assert (state.owed, state.given_up) == (2, 0)
