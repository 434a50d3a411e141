"""Whatever happens: no slot is promised to two, nobody is told twice, and equals are served in their order."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.waitlist.offer_replies import cancel, pass_on, take
from bot.waitlist.reservations import reserved
from bot.waitlist.serving import expire, serve
from bot.waitlist.serving_result import ServingResult
from bot.waitlist.waiter import Waiter
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
    """A line that things happen to, a while after each other."""

    def __init__(self, wants: list[dict[str, Any]]) -> None:
        self.line = {number: waiter(number, **terms) for number, terms in enumerate(wants, start=1)}
        self.at = NOON
        self.free: dict[str, int] = {}
        self.offered: Counter[int] = Counter()

    def step(self, does: str, about: Any) -> None:  # noqa: ANN401 - what each step is about
        """Let something happen."""
        self.at += timedelta(seconds=20)
        here = tuple(one for one in self.line.values() if one.over_at is None)
        keys = [one.offer.key for one in here if one.offer is not None]
        match does:
            case "look":
                self.free |= {account: slots for account, slots in about.items() if slots is not None}
                self.looked(here, about)
            case "take" if keys:
                self.keep(take(here, keys[about % len(keys)], self.at))
            case "pass" if keys:
                self.keep(pass_on(here, keys[about % len(keys)], self.at, None))
            case "cancel":
                self.keep(cancel(here, about, self.at))
            case "expire":
                self.keep(expire(here, self.at))
            case "tell":
                self.line |= {one.id: one for one in told(here, self.at)}
            case _:
                pass

    def looked(self, here: tuple[Waiter, ...], about: dict[str, int | None]) -> None:
        """Look, and hold what is offered against who could have been."""
        served = serve(here, look(self.at, **about))
        self.keep(served)
        offered = [one for one in served.changed if one.offer is not None and one.offer.at == self.at]
        for one in offered:
            assert one.offer is not None
            assert sum(held.slots for held in one.offer.held) == one.slots
            assert all(about[held.account] for held in one.offer.held)
            assert {held.account for held in one.offer.held} <= {one.account or held.account for held in one.offer.held}
            before = [other for other in here if other.waits and other.id < one.id and self.line[other.id].waits]
            assert not any(_equals(other, one) for other in before)

    def keep(self, served: ServingResult) -> None:
        """Store what follows."""
        self.line |= {one.id: one for one in served.changed}
        self.offered.update(alert.notice.waiter for alert in served.alerts if alert.members and alert.notice)


def _equals(one: Waiter, other: Waiter) -> bool:
    return (one.account, one.slots, one.hold) == (other.account, other.slots, other.hold)


@given(st.lists(WANTS, max_size=7), st.lists(STEPS, max_size=25))
def test_no_slot_is_promised_to_two_and_nobody_is_told_twice(
    wants: list[dict[str, Any]], steps: list[tuple[str, Any]]
) -> None:
    room = Room(wants)
    for does, about in steps:
        room.step(does, about)
        kept = reserved(room.line.values())
        assert all(kept[account] <= slots for account, slots in room.free.items())
        assert kept.keys() <= room.free.keys()
        assert all(times == 1 for times in room.offered.values())
