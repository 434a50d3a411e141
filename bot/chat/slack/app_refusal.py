"""Whether Slack accepts the app; while it doesn't, nothing is sent, and alerts stay owed.

After a token was revoked, or while a scope is missing, no message gets through until a person has fixed that. One
message a minute is tried, so that no restart is needed if the same token works again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.chat.slack.api_answers import SlackRefused
from bot.chat.slack.api_errors import app_help
from bot.errors import TryAgain

TRIED_EVERY = 60.0
"""Seconds between two messages that are tried while the app is refused."""

log = logging.getLogger(__name__)


class AppRefusal:
    """Remembers that the app is refused.

    Args:
        monotonic: A monotonic clock, in seconds.
        tried_every: Seconds between two messages that are tried while the app is refused.
    """

    def __init__(self, monotonic: Callable[[], float], *, tried_every: float = TRIED_EVERY) -> None:
        self._monotonic = monotonic
        self._tried_every = tried_every
        self._trouble: str | None = None
        self._next_try = 0.0

    @property
    def trouble(self) -> str | None:
        """Why the app is refused and what helps, as a sentence without a full stop; None while it is accepted."""
        return self._trouble

    def admit(self) -> None:
        """Let a message be tried; raises ``TryAgain`` while the app is refused, except once a minute."""
        if self._trouble is None:
            return
        now = self._monotonic()
        if now < self._next_try:
            raise self._wait(self._trouble, self._next_try - now)
        self._next_try = now + self._tried_every  # the others wait for its outcome

    def note_refused(self, problem: SlackRefused) -> TryAgain:
        """Note that Slack refused the whole app, log that once, and return the error for delivery."""
        if self._trouble is None:
            log.error("Nothing is sent to Slack until this is fixed: %s.", app_help(problem))
        self._trouble = app_help(problem)
        self._next_try = self._monotonic() + self._tried_every
        return self._wait(self._trouble, self._tried_every)

    def note_worked(self) -> None:
        """Note that a message got through."""
        if self._trouble is not None:
            log.info("Slack accepts the app again.")
            self._trouble = None

    @staticmethod
    def _wait(trouble: str, seconds: float) -> TryAgain:
        return TryAgain(f"Slack refuses the app: {trouble}", sent=False, retry_after=timedelta(seconds=seconds))
