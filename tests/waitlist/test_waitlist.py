"""The waitlist on a real database: who is told when, who may reply to what, and who is refused."""

import asyncio

import pytest

from bot.alerts.waiter_notice import OfferedSlots, Outcome
from bot.delivery.stored_alerts import GivenUpBecause
from bot.errors import BadInput
from bot.storage.database import Store
from bot.waitlist.waitlist import OfferEnded
from tests.delivery.far_end_log import living
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import after
from tests.rows import each_row
from tests.waitlist.hall import Hall, notice_of
from tests.waitlist.made import LIMIT, waiter


async def test_a_waiter_is_told_after_a_look_that_shows_free_slots(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    (number,) = await hall.ask(waiter(0))
    await hall.look(10, a=0)
    assert f"Waiter {number}: too few slots are free." in caplog.messages
    assert (await hall.offered(), hall.woken) == ([], 0)
    await hall.look(20, a=1)
    assert (await hall.offered(), hall.woken) == ([number], 1)
    assert f"minimax: member 40, number {number}: offer." in caplog.messages
    await hall.look(200, a=1)
    assert await hall.offered() == []


async def test_an_entry_shows_the_position_and_what_the_next_look_would_offer(hall: Hall) -> None:
    await hall.look(0, a=2, b=1)
    first, second = await hall.waitlist.join(waiter(0, slots=2)), await hall.waitlist.join(waiter(0, member=1))
    assert (first.position, first.next_offer) == (1, (OfferedSlots(account="a", slots=2, free=2),))
    assert (second.position, second.next_offer) == (2, (OfferedSlots(account="b", slots=1, free=1),))
    third = await hall.waitlist.join(waiter(0, member=2))
    assert (third.position, third.next_offer) == (3, ())
    hall.clock.at = after(seconds=121)
    assert [place.next_offer for place in await hall.waitlist.entries_of(5, 40)] == [()]
    assert hall.waitlist.total_slots("minimax", None) is None


@each_row(
    ("account", "free", "expected"),
    [
        (None, {"a": 1, "b": 0}, 2 * LIMIT),
        ("a", {"a": 1, "b": 0}, LIMIT),
        (None, {"a": 1, "b": None}, 2 * LIMIT),
        ("c", {"a": 1}, None),
        (None, {}, None),
    ],
)
async def test_the_total_slots_are_known_if_those_of_all_accounts_are(
    hall: Hall, account: str | None, free: dict[str, int | None], expected: int | None
) -> None:
    await hall.look(0, **free)
    assert hall.waitlist.total_slots("minimax", account) == expected


async def test_a_member_waits_for_five_and_never_twice_for_the_same(hall: Hall) -> None:
    numbers = await hall.ask(*(waiter(0, slots=slots) for slots in range(1, 5)))
    again = await hall.waitlist.join(waiter(0, slots=2, channel=8))
    assert (again.already, again.waiter.id, again.waiter.channel) == (True, numbers[1], 7)
    await hall.ask(waiter(0, slots=5))
    with pytest.raises(BadInput, match="You're waiting for 5 already"):
        await hall.ask(waiter(0, slots=6))
    await hall.ask(waiter(0, slots=6, member=1), waiter(0, slots=6, guild=6))
    await hall.waitlist.leave(5, 40, numbers[0])
    await hall.ask(waiter(0, slots=6))
    assert len(await hall.waitlist.entries_of(5, 40)) == 5


async def test_an_open_offer_is_an_entry_and_nobody_is_put_in_line_for_it_again(hall: Hall) -> None:
    (number,) = await hall.ask(waiter(0))
    await hall.look(0, a=2)
    for _ in range(2):
        again = await hall.waitlist.join(waiter(0))
        assert (again.already, again.waiter.id, again.waiter.is_waiting) == (True, number, False)
        back = await hall.waitlist.rejoin(5, 40, number)
        assert (back.already, back.waiter.id, back.waiter.is_waiting) == (True, number, False)
        assert [one.waiter.id for one in await hall.waitlist.entries_of(5, 40)] == [number]
        await hall.offered()
    with pytest.raises(BadInput, match="aren't waiting under number"):
        await hall.waitlist.leave(5, 40, number)
    hall.clock.at = after(minutes=2)
    assert await hall.waitlist.entries_of(5, 40) == ()
    assert not (await hall.waitlist.join(waiter(0))).already


async def test_whose_offer_was_used_up_before_they_heard_of_it_waits_on(hall: Hall) -> None:
    (number,) = await hall.ask(waiter(0))
    await hall.look(0, a=1)
    await hall.look(10, a=0)
    for _ in range(2):
        (listed,) = await hall.waitlist.entries_of(5, 40)
        again = await hall.waitlist.join(waiter(0))
        back = await hall.waitlist.rejoin(5, 40, number)
        assert [(one.waiter.id, one.waiter.is_waiting) for one in (listed, again, back)] == [(number, True)] * 3
        if (owed := await hall.store.outbox.oldest_owed(7)) is not None:
            with pytest.raises(BadInput, match="just being offered"):  # that they wait is what the list shows
                await hall.waitlist.leave(5, 40, number)
            await hall.store.outbox.give_up(owed.id, GivenUpBecause.WITHDRAWN, hall.clock.at)
    await hall.waitlist.leave(5, 40, number)
    assert await hall.waitlist.entries_of(5, 40) == ()


async def test_who_comes_while_somebody_else_is_offered_a_slot_is_behind_that_offer(hall: Hall) -> None:
    await hall.ask(waiter(0, member=1), waiter(0, member=2, account="b"))
    await hall.look(0, a=1, b=0)
    await hall.offered()
    for terms, behind in [
        ({}, True),
        ({"account": "a"}, True),
        ({"account": "b"}, False),
        ({"provider": "kling"}, False),
    ]:
        assert (await hall.waitlist.join(waiter(0, slots=2, **terms))).behind_offer is behind
    assert not (await hall.waitlist.join(waiter(0, slots=2, member=1))).behind_offer
    hall.clock.at = after(minutes=2)
    assert not any(one.behind_offer for one in await hall.waitlist.entries_of(5, 40))


async def test_of_many_asked_at_once_no_more_than_five_are_taken(hall: Hall) -> None:
    asked = [hall.waitlist.join(waiter(0, slots=slots)) for slots in range(1, 9)]
    came = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, BadInput) for one in came) == 3


async def test_members_can_only_leave_what_they_wait_for_themselves(hall: Hall) -> None:
    mine, theirs = await hall.ask(waiter(0), waiter(0, member=1, slots=2))
    for guild, member, number in [(5, 40, theirs), (6, 40, mine), (5, 40, 99)]:
        with pytest.raises(BadInput, match=f"You aren't waiting under number {number}"):
            await hall.waitlist.leave(guild, member, number)
    assert (await hall.waitlist.leave(5, 40, mine)).id == mine
    with pytest.raises(BadInput, match="You aren't waiting"):
        await hall.waitlist.leave(5, 40, mine)
    await hall.look(5, a=1)
    assert (await hall.offered(), [one.waiter.id for one in await hall.waitlist.entries_of(5, 1)]) == ([], [theirs])


async def test_a_declined_offer_is_offered_to_who_waits_for_the_same_while_fresh(hall: Hall) -> None:
    first, _, second, third = await hall.ask(
        waiter(0), waiter(0, member=3, provider="kling"), waiter(0, member=1), waiter(0, member=2)
    )
    await hall.look(0, a=1)
    alert = await hall.hear()
    assert notice_of(alert).waiter == first
    hall.clock.at = after(seconds=100)
    assert (await hall.waitlist.decline_offer(alert.key, 40)).waiter.outcome is Outcome.PASSED
    again = await hall.hear()
    assert notice_of(again).waiter == second
    hall.clock.at = after(seconds=121)
    await hall.waitlist.decline_offer(again.key, 1)
    assert await hall.offered() == []
    await hall.look(130, a=1)
    assert await hall.offered() == [third]


async def test_only_the_member_it_was_made_to_replies_to_an_offer_and_once(hall: Hall) -> None:
    await hall.ask(waiter(0))
    await hall.look(0, a=1)
    key = (await hall.hear()).key
    for settle in (hall.waitlist.accept_offer, hall.waitlist.decline_offer):
        with pytest.raises(BadInput, match="offered to somebody else"):
            await settle(key, 1)
        with pytest.raises(BadInput, match="That offer is forgotten"):
            await settle("another", 40)
    for seconds in (100, 219):  # the time in which they start a job begins once
        hall.clock.at = after(seconds=seconds)
        assert (await hall.waitlist.accept_offer(key, 40)).outcome is Outcome.TAKEN
    with pytest.raises(OfferEnded) as ended:
        await hall.waitlist.decline_offer(key, 40)
    assert ended.value.waiter.outcome is Outcome.TAKEN
    assert hall.woken == 2
    hall.clock.at = after(seconds=220)
    with pytest.raises(OfferEnded) as ended:
        await hall.waitlist.accept_offer(key, 40)
    assert ended.value.waiter.outcome is Outcome.TAKEN


async def test_waiters_whose_time_is_over_are_told_without_a_look(hall: Hall) -> None:
    async with living(hall.waitlist.run()):
        hall.clock.at = after(minutes=3)
        await hall.ask(waiter(0, until=after(minutes=2)), waiter(0, slots=2))
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not hall.woken:  # noqa: ASYNC110 - a database tells nobody that it changed
                await asyncio.sleep(0.01)
    alert = await hall.hear()
    assert notice_of(alert).private
    assert len(await hall.waitlist.entries_of(5, 40)) == 1


async def test_an_offer_is_over_after_two_minutes_while_no_look_comes(hall: Hall) -> None:
    await hall.ask(waiter(0))
    await hall.look(0, a=1)
    alert = await hall.hear()
    hall.clock.at = after(minutes=40)
    for _ in range(2):
        with pytest.raises(OfferEnded) as ended:
            await hall.waitlist.accept_offer(alert.key, 40)
        assert ended.value.waiter.outcome is Outcome.LAPSED
    (message,) = await hall.store.messages.outdated(7)
    assert notice_of(message.alert).outcome is Outcome.LAPSED


async def test_the_message_of_an_offer_says_that_it_is_over_while_no_look_comes(hall: Hall) -> None:
    await hall.ask(waiter(0))
    await hall.look(0, a=1)
    await hall.hear()
    hall.clock.at = after(minutes=2)
    async with living(hall.waitlist.run()), asyncio.timeout(GIVE_UP_AFTER):
        while hall.woken < 2:  # noqa: ASYNC110 - a database tells nobody that it changed
            await asyncio.sleep(0.01)
    (message,) = await hall.store.messages.outdated(7)
    assert notice_of(message.alert).outcome is Outcome.LAPSED


async def test_members_who_wait_are_counted_once_and_only_where_they_compete(hall: Hall) -> None:
    await hall.ask(
        waiter(0), waiter(0, account="a"), waiter(1, account="a"), waiter(2, account="b"), waiter(3, provider="kling")
    )
    assert await hall.waitlist.count_waiting("minimax") == 3
    assert await hall.waitlist.count_waiting("minimax", "b") == 2
    assert await hall.waitlist.count_waiting("pixverse") == 0


async def test_whoever_joins_is_offered_a_slot_or_passes_it_on_is_noted(store: Store) -> None:
    hall = Hall(store)
    await hall.look(0, a=2)
    numbers = await hall.ask(waiter(1), waiter(2, slots=2))
    assert hall.offers(a=2) == 1
    await hall.waitlist.leave(5, 41, numbers[0])
    assert hall.offers(a=2) == 2
    await hall.look(1, a=2)
    key = (await hall.hear()).key
    assert hall.offers(a=2) == 2
    await hall.waitlist.decline_offer(key, 42)
    assert hall.offers(a=2) == 0
    await hall.waitlist.rejoin(5, 41, numbers[0])
    assert hall.offers(a=2) == 1


async def test_a_restart_knows_what_is_promised_once_it_serves_who_waits(store: Store) -> None:
    hall = Hall(store)
    await hall.ask(waiter(1))
    await hall.look(0, a=1)
    again = Hall(store)
    assert again.offers(a=1) == 0
    await again.waitlist.expire()
    assert again.offers(a=1) == 1
