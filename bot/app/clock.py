"""The only clocks of the program; everything else is handed them."""

import asyncio
import logging
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.delivery.stored_alerts import Uptime

NEVER_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
"""A moment before this program was written: a clock that says less was not set since the machine started."""

LOOK_EVERY = 1.0
"""Seconds between two looks at a clock that was not set."""

log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


async def until_set(
    clock: Callable[[], datetime] = now, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Wait until the clock was set: on a machine without a battery it starts in 1970, until it hears the time.

    Until then no certificate is valid, so nothing can be done anyway, and what was stored would seem decades old.
    """
    if clock() < NEVER_BEFORE:
        log.warning("The start waits for this machine's clock to be set: it says %s.", f"{clock():%Y-%m-%d %H:%M}")
    while clock() < NEVER_BEFORE:
        await sleep(LOOK_EVERY)


def uptime() -> Uptime:
    """Return for how long this machine has been up, the time included in which it or this program was suspended."""
    if sys.platform == "linux":
        return Uptime(boot=_boot(), seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    return Uptime(boot=None, seconds=time.monotonic())


@cache
def _boot() -> str | None:
    """Return which start of which machine this is; None if the system does not say.

    A container has its machine's (https://man7.org/linux/man-pages/man4/random.4.html), but may have a time of its own
    (https://man7.org/linux/man-pages/man7/time_namespaces.7.html).
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        own_time = Path("/proc/self/ns/time")
        return f"{boot} {own_time.readlink()}" if os.path.lexists(own_time) else boot
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the engine is handed as time.

    Attributes:
        now: Returns the present moment, aware and in UTC; may be set back.
        monotonic: Returns seconds that never go back.
        uptime: Returns for how long the machine has been up.
    """

    now: Callable[[], datetime] = now
    monotonic: Callable[[], float] = time.monotonic
    uptime: Callable[[], Uptime] = uptime


SYSTEM_CLOCK = Clock()
