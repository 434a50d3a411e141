"""What follows from one look, to be stored as a whole or not at all; ``evaluate_look`` finds it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.alerts.alert_state import AlertState
from bot.alerts.amendment import Amendment
from bot.alerts.news import Withheld
from bot.alerts.provider_memory import ProviderMemory


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An alert that was composed and withheld; it is stored so that people can ask why."""

    alert: Alert
    withheld: Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What follows from one look. All of it must be stored, or nothing.

    Attributes:
        remembered: What is known from now on.
        alert_states: The remembered alert states that are new or differ from before.
        ended: The alert states that are no longer remembered.
        snapshot: What is true of the accounts; None where the look failed.
        alerts: What is owed, in the order to send.
        unsent: What is not told, and why.
        amendments: What changes in alerts of before, in their order.
    """

    remembered: ProviderMemory
    alert_states: tuple[AlertState, ...] = ()
    ended: tuple[AlertState, ...] = ()
    snapshot: Snapshot | None = None
    alerts: tuple[Alert, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    amendments: tuple[Amendment, ...] = ()


T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""Work in steps of a few milliseconds each, between which other tasks may run; returns its outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEvaluation:
    """A look that is evaluated as far as its snapshot; what follows for each channel takes longer.

    Attributes:
        snapshot: What is true of the accounts; None where the look failed.
        steps: Returns what follows.
    """

    snapshot: Snapshot | None
    steps: Steps[Evaluation]


def run_through(steps: Steps[T]) -> T:
    """Take all steps at once, and return the outcome."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
