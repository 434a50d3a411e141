"""What follows for those who wait, to be stored as a whole or not at all; who finds it is ``serve`` and ``answer``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.alerts.alert import Alert
from bot.alerts.slot_notice import Outcome
from bot.waitlist.waiter import Waiter


class ServingReason(StrEnum):
    """Why somebody who waits is or is not told."""

    OFFERED = "there is room"
    TOO_FEW = "too few slots are free"
    TOO_SHORT = "they have not been free for long enough"
    RESERVED = "what is free is offered to others"
    EXPIRED = "the time is over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingResult:
    """What follows. All of it must be stored, or nothing.

    Attributes:
        changed: Those who wait or hold an offer, as they are from now on, where that differs from before.
        alerts: What is owed.
        closed: What became of offers, by the keys of their alerts, whose messages say so from now on.
        reasons: Why each of those in line is or is not told, by their numbers.
    """

    changed: tuple[Waiter, ...] = ()
    alerts: tuple[Alert, ...] = ()
    closed: Mapping[str, Outcome] = field(default_factory=dict)
    reasons: Mapping[int, ServingReason] = field(default_factory=dict)


def served(
    was: Mapping[int, Waiter],
    now: Mapping[int, Waiter],
    alerts: tuple[Alert, ...],
    reasons: Mapping[int, ServingReason],
) -> ServingResult:
    """Gather what differs between those who waited before and now, by their numbers."""
    changed = tuple(waiter for number, waiter in now.items() if waiter != was[number])
    return ServingResult(
        changed=changed,
        alerts=alerts,
        closed={
            waiter.offer.key: waiter.outcome
            for waiter in changed
            if waiter.offer is not None and waiter.outcome is not None and was[waiter.id].outcome is None
        },
        reasons=reasons,
    )
