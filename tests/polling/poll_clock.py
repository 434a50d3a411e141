"""A clock for tests of polling."""

from datetime import datetime

from tests.moments import NOON


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        """Return the current time."""
        return self.at
