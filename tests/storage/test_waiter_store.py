"""Those who wait, in the database: decided, stored and owed in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import News
from bot.alerts.waiter_notice import Outcome, WaiterNotice
from bot.errors import BadInput
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from bot.waitlist.offer_answers import decline_offer
from bot.waitlist.offer_order import offer_free_slots
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist_membership import expire, leave
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.moments import NOON, after
from tests.storage.raw import say
from tests.storage.records import AWKWARD, evaluation_with, tell
from tests.waitlist.made import look, offer_of, offers_in, seconds, waiter

FILLED = waiter(
    guild=2**62, channel=2**62 + 1, member=2**62 + 2, account=AWKWARD, slots=2, hold=seconds(60), enough_since=NOON
)


def anybody(_: Sequence[Waiter]) -> None:
    """Admit everybody."""


async def add(store: Store, *waiters: Waiter) -> list[Waiter]:
    return [replace(one, id=await store.waiters.add_waiter(one, anybody)) for one in waiters]


async def serve_at(
    store: Store, minutes: float = 0, provider: str | None = "minimax", **free: int | None
) -> WaitlistUpdate:
    at = after(minutes=minutes)
    return await store.waiters.decide(lambda line: offer_free_slots(line, look(at, **free)), at, provider=provider)


async def test_waiters_come_back_in_their_order(store: Store) -> None:
    added = await add(store, FILLED, waiter(provider="kling"), waiter(outcome=Outcome.TAKEN))

    stored = await store.waiters.waiters()

    assert stored == tuple(added)
    assert [one.id for one in stored] == sorted(one.id for one in stored)


async def test_an_update_is_stored_with_the_alerts_it_owes(store: Store) -> None:
    first, second = await add(store, waiter(), waiter())
    served = await serve_at(store, a=1)

    assert offers_in(served) == {first.id: [("a", 1)]}
    owed = await store.outbox.oldest_owed(first.channel)
    assert owed is not None
    assert owed.alert == served.alerts[0]
    assert owed.owed_at == NOON
    assert await store.waiters.waiters() == (served.changed[0], replace(second, enough_since=NOON))


async def test_an_offer_was_told_when_its_alert_was(store: Store) -> None:
    (first,) = await add(store, waiter())
    key = offer_of((await serve_at(store, a=1)).changed[0]).key
    owed = await store.outbox.oldest_owed(first.channel)
    assert owed is not None
    await store.outbox.mark_delivered(owed.id, 3, after(seconds=7))

    held = await store.waiters.find_by_offer(key)
    assert held is not None
    assert (offer_of(held).told_at, offer_of(held).undelivered) == (after(seconds=7), False)
    assert (await serve_at(store, 2, a=1)).closed == {}
    assert (await serve_at(store, 2.2, a=1)).closed == {key: Outcome.LAPSED}
    assert await store.waiters.waiters() == ()


async def test_an_offer_whose_alert_was_given_up_or_deleted_is_undelivered(store: Store) -> None:
    first, second = await add(store, waiter(), waiter(channel=8))
    await serve_at(store, a=2)
    owed = await store.outbox.oldest_owed(first.channel)
    assert owed is not None
    await store.outbox.give_up(owed.id, "403", after(minutes=1))
    assert [offer_of(one).undelivered for one in await store.waiters.waiters()] == [True, False]
    owed = await store.outbox.oldest_owed(second.channel)
    assert owed is not None
    await store.outbox.mark_delivered(owed.id, 3, NOON)
    await store.delete_old_alerts(after(days=9))
    assert [offer_of(one).undelivered for one in await store.waiters.waiters()] == [True, True]
    assert set((await serve_at(store, 3, a=2)).closed.values()) == {Outcome.UNDELIVERED}


async def test_a_message_shows_the_outcome_of_its_offer(store: Store) -> None:
    (first,) = await add(store, waiter())
    alert = (await serve_at(store, a=1)).alerts[0]
    await tell(store, alert)
    await store.waiters.decide(lambda line: decline_offer(line, alert.key, after(seconds=9), None), after(seconds=9))

    (outdated,) = await store.messages.outdated(first.channel)
    assert isinstance(alert.content, WaiterNotice)
    passed = replace(alert.content, outcome=Outcome.PASSED)
    assert outdated.alert == replace(alert, content=passed, told_at=NOON)


async def test_a_decision_sees_the_waiters_of_its_provider_or_all(store: Store) -> None:
    added = await add(store, waiter(), waiter(provider="kling"))
    seen: list[int] = []

    def note(line: Sequence[Waiter]) -> WaitlistUpdate:
        seen.extend(one.id for one in line)
        return WaitlistUpdate()

    await store.waiters.decide(note, NOON, provider="kling")
    await store.waiters.decide(note, NOON)
    assert seen == [added[1].id, added[0].id, added[1].id]


async def test_a_waiter_who_is_not_admitted_is_not_stored(store: Store) -> None:
    (first,) = await add(store, waiter())

    def refuse(others: Sequence[Waiter]) -> None:
        raise BadInput(f"{len(others)} wait")

    with pytest.raises(BadInput, match="1 wait"):
        await store.waiters.add_waiter(waiter(), refuse)
    assert [one.id for one in await store.waiters.waiters()] == [first.id]


async def test_a_row_that_this_version_can_not_read_is_left_alone(database_url: str, store: Store) -> None:
    first, second = await add(store, waiter(), waiter())
    await say(database_url, "UPDATE waiter SET body = '{}' WHERE id = :first", values={"first": first.id})
    assert await store.waiters.waiters() == (second,)
    assert offers_in(await serve_at(store, a=1)) == {second.id: [("a", 1)]}


async def test_waiting_times_are_of_waiters_who_got_an_offer(store: Store) -> None:
    await add(store, waiter(), waiter(asked_at=after(minutes=-5)), waiter(slots=9), waiter(provider="kling"))
    await serve_at(store, 1, a=2)
    waited = await store.waiters.waited("minimax", NOON, after(minutes=2))
    assert waited == (timedelta(minutes=1), timedelta(minutes=6))
    assert await store.waiters.waited("minimax", NOON, after(minutes=1)) == ()
    assert await store.waiters.waited("minimax", after(seconds=61), after(hours=1)) == ()


async def test_only_waiters_off_the_waitlist_are_forgotten(store: Store) -> None:
    old = [await add(store, waiter(asked_at=after(days=-9), until=after(days=days))) for days in (-8, 8)]
    gone, new = await add(store, waiter(asked_at=after(days=-9)), waiter())
    await store.waiters.decide(lambda line: leave(line, gone.id, NOON), NOON)
    await store.waiters.decide(lambda line: expire([one for one in line if one.id == old[0][0].id], NOON), NOON)
    await store.waiters.delete_old_waiters(NOON)
    assert await store.waiters.waiters() == (*old[1], new)
    assert len(await store.waiters.waiters()) == 2


async def test_an_alert_that_nothing_is_free_says_how_many_people_wait(store: Store) -> None:
    await add(store, *(waiter(member=member) for member in (1, 1, 2)), waiter(member=3, provider="kling"))
    await add(store, waiter(member=4, outcome=Outcome.CANCELLED, over_at=NOON))
    full = News(topic=SLOTS, what=Condition.NOTHING_FREE, since=NOON)
    told = [
        Alert(key=key, channel=1, at=NOON, content=Changes(parts=(Part(provider="minimax", at=NOON, news=(news,)),)))
        for key, news in (("full", full), ("room", replace(full, what=Condition.HAS_ROOM)))
    ]
    await store.save_evaluation("minimax", evaluation_with(alerts=told), NOON)

    found = [await store.alerts.get(one.key) for one in told]
    assert [news.details.waiting for one in found if one for part in one.alert.parts for news in part.news] == [2, 0]
