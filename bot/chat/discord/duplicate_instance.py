"""Notices another program with the same token by the answers that it gives before this one."""

import logging
from collections.abc import Callable
from datetime import timedelta

REMEMBERED_FOR = timedelta(hours=1).total_seconds()
HAND_OVER = timedelta(minutes=1).total_seconds()
"""Longer than a program that takes the lead and the one before it both answer."""

TWO_PROGRAMS = (
    "Another program answers with this DISCORD_TOKEN as well, and may tell each alert a second time. Stop one, or give "
    "it a token of its own; two that are to take turns need PostgreSQL."
)

log = logging.getLogger(__name__)


class DuplicateInstance:
    """Remembers when another program was the first to answer.

    Args:
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._first: float | None = None
        self._last: float | None = None
        self._logged: float | None = None

    def note_answer(self) -> None:
        """Note that it has answered; logged once per hour."""
        at = self._monotonic()
        if not self._is_recent(self._last):
            self._first = at
        if not self._is_recent(self._logged):
            self._logged = at
            log.warning("Another program has answered with this DISCORD_TOKEN before this one.")
        self._last = at

    def is_there(self) -> bool:
        """Return whether it has answered within the hour, and for longer than a hand-over takes."""
        first, last = self._first, self._last
        return first is not None and last is not None and self._is_recent(last) and last - first >= HAND_OVER

    def _is_recent(self, moment: float | None) -> bool:
        return moment is not None and self._monotonic() - moment < REMEMBERED_FOR
