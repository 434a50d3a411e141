"""The end of the program, for certain: a signal that its event loop does not act on in time ends it all the same.

What hangs may be the loop itself, a database's driver in a thread, or a write to a pipe that nobody reads. Nothing is
lost by an end at any instruction, so the program needs no more time than its supervisor gives it.
"""

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import NoReturn

HARD_STOP_AFTER = 4.3
"""Seconds from the first signal; a supervisor expects the end within five."""

LEFT_AFTER = 60.0
"""Seconds from the end of what the program does to the end of its process, where no signal asked for it."""

_LAST_WORDS = 0.2

log = logging.getLogger(__name__)


@contextlib.contextmanager
def at_signals(end: Callable[[], object], *, hard_stop_after: float = HARD_STOP_AFTER) -> Iterator[None]:
    """Call a function at SIGTERM and Ctrl-C in the block, and end the process soon after the first all the same.

    Args:
        end: Ends the program in order; called in the main thread between two instructions, once for each signal.
        hard_stop_after: Seconds from the first signal until it is not waited for any longer.
    """
    first = True

    def stop(_number: int, _frame: object) -> None:
        nonlocal first
        if first:
            first = False
            end_after(hard_stop_after, code=0)
            if hasattr(signal, "setitimer"):
                # Where not even a thread gets to run, the system's default for this signal ends the process.
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, by_the_system_after(hard_stop_after))
        end()

    before = {name: signal.signal(name, stop) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def by_the_system_after(hard_stop_after: float) -> float:
    """Return the seconds from the first signal until the system ends the process; a busy thread had time before."""
    return hard_stop_after + 3 * _LAST_WORDS


def end_after(seconds: float, *, code: int) -> None:
    """End the process with this exit code after so many seconds, if it still runs then."""
    threading.Thread(target=_end_hard, args=(seconds, code), name="hard stop", daemon=True).start()


def leave(code: int) -> NoReturn:
    """End the process at once, with all that it wrote.

    Python would take every object and module apart first: half a second of work, in which the threads that end what
    hangs don't run any more.
    """
    # Python itself says what can't be written, and exits with 120.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    sys.exit(code)


def _end_hard(seconds: float, code: int) -> None:
    time.sleep(seconds)
    log.warning("Stopped without waiting any longer: something did not end within %g s.", seconds)
    time.sleep(_LAST_WORDS)
    os._exit(code)
