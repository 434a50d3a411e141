"""Ends the program for certain: if its event loop does not act on a signal in time, the process is ended anyway.

The loop itself may hang, or a database's driver in a thread, or a write to a pipe that nobody reads. Nothing is lost
if the program ends at any instruction, so it needs no more time than its supervisor gives it.
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
"""Seconds from the first signal until the process is ended; a supervisor expects that within five."""

LEFT_AFTER = 60.0
"""Seconds that the process may take to end once the program has ended without a signal."""

_LAST_WORDS = 0.2

log = logging.getLogger(__name__)


@contextlib.contextmanager
def at_signals(end: Callable[[], object], *, hard_stop_after: float = HARD_STOP_AFTER) -> Iterator[None]:
    """Call a function at SIGTERM and Ctrl-C in the block, and end the process soon after the first signal anyway.

    Args:
        end: Ends the program in order; called in the main thread between two instructions, once for each signal.
        hard_stop_after: Seconds from the first signal until the process is ended.
    """
    first = True

    def stop(_number: int, _frame: object) -> None:
        nonlocal first
        if first:
            first = False
            end_after(hard_stop_after, code=0)
            if hasattr(signal, "setitimer"):
                # If not even a thread gets to run, the system's default for this signal ends the process.
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
    """Return the seconds from the first signal until the system ends the process, if no thread has done so before."""
    return hard_stop_after + 3 * _LAST_WORDS


def end_after(seconds: float, *, code: int) -> None:
    """End the process with an exit code after some seconds, if it still runs then."""
    threading.Thread(target=_end_hard, args=(seconds, code), name="hard stop", daemon=True).start()


def leave(code: int) -> NoReturn:
    """End the process at once, once all its output is flushed.

    Otherwise Python would first destroy every object and module, which takes half a second, while the threads of the
    hard stop don't run any more.
    """
    # If the output can't be written, leave it to Python, which says so and exits with 120.
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
