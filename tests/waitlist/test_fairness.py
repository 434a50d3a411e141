"""Whatever happens: no slot is offered to two, nobody is told twice, and who came first is offered first."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.waiter_notice import WaiterNotice
from bot.waitlist.offer_answers import accept_offer, decline_offer
from bot.waitlist.offer_order import offer_free_slots, reserved_slots
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist_membership import expire, leave
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.moments import NOON
from tests.waitlist.made import look, told, waiter

ACCOUNTS = ("a", "b")

WANTS = st.fixed_dictionaries(
    {
        "account": st.sampled_from([None, None, "a"]),
        "slots": st.sampled_from([1, 1, 2, 3]),
        "hold": st.sampled_from([timedelta(), timedelta(), timedelta(seconds=45)]),
        "until": st.sampled_from([5, 360]).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    }
)
FREE = st.fixed_dictionaries(dict.fromkeys(ACCOUNTS, st.none() | st.integers(0, 4)))
STEPS = st.one_of(
    st.tuples(st.just("look"), FREE),
    st.tuples(st.just("look"), FREE),
    st.tuples(st.sampled_from(["take", "pass", "cancel"]), st.integers(0, 7)),
    st.tuples(st.just("tell"), st.none()),
    st.tuples(st.just("expire"), st.none()),
)


class Room:
    """A waitlist that things happen to, a while after each other."""

    def __init__(self, wants: list[dict[str, Any]]) -> None:
        self.line = {number: waiter(number, **terms) for number, terms in enumerate(wants, start=1)}
        self.at = NOON
        self.free: dict[str, int] = {}
        self.offered: Counter[int] = Counter()

    def step(self, does: str, about: Any) -> None:  # noqa: ANN401 - what each step is about
        """Apply one event."""
        self.at += timedelta(seconds=20)
        here = tuple(one for one in self.line.values() if one.over_at is None)
        keys = [one.offer.key for one in here if one.offer is not None]
        match does:
            case "look":
                self.free |= {account: slots for account, slots in about.items() if slots is not None}
                self.looked(here, about)
            case "take" if keys:
                self.store(accept_offer(here, keys[about % len(keys)], self.at))
            case "pass" if keys:
                self.store(decline_offer(here, keys[about % len(keys)], self.at, None))
            case "cancel":
                self.store(leave(here, about, self.at))
            case "expire":
                self.store(expire(here, self.at))
            case "tell":
                self.line |= {one.id: one for one in told(here, self.at)}
            case _:
                pass

    def looked(self, here: tuple[Waiter, ...], about: dict[str, int | None]) -> None:
        """Look, and hold what is offered against who could have been."""
        served = offer_free_slots(here, look(self.at, **about))
        self.store(served)
        offered = [one for one in served.changed if one.offer is not None and one.offer.at == self.at]
        for one in offered:
            assert one.offer is not None
            assert sum(held.slots for held in one.offer.slots) == one.slots
            assert all(about[held.account] for held in one.offer.slots)
            assert {held.account for held in one.offer.slots} <= {
                one.account or held.account for held in one.offer.slots
            }
            before = [
                other for other in here if other.is_waiting and other.id < one.id and self.line[other.id].is_waiting
            ]
            assert not any(_equals(other, one) for other in before)

    def store(self, served: WaitlistUpdate) -> None:
        """Store what follows."""
        self.line |= {one.id: one for one in served.changed}
        told = (alert.content for alert in served.alerts if alert.members)
        self.offered.update(notice.waiter for notice in told if isinstance(notice, WaiterNotice))


def _equals(one: Waiter, other: Waiter) -> bool:
    return (one.account, one.slots, one.hold) == (other.account, other.slots, other.hold)


@given(st.lists(WANTS, max_size=7), st.lists(STEPS, max_size=25))
def test_no_slot_is_offered_to_two_and_nobody_is_told_twice(
    wants: list[dict[str, Any]], steps: list[tuple[str, Any]]
) -> None:
    room = Room(wants)
    for does, about in steps:
        room.step(does, about)
        kept = reserved_slots(room.line.values())
        assert all(kept[account] <= slots for account, slots in room.free.items())
        assert kept.keys() <= room.free.keys()
        assert all(times == 1 for times in room.offered.values())
