"""Nothing is known of how long jobs last."""

from datetime import datetime

from bot.accounts.job import Job, JobKind
from bot.accounts.snapshot import Snapshot
from bot.history.slot_forecast import SlotForecast
from bot.history.stuck_jobs import UsualDuration


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
