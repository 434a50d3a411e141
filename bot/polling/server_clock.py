"""How far a server's clock is from ours, for its answers: by a clock an hour behind, every job would seem stuck."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ProviderAnswer

TOLERATED = timedelta(minutes=2)
"""Maximum offset that is ignored: an answer is dated to the second and takes seconds to come."""

DRIFTS = timedelta(minutes=1)
"""Smaller changes of the offset are ignored: jobs told apart by their start alone must keep it from look to look."""

log = logging.getLogger(__name__)


class ServerClock:
    """The clock of the server that answers for one provider.

    Args:
        provider: The provider's name, for the log.
        now: Our clock.

    Attributes:
        behind: How far it is behind ours; below zero if it is ahead.
    """

    def __init__(self, provider: str, now: Callable[[], datetime]) -> None:
        self._provider = provider
        self._now = now
        self.behind = timedelta()

    def in_our_time(self, answer: ProviderAnswer) -> ProviderAnswer:
        """Return an answer with the starts of its jobs by our clock; unchanged if the server doesn't say its time."""
        if answer.dated is not None:
            self._compare(self._now() - answer.dated)
        return answer.with_starts_moved(self.behind) if self.behind else answer

    def _compare(self, behind: timedelta) -> None:
        # Some answers take seconds longer: without a margin on the way back, a clock at the limit flips at each look.
        if abs(behind) <= (TOLERATED - DRIFTS if self.behind else TOLERATED):
            if self.behind:
                log.info("%s: the clocks of this machine and of useapi.net agree again.", self._provider)
            self.behind = timedelta()
        elif abs(behind - self.behind) > DRIFTS:
            off = f"{_length(abs(behind))} {'behind' if behind > timedelta() else 'ahead of'}"
            log.warning(
                "%s: useapi.net's clock is %s this machine's, so one of them is wrong; jobs are timed by this one.",
                self._provider,
                off,
            )
            self.behind = behind


def _length(span: timedelta) -> str:
    """Return a length in the largest unit of which it has at least two."""
    for unit, word in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if span >= 2 * unit:
            return f"{span // unit} {word}"
    return f"{span // timedelta(minutes=1)} min"
