"""What alerts need to know of the past; ``history.history_recorder`` knows it."""

from datetime import datetime
from typing import Protocol

from bot.accounts.job import Job, JobKind
from bot.accounts.snapshot import Snapshot
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration


class Forecast(Protocol):
    """What is known of how long jobs last."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:
        """Return whether a job has run for longer than such jobs do."""
        ...

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:
        """Return how long such jobs usually take; None if too little is known."""
        ...

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:
        """Return how soon an account, or a provider, usually has a slot again; None if too little is known."""
        ...


class NoForecast:
    """Knows nothing yet."""

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:  # noqa: ARG002 - nothing is known of any
        """Call no job stuck."""
        return False

    def usual_duration(self, provider: str, kind: JobKind) -> UsualDuration | None:  # noqa: ARG002 - as above
        """Know nothing."""
        return None

    def forecast_slot(self, seen: Snapshot, account: str | None) -> SlotForecast | None:  # noqa: ARG002 - as above
        """Forecast nothing."""
        return None
