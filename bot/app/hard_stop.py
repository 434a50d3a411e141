"""The end of the program, for certain: a signal that its event loop does not act on in time ends it all the same.

What hangs may be the loop itself, a database's driver in a thread, or a write to a pipe that nobody reads. Nothing is
lost by an end at any instruction, so the program needs no more time than its supervisor gives it.
"""

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

HARD_STOP_AFTER = 4.3
"""Seconds from the first signal; a supervisor expects the end within five."""

_LAST_WORDS = 0.2
_BY_THE_SYSTEM_AFTER = HARD_STOP_AFTER + 2 * _LAST_WORDS

log = logging.getLogger(__name__)


@contextlib.contextmanager
def at_signals(end: Callable[[], object]) -> Iterator[None]:
    """Call a function at SIGTERM and Ctrl-C in the block, and end the process soon after the first all the same.

    Args:
        end: Ends the program in order; called in the main thread between two instructions, once for each signal.
    """
    first = True

    def stop(_number: int, _frame: object) -> None:
        nonlocal first
        if first:
            first = False
            threading.Thread(target=_end_hard, name="hard stop", daemon=True).start()
            if hasattr(signal, "setitimer"):
                # Where not even a thread gets to run, the system's default for this signal ends the process.
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, _BY_THE_SYSTEM_AFTER)
        end()

    before = {name: signal.signal(name, stop) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _end_hard() -> None:
    time.sleep(HARD_STOP_AFTER)
    log.warning("Stopped without waiting any longer: something did not end within %g s.", HARD_STOP_AFTER)
    time.sleep(_LAST_WORDS)
    os._exit(0)
