"""Ids as Discord makes them: a moment and a count in one number."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
Clock = Callable[[], datetime]


def moment(snowflake: int) -> datetime:
    """Read the moment out of an id (https://discord.com/developers/docs/reference#snowflakes)."""
    return EPOCH + timedelta(milliseconds=snowflake >> 22)


class Snowflakes:
    """Make ids that rise, even where the clock stands still or goes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Make an id of now."""
        return self._after(self._clock())

    def aged(self, age: timedelta) -> int:
        """Make an id that looks as old as `age`, for guilds and people that were there before."""
        made = int((self._clock() - age - EPOCH) / timedelta(milliseconds=1)) << 22
        self._last += 1
        return made | 1 << 17 | self._last & 0xFFF

    def _after(self, at: datetime) -> int:
        made = int((at - EPOCH) / timedelta(milliseconds=1)) << 22 | 1 << 17
        self._last = max(made, self._last + 1)
        return self._last
