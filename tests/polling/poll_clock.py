"""A clock for tests of polling."""

from datetime import datetime, timedelta

from tests.moments import NOON


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON
        self._set_back = 0.0

    def __call__(self) -> datetime:
        """Return the current time."""
        return self.at

    def monotonic(self) -> float:
        """Return the seconds that went by; those that the clock was set back go by again."""
        return self.at.timestamp() + self._set_back

    def set_back(self, seconds: float) -> None:
        """Set the clock back."""
        self.at -= timedelta(seconds=seconds)
        self._set_back += seconds
