"""How offers end, and how long their slots stay reserved."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.alerts.waiter_notice import OfferedSlots, Outcome
from bot.waitlist.offer_order import reserved_slots, settle_offers
from bot.waitlist.waiter_and_offer import Offer, Waiter
from tests.moments import NOON, after
from tests.rows import each_row
from tests.waitlist.made import offer_of, waiter


def holder(number: int = 1, *, told_at: datetime | None = NOON, **terms: Any) -> Waiter:  # noqa: ANN401 - a field each
    held = terms.pop("held", (OfferedSlots(account="a", slots=1, free=2),))
    offer = Offer(key=f"k{number}", at=NOON, slots=held, told_at=told_at)
    return waiter(number, offer=replace(offer, **terms))


def outcomes(*holders: Waiter, at: datetime = NOON, **free: int) -> list[Outcome | None]:
    return [one.outcome for one in settle_offers(holders, free, at).values()]


TAKEN, USED, LAPSED = Outcome.TAKEN, Outcome.USED, Outcome.LAPSED


@each_row(
    ("holders", "free", "expected"),
    [
        ([{}, {}], 2, [None, None]),
        ([{}, {}], 5, [None, None]),
        ([{}, {}], 1, [USED, None]),
        ([{}, {}], 0, [USED, USED]),
        ([{"at": after(seconds=1)}, {}], 1, [None, USED]),
        ([{"told_at": None}, {}], 1, [None, USED]),
        ([{"told_at": None}, {}], 0, [None, USED]),
    ],
)
def test_slots_in_use_count_as_taken_by_the_oldest_offer(
    holders: list[dict[str, Any]], free: int, expected: list[Outcome | None]
) -> None:
    made = [holder(number, **terms) for number, terms in enumerate(holders, start=1)]
    assert outcomes(*made, a=free) == expected


def test_slots_in_use_count_as_taken_by_who_accepted_them() -> None:
    said = replace(holder(2, taken_at=NOON), outcome=TAKEN)
    now = settle_offers([holder(1), said], {"a": 1}, NOON)
    assert [(one.outcome, one.over_at) for one in now.values()] == [(None, None), (TAKEN, NOON)]


def test_an_offer_of_several_slots_ends_when_all_are_in_use() -> None:
    held = (OfferedSlots(account="a", slots=2, free=3), OfferedSlots(account="b", slots=1, free=1))
    now = settle_offers([holder(held=held)], {"a": 2, "b": 1}, NOON)[1]
    assert offer_of(now).slots == (
        OfferedSlots(account="a", slots=1, free=2),
        OfferedSlots(account="b", slots=1, free=1),
    )
    assert now.outcome is None
    now = settle_offers([now], {"a": 5, "b": 0}, NOON)[1]
    assert offer_of(now).slots[0] == OfferedSlots(account="a", slots=1, free=5)
    assert settle_offers([now], {"a": 4, "b": 0}, NOON)[1].outcome is USED


def test_an_account_in_an_unknown_state_changes_no_offer() -> None:
    one = holder()
    assert settle_offers([one], {}, after(seconds=1)) == {1: one}
    assert settle_offers([one], {"b": 0}, after(seconds=1)) == {1: one}


@each_row(
    ("terms", "over_after"),
    [
        ({}, 120),
        ({"told_at": after(seconds=30)}, 150),
        ({"told_at": None}, None),
        ({"taken_at": after(seconds=100)}, 220),
        ({"told_at": None, "undelivered": True}, 0),
    ],
)
def test_slots_stay_reserved_for_two_minutes_after_delivery_or_acceptance(
    terms: dict[str, Any], over_after: int | None
) -> None:
    one = holder(**terms)
    over = [second for second in range(0, 300, 10) if settle_offers([one], {"a": 2}, after(seconds=second))[1].over_at]
    assert over == ([] if over_after is None else list(range(over_after, 300, 10)))


def test_slots_offered_before_the_clock_was_set_back_are_not_reserved_for_long() -> None:
    assert outcomes(holder(), at=after(seconds=-5), a=2) == [None]
    assert outcomes(holder(), at=after(hours=-1), a=2) == [Outcome.LAPSED]


def test_an_offer_that_can_not_be_delivered_ends_as_undelivered() -> None:
    assert outcomes(holder(told_at=None, undelivered=True), a=2) == [Outcome.UNDELIVERED]


def test_an_accepted_offer_stays_taken_when_its_time_is_over() -> None:
    said = replace(holder(taken_at=NOON), outcome=TAKEN)
    now = settle_offers([said], {"a": 2}, after(minutes=2))[1]
    assert (now.outcome, now.over_at) == (TAKEN, after(minutes=2))


def test_an_offer_that_ended_reserves_nothing() -> None:
    assert reserved_slots([holder(1), holder(2), replace(holder(3), over_at=NOON), waiter(4)]) == {"a": 2}


def test_a_waiter_without_an_offer_is_not_settled() -> None:
    assert settle_offers([waiter(1)], {}, NOON) == {}
