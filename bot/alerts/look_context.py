"""One look, before anything is decided."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.promised_slots import NOTHING_PROMISED, PromisedSlots
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Digest
from bot.alerts.alert_composition import FreeSlots
from bot.alerts.forecast import Forecast
from bot.alerts.provider_memory import ProviderMemory
from bot.errors import LookFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class LookContext:
    """One look, before anything is decided.

    Attributes:
        provider: The provider that was looked at.
        at: The time of the look.
        forecast: What is known from the past.
        before: What was remembered before the look.
        after: What is remembered from now on; its alert states are still those of before.
        snapshot: Every account after the look; None if the look failed.
        slots: What it shows of free slots.
        promised: Which of them are offered to people who waited.
        failure: Why the look failed, if it did.
        absence: The digest of a look after an absence: nobody looked for so long that changes may have been missed.
    """

    provider: str
    at: datetime
    forecast: Forecast
    before: ProviderMemory
    after: ProviderMemory
    snapshot: Snapshot | None = None
    slots: FreeSlots | None = None
    promised: PromisedSlots = NOTHING_PROMISED
    failure: LookFailed | None = None
    absence: Digest | None = None
