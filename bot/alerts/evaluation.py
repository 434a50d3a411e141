"""What follows from one look, to be stored as a whole or not at all; ``evaluate_look`` finds it."""

from dataclasses import dataclass

from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert
from bot.alerts.alert_state import AlertState
from bot.alerts.amendment import Amendment
from bot.alerts.news import Withheld
from bot.alerts.provider_memory import ProviderMemory


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An alert that was composed and is not told: it is kept so that people can ask why."""

    alert: Alert
    withheld: Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What follows from one look. All of it must be stored, or nothing.

    Attributes:
        remembered: What is known from now on.
        alert_states: The remembered alert states that are new or differ from before.
        ended: The alert states that are remembered no more.
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
