"""The program's only clocks; all other code gets them as arguments."""

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
"""A moment before this program was written: an earlier clock was not set since the machine started."""

LOOK_EVERY = 1.0
"""Seconds between two checks of a clock that was not set."""

log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


async def until_set(
    clock: Callable[[], datetime] = now, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Wait until the clock is set: on a machine without a battery it starts in 1970, until the network sets it.

    Until then no certificate is valid, so nothing can be done anyway, and what is stored would soon seem decades old.
    """
    if clock() < NEVER_BEFORE:
        log.warning("The start waits for this machine's clock to be set: it says %s.", f"{clock():%Y-%m-%d %H:%M}")
    while clock() < NEVER_BEFORE:
        await sleep(LOOK_EVERY)


def uptime() -> Uptime:
    """Return how long this machine has been up, including time in which it or this program was suspended."""
    if sys.platform == "linux":
        return Uptime(boot=_boot(), seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    return Uptime(boot=None, seconds=time.monotonic())


@cache
def _boot() -> str | None:
    """Return an id of the machine's present start; None if the system does not say.

    A container has its machine's id (https://man7.org/linux/man-pages/man4/random.4.html), but may count time in a
    namespace of its own (https://man7.org/linux/man-pages/man7/time_namespaces.7.html).
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        own_time = Path("/proc/self/ns/time")
        return f"{boot} {own_time.readlink()}" if os.path.lexists(own_time) else boot
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clocks that the engine gets.

    Attributes:
        now: Returns the present moment, aware and in UTC; may be set back.
        monotonic: Returns seconds that never go back.
        uptime: Returns how long the machine has been up.
    """

    now: Callable[[], datetime] = now
    monotonic: Callable[[], float] = time.monotonic
    uptime: Callable[[], Uptime] = uptime


SYSTEM_CLOCK = Clock()
