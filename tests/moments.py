"""Moments for tests: one to start from, and steps from there."""

from datetime import UTC, datetime, timedelta

from bot.delivery.stored_alerts import Uptime

NOON = datetime(2026, 5, 15, 12, 0, tzinfo=UTC)

UP = Uptime(boot="here", seconds=9000)
"""How long the machine has been up, where time stands still."""


def after(**step: float) -> datetime:
    """Return the moment that lies a step after noon, such as ``after(minutes=3)``."""
    return NOON + timedelta(**step)
