"""Channels that refused a message: they get alerts again once the bot lacks nothing there."""

from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias

from bot.subscriptions.watch_registry import WatchRegistry

CHECK_EVERY = 3600.0
"""Seconds between checks of paused channels: to try by sending would count as an invalid request each time."""

Missing: TypeAlias = Callable[[int], Collection[str] | None]
"""Returns what keeps messages from arriving in a channel; None if not known now."""


def paused_because(reason: str, lacks: Collection[str], *, then: str = "No alerts go there") -> str:
    """Return the sentence about a paused channel, without the reason if it is known what the channel ``lacks``."""
    told = f"{then} until this is fixed"
    return f"{told}." if lacks else f"{told}: {reason}"


async def resume_hourly(watches: WatchRegistry, missing: Missing, *, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Check every hour which paused channels can be resumed, until cancelled.

    Args:
        watches: Knows which channels are paused.
        missing: Returns what keeps messages from arriving in a channel; if that is None, the channel stays paused.
        sleep: Waits for a number of seconds.
    """
    while True:
        await sleep(CHECK_EVERY)
        resume_mended(watches, missing)


def resume_mended(watches: WatchRegistry, missing: Missing) -> None:
    """Resume every paused channel where nothing is missing any more."""
    for channel in tuple(watches.paused):
        lacks = missing(channel)
        if lacks is not None and not lacks:
            watches.resume(channel)
