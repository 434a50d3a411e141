"""What becomes of an offer: who takes it, who loses it, and for how long it is kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.alerts.slot_notice import Outcome
from bot.waitlist.reservations import keep, reserved
from bot.waitlist.waiter import Held, Offer, Waiter
from tests.moments import NOON, after
from tests.waitlist.made import offer_of, waiter


def holder(number: int = 1, *, told_at: datetime | None = NOON, **terms: Any) -> Waiter:  # noqa: ANN401 - a field each
    held = terms.pop("held", (Held(account="a", slots=1, free=2),))
    offer = Offer(key=f"k{number}", at=NOON, held=held, told_at=told_at)
    return waiter(number, offer=replace(offer, **terms))


def outcomes(*holders: Waiter, at: datetime = NOON, **free: int) -> list[Outcome | None]:
    return [one.outcome for one in keep(holders, free, at).values()]


TAKEN, LAPSED, GONE = Outcome.TAKEN, Outcome.LAPSED, Outcome.GONE


@pytest.mark.parametrize(
    ("holders", "free", "expected"),
    [
        ([{}, {}], 2, [None, None]),
        ([{}, {}], 5, [None, None]),
        ([{}, {}], 1, [TAKEN, None]),
        ([{}, {}], 0, [TAKEN, TAKEN]),
        ([{"at": after(seconds=1)}, {}], 1, [None, TAKEN]),
        ([{"told_at": None}, {}], 1, [None, TAKEN]),
        ([{"told_at": None}, {}], 0, [GONE, TAKEN]),
    ],
)
def test_what_is_not_free_any_more_was_taken_by_whom_it_was_offered_to_first(
    holders: list[dict[str, Any]], free: int, expected: list[Outcome | None]
) -> None:
    made = [holder(number, **terms) for number, terms in enumerate(holders, start=1)]
    assert outcomes(*made, a=free) == expected


def test_who_said_that_they_take_it_took_what_is_taken() -> None:
    said = replace(holder(2, taken_at=NOON), outcome=TAKEN)
    now = keep([holder(1), said], {"a": 1}, NOON)
    assert [(one.outcome, one.over_at) for one in now.values()] == [(None, None), (TAKEN, NOON)]


def test_slots_are_taken_one_by_one() -> None:
    held = (Held(account="a", slots=2, free=3), Held(account="b", slots=1, free=1))
    now = keep([holder(held=held)], {"a": 2, "b": 1}, NOON)[1]
    assert offer_of(now).held == (Held(account="a", slots=1, free=2), Held(account="b", slots=1, free=1))
    assert now.outcome is None
    now = keep([now], {"a": 5, "b": 0}, NOON)[1]
    assert offer_of(now).held[0] == Held(account="a", slots=1, free=5)
    assert keep([now], {"a": 4, "b": 0}, NOON)[1].outcome is TAKEN


def test_an_account_of_which_nothing_is_known_changes_nothing() -> None:
    one = holder()
    assert keep([one], {}, after(seconds=1)) == {1: one}
    assert keep([one], {"b": 0}, after(seconds=1)) == {1: one}


@pytest.mark.parametrize(
    ("terms", "over_after"),
    [
        ({}, 120),
        ({"told_at": after(seconds=30)}, 150),
        ({"told_at": None}, None),
        ({"taken_at": after(seconds=100)}, 220),
        ({"told_at": None, "unheard": True}, 0),
    ],
)
def test_it_is_kept_for_two_minutes_from_when_it_was_told_or_said_to_be_taken(
    terms: dict[str, Any], over_after: int | None
) -> None:
    one = holder(**terms)
    over = [second for second in range(0, 300, 10) if keep([one], {"a": 2}, after(seconds=second))[1].over_at]
    assert over == ([] if over_after is None else list(range(over_after, 300, 10)))


def test_what_could_not_be_told_is_over_as_unheard() -> None:
    assert outcomes(holder(told_at=None, unheard=True), a=2) == [Outcome.UNHEARD]


def test_who_took_it_keeps_that_as_their_outcome() -> None:
    said = replace(holder(taken_at=NOON), outcome=TAKEN)
    now = keep([said], {"a": 2}, after(minutes=2))[1]
    assert (now.outcome, now.over_at) == (TAKEN, after(minutes=2))


def test_what_is_over_keeps_nothing() -> None:
    assert reserved([holder(1), holder(2), replace(holder(3), over_at=NOON), waiter(4)]) == {"a": 2}


def test_who_holds_no_offer_has_no_place_there() -> None:
    with pytest.raises(ValueError, match="waiter 1 holds no offer"):
        keep([waiter(1)], {}, NOON)
