"""How long a provider is left alone after a look."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import LookFailed, NotConfigured

LONGEST_PAUSE = timedelta(minutes=5)
"""Maximum pause, whatever the back-off or a provider's ``Retry-After`` says."""


NOT_SET_UP_PAUSE = timedelta(minutes=10)
"""Pause of the loop after a provider said that no account is configured: nobody adds one every minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPause:
    """How long to leave a provider alone.

    Attributes:
        loop: Until the next look by the polling loop.
        on_request: Until the next look that a person may ask for.
    """

    loop: timedelta
    on_request: timedelta


def pause_after_look(failure: LookFailed | None, failures: int, every: timedelta) -> PollPause:
    """Return how long to pause after a look.

    The loop's pause doubles with each failure in a row, up to ``LONGEST_PAUSE``; the provider's ``Retry-After`` counts
    where it is longer. A person may ask again after ``every``, but never earlier than ``Retry-After``, nor before the
    loop where only somebody's action can help (401, 402, 596). Where no account is configured nothing is wrong: the
    pause is always ``NOT_SET_UP_PAUSE``.

    Args:
        failure: Why the look failed; None if it did not.
        failures: Number of failed looks in a row, this one included.
        every: The usual pause.
    """
    if failure is None:
        return PollPause(loop=every, on_request=timedelta())
    retry_after = min(failure.retry_after or timedelta(), LONGEST_PAUSE)
    if isinstance(failure, NotConfigured):
        return PollPause(loop=max(every, NOT_SET_UP_PAUSE), on_request=max(every, retry_after))
    ceiling = max(every, LONGEST_PAUSE)
    loop = max(min(every * 2 ** min(failures - 1, 20), ceiling), retry_after)
    return PollPause(loop=loop, on_request=loop if failure.needs_person else max(min(every, loop), retry_after))
