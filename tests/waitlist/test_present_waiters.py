"""Which slots are offered, by the waitlist in memory: what is offered, and what a fresh look is about to offer."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.open_offers import OpenOffers
from bot.alerts.waiter_notice import OfferedSlots, Outcome
from bot.waitlist.offer_order import FRESH_FOR, PresentWaiters
from bot.waitlist.waiter_and_offer import RESERVED_FOR, Offer, Waiter
from tests.moments import NOON
from tests.rows import each_row
from tests.waitlist.made import look, waiter

SECOND = timedelta(seconds=1)


def holder(number: int = 1, **terms: object) -> Waiter:
    """Make somebody who was offered one of two free slots at noon, and told at once."""
    given = {
        "key": f"key-{number}",
        "at": NOON,
        "slots": (OfferedSlots(account="a", slots=1, free=2),),
        "told_at": NOON,
    }
    return waiter(number, offer=Offer(**{**given, **terms}))  # type: ignore[arg-type]  # tests name the fields


def offers(*waiters: Waiter, at: datetime = NOON, **free: int | None) -> OpenOffers:
    """Note waiters, and ask what is offered of a look at noon."""
    present = PresentWaiters(now=lambda: at)
    present.note(waiters)
    return present.offers(look(**free))


@each_row(
    ("one", "at", "slots"),
    [
        (holder(), NOON, 1),
        (holder(), NOON + RESERVED_FOR - SECOND, 1),
        (holder(), NOON + RESERVED_FOR, 0),
        (holder(told_at=None), NOON + RESERVED_FOR, 0),
        (holder(told_at=NOON + SECOND), NOON + RESERVED_FOR, 1),
        (replace(holder(taken_at=NOON + SECOND), outcome=Outcome.TAKEN), NOON + RESERVED_FOR, 1),
        (holder(undelivered=True), NOON, 0),
        (replace(holder(), over_at=NOON, outcome=Outcome.PASSED), NOON, 0),
    ],
    ids=["offered", "almost over", "over", "never told", "told later", "accepted", "undelivered", "passed on"],
)
def test_a_slot_is_on_offer_as_long_as_its_offer_holds(one: Waiter, at: datetime, slots: int) -> None:
    old = look(NOON - FRESH_FOR - SECOND, a=2)  # nothing is offered of it any more
    present = PresentWaiters(now=lambda: at)
    present.note([one])
    assert present.offers(old).slots == slots


def test_what_a_fresh_look_is_about_to_offer_is_offered_already() -> None:
    assert offers(waiter(1), waiter(2), a=3).slots == 2
    assert offers(waiter(1), waiter(2), at=NOON + FRESH_FOR + SECOND, a=3).slots == 0


def test_a_slot_in_use_is_offered_no_more() -> None:
    assert offers(holder(), a=1).slots == 0
    assert offers(holder(), waiter(2), a=2).people == 2


def test_who_waits_for_another_provider_is_offered_nothing_of_this_one() -> None:
    assert offers(waiter(1, provider="kling"), a=3).slots == 0


def test_what_one_provider_decides_leaves_the_others_as_they_were() -> None:
    present = PresentWaiters(now=lambda: NOON)
    present.note([waiter(1), waiter(2, provider="kling")])
    present.note([waiter(2, provider="kling")], [waiter(2, provider="kling", over_at=NOON)], provider="kling")
    assert present.offers(look(a=3)).slots == 1
    assert present.offers(replace(look(a=3), provider="kling")).slots == 0
