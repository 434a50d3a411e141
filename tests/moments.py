"""Moments for tests: one to start from, and steps from there."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 5, 15, 12, 0, tzinfo=UTC)


def after(**step: float) -> datetime:
    """Return the moment that lies a step after noon, such as ``after(minutes=3)``."""
    return NOON + timedelta(**step)
