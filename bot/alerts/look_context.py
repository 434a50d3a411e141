"""One look, before anything is decided: what was known before it and after it, and what is known from the past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.accounts.job import Job, JobKind
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Digest, Part
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.errors import LookFailed
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration


class Forecast(Protocol):
    """What is known of how long jobs last."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:
        """Return whether a job has run for longer than such jobs do."""

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:
        """Return how long such jobs usually take; None if too little is known."""

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:
        """Return how soon an account, or a provider, usually has a slot again; None if too little is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookContext:
    """One look, before anything is decided.

    Attributes:
        provider: The provider that was looked at.
        at: The time of the look.
        thresholds: The numbers that hold for all watches.
        forecast: What is known from the past.
        before: What was remembered before the look.
        after: What is remembered from now on; its alert states are still those of before.
        snapshot: Every account after the look; None if the look failed.
        slots: What an alert says of the provider's slots; None if the look failed.
        offers: Which of them are offered to people who waited.
        failure: Why the look failed, if it did.
        absence: The digest of a look after an absence: nobody looked for so long that changes may have been missed.
    """

    provider: str
    at: datetime
    thresholds: AlertThresholds
    forecast: Forecast
    before: ProviderMemory
    after: ProviderMemory
    snapshot: Snapshot | None = None
    slots: Part | None = None
    offers: OpenOffers = NO_OFFERS
    failure: LookFailed | None = None
    absence: Digest | None = None

    @property
    def away_since(self) -> datetime | None:
        """When the last look before an absence was; None if this look does not follow one."""
        return None if self.absence is None else self.absence.since
