"""Channels that refused a message, and are told again once nothing is missing there any more."""

from collections.abc import Awaitable, Callable, Collection

from bot.subscriptions.watch_registry import WatchRegistry

CHECK_EVERY = 3600.0
"""Seconds between checks of paused channels: sending on trial would count as an invalid request each time."""


async def resume_hourly(
    watches: WatchRegistry,
    missing: Callable[[int], Collection[str]],
    *,
    is_known: Callable[[], bool],
    sleep: Callable[[float], Awaitable[None]],
) -> None:
    """Check every hour which paused channels can be resumed, until cancelled.

    Args:
        watches: Knows which channels are paused.
        missing: Returns what keeps messages from arriving in a channel.
        is_known: Returns whether that is known now; while the platform is away, nothing is resumed.
        sleep: Waits for a number of seconds.
    """
    while True:
        await sleep(CHECK_EVERY)
        if is_known():
            resume_mended(watches, missing)


def resume_mended(watches: WatchRegistry, missing: Callable[[int], Collection[str]]) -> None:
    """Resume every paused channel where nothing is missing any more."""
    for channel in tuple(watches.paused):
        if not missing(channel):
            watches.resume(channel)
