"""What changes in alerts of before is written into them, wherever they are told by now."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Cause
from bot.alerts.alert_amendment import Amendment, amend
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.news import Closed, News, Withheld, WithheldBecause
from bot.delivery.stored_alerts import StoredAlert
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import Condition
from tests.moments import NOON, after
from tests.storage.raw import ask, say
from tests.storage.records import (
    CHANNEL,
    MESSAGE,
    MUTED,
    alert,
    by_topic,
    closing,
    evaluation_with,
    freed,
    oldest,
    state,
    tell,
)

CLOSED = freed("first").change
LATER = Closed(at=after(hours=1), lasted=timedelta(hours=1), witnessed=True)


async def _amend(store: Store, *amendments: Amendment) -> None:
    await store.save_evaluation("minimax", evaluation_with(amendments=amendments), NOON)


async def _entry(store: Store, key: str = "first") -> StoredAlert:
    entry = await store.alerts.get(key)
    assert entry is not None
    return entry


async def _versions(url: str) -> list[tuple[str, int, int]]:
    return [(row[0], row[1], row[2]) for row in await ask(url, "SELECT key, version, shown FROM alert ORDER BY id")]


async def test_an_alert_that_is_owed_is_told_as_amended(store: Store) -> None:
    await store.outbox.owe([alert(), alert("second")], NOON)
    await _amend(store, freed("first"))

    owed = await oldest(store)
    assert (owed.alert, owed.version) == (amend(alert(), freed("first")), 2)
    await store.outbox.mark_delivered(owed.id, MESSAGE, NOON)
    assert (await oldest(store)).alert == alert("second")
    assert await store.messages.outdated_channels() == ()


async def test_a_message_that_was_told_is_outdated_then(store: Store) -> None:
    await tell(store, alert(), alert("second"))
    await _amend(store, freed("first"))

    (outdated,) = await store.messages.outdated(CHANNEL)
    amended = replace(amend(alert(), freed("first")), told_at=NOON)
    assert (outdated.alert, outdated.message_id, outdated.version) == (amended, MESSAGE, 2)


async def test_an_alert_without_a_message_has_nothing_to_edit(store: Store) -> None:
    await tell(store, alert(), message_id=None)
    await _amend(store, freed("first"))

    assert await store.messages.outdated_channels() == ()
    assert closing((await _entry(store)).alert) == CLOSED


async def test_what_was_withheld_or_given_up_is_amended_for_those_who_ask(store: Store) -> None:
    await store.save_evaluation(
        "minimax", evaluation_with(unsent=[Unsent(alert=alert("withheld"), withheld=MUTED)]), NOON
    )
    await store.outbox.owe([alert("given up")], NOON)
    await store.outbox.give_up((await oldest(store)).id, "gone", NOON)
    await _amend(store, freed("withheld"), freed("given up"))

    assert [closing((await _entry(store, key)).alert) for key in ("withheld", "given up")] == [CLOSED, CLOSED]
    assert await store.messages.outdated_channels() == ()


async def test_an_alert_that_continues_twice_is_amended_in_the_last(database_url: str, store: Store) -> None:
    await store.outbox.owe([alert("a"), alert("b")], NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)
    await store.outbox.owe([alert("c")], NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)
    await _amend(store, freed("a"))

    assert closing((await oldest(store)).alert) == CLOSED
    assert [version for _, version, _ in await _versions(database_url)] == [1, 1, 1, 1, 2]


async def test_an_amendment_that_finds_nothing_to_change_is_left_out(database_url: str, store: Store) -> None:
    await tell(store, alert())
    found_nowhere = [
        freed("never stored"),
        replace(freed("first"), provider="kling"),
        replace(freed("first"), topic=state("nobody").topic),
    ]
    await store.save_evaluation(
        "minimax", evaluation_with(alert_states=[state()], amendments=[*found_nowhere, freed("never either")]), NOON
    )

    assert await _versions(database_url) == [("first", 1, 1)]
    assert (await store.load_memory("minimax")).alert_states == by_topic(state())


async def test_an_alert_that_continues_in_a_forgotten_one_is_left_as_it_is(database_url: str, store: Store) -> None:
    await tell(store, alert())
    await say(database_url, "UPDATE alert SET continued_in = 'forgotten'")
    await _amend(store, freed("first"))

    assert (await _entry(store)).alert == alert()


async def test_an_alert_that_cannot_be_read_is_left_as_it_is(database_url: str, store: Store) -> None:
    await store.outbox.owe([alert(), alert("second")], NOON)
    await say(database_url, "UPDATE alert SET body = 'odd' WHERE key = 'first'")
    await _amend(store, freed("first"), freed("second"))

    assert await _versions(database_url) == [("first", 1, 0), ("second", 2, 0)]


async def test_amendments_count_in_their_order_and_the_same_ones_again_change_nothing(
    database_url: str, store: Store
) -> None:
    await tell(store, alert())
    amendments = [freed("first"), freed("first", LATER)]
    for _ in range(2):
        await _amend(store, *amendments)

        assert closing((await _entry(store)).alert) == LATER
        assert await _versions(database_url) == [("first", 2, 1)]


async def test_an_alert_may_be_owed_and_amended_at_once(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert()], amendments=[freed("first")]), NOON)

    assert closing((await oldest(store)).alert) == CLOSED


async def test_news_may_take_the_place_of_those_told(store: Store) -> None:
    await tell(store, alert())
    now = News(
        topic=state().topic,
        what=Condition.FREED,
        since=NOON,
        withheld=Withheld(why=WithheldBecause.PAUSED),
        live=True,
    )
    await _amend(store, replace(freed("first"), change=now))

    assert (await _entry(store)).alert.parts[0].news[0] == now
