"""A stream for the log that never keeps the program waiting: a thread writes, and what is dropped is counted.

A write to a pipe blocks once nobody reads it, and the event loop would stand still with it.
"""

import logging
import os
import queue
import threading
from typing import TextIO

LINES_KEPT = 10_000
"""Maximum number of entries that wait to be written; a few megabytes."""

log = logging.getLogger(__name__)


class LogPipe:
    """Takes entries of the log, and writes them in a thread.

    Args:
        stream: Where to; its descriptor is written to, so that no lock of Python's is held while that blocks.
        kept: Maximum number of entries that wait; what comes then is dropped, and the log says how many.
    """

    def __init__(self, stream: TextIO, *, kept: int = LINES_KEPT) -> None:
        self._descriptor = stream.fileno()
        self._waiting = queue.Queue[bytes](maxsize=kept)
        self._dropped = 0
        threading.Thread(target=self._write_on, name="log", daemon=True).start()

    def write(self, text: str) -> int:
        """Take an entry."""
        try:
            self._waiting.put_nowait(text.encode("utf-8", "backslashreplace"))
        except queue.Full:
            self._dropped += 1
        return len(text)

    def flush(self) -> None:
        """Wait for nothing: the thread writes at once."""

    def drain(self, seconds: float) -> None:
        """Wait until all is written, but no longer than this."""
        with self._waiting.all_tasks_done:
            self._waiting.all_tasks_done.wait_for(lambda: not self._waiting.unfinished_tasks, seconds)

    def _write_on(self) -> None:
        while True:
            entry = self._waiting.get()
            while entry:
                try:
                    entry = entry[os.write(self._descriptor, entry) :]
                except OSError:
                    break  # nobody is there to read it any more
            if self._dropped and not self._waiting.full():
                dropped, self._dropped = self._dropped, 0
                log.warning("%d log entries were dropped: nobody read the log in time.", dropped)
            self._waiting.task_done()
