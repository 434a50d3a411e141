"""A drill sent down the real way, from the database to the far end, and how long that took.

Not what a drill says (``chat.embeds``), nor who asks for one (``chat.discord``).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.alerts.alert import Alert
from bot.delivery.drill_alert import drill_alert
from bot.errors import StorageUnavailable
from bot.subscriptions.watch import Watch

PATIENCE = timedelta(seconds=10)
"""Somebody waits for the result; a drill that takes longer arrives unobserved."""

BETWEEN_LOOKS = 0.1
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillOutcome:
    """What became of a drill: still on its way, unless one of these is set.

    Attributes:
        told_after: How long it took from being owed to being told.
        given_up: Why it will never be told.
    """

    told_after: timedelta | None = None
    given_up: str | None = None


class Fate(Protocol):
    """What the database knows of an alert's delivery."""

    @property
    def told_at(self) -> datetime | None:
        """When it was told."""
        ...

    @property
    def given_up(self) -> str | None:
        """Why it will never be told."""
        ...


class DrillLedger(Protocol):
    """What a drill asks of the database; everything raises ``StorageUnavailable``."""

    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Store alerts as owed."""
        ...

    async def fate(self, key: str) -> Fate:
        """Tell what became of an alert."""
        ...


class DrillRunner:
    """Tries a watch.

    Args:
        ledger: Where owed alerts are stored.
        wake: Tells the outbox that something is owed.
        now: The clock.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        ledger: DrillLedger,
        wake: Callable[[], None],
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._ledger = ledger
        self._wake = wake
        self._now = now
        self._sleep = sleep

    async def __call__(self, watch: Watch) -> DrillOutcome:
        """Owe a drill to a watch's channel and see for ``PATIENCE`` what becomes of it.

        Raises:
            StorageUnavailable: It could not be stored, so it will not be sent either.
        """
        began = self._now()
        alert = drill_alert(watch, began)
        await self._ledger.owe((alert,), began)
        self._wake()
        while self._now() - began < PATIENCE:
            outcome = await self._look(alert, began)
            if outcome is not None:
                return outcome
            await self._sleep(BETWEEN_LOOKS)
        return DrillOutcome()

    async def _look(self, alert: Alert, began: datetime) -> DrillOutcome | None:
        try:
            fate = await self._ledger.fate(alert.key)
        except StorageUnavailable:
            return None  # it is owed all the same
        if fate.told_at is not None:
            return DrillOutcome(told_after=fate.told_at - began)
        return None if fate.given_up is None else DrillOutcome(given_up=fate.given_up)
