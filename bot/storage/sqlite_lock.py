"""The lock beside a SQLite file: one program at a time uses the database.

Two on one file would each send every alert. The lock is the operating system's, on a file of its own: it ends when the
program ends, in whatever way. It is not on the database itself, since closing a second descriptor drops SQLite's locks
(https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
"""

import asyncio
import contextlib
import errno
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from typing_extensions import override

from bot.errors import BadDatabase
from bot.storage.leader_lock import LeaderLock
from bot.storage.sqlite_file import LOCK_SUFFIX, no_place

if sys.platform != "win32":
    import fcntl

WAIT_SECONDS = 6.0
"""How long to wait for another program's lock: a program that was told to end takes five seconds at most."""

_TRY_EVERY = 0.1
_LONGEST_NOTE = 300
_UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})

log = logging.getLogger(__name__)


class SqliteLock(LeaderLock):
    """Keeps other programs from a SQLite file while the context is entered.

    Args:
        file: The database.
        program: How a second program names this one: its process and its host.
        at: When this program started.
        wait: Seconds to wait for another program to end.
    """

    def __init__(self, file: Path, *, program: str, at: datetime, wait: float = WAIT_SECONDS) -> None:
        self._file = file
        # Beside the file itself, even if the path is a link to it.
        self._lock = Path(f"{file.resolve()}{LOCK_SUFFIX}")
        self._note = f"{program}, since {at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        self._wait = wait
        self._descriptor: int | None = None

    @override
    async def __aenter__(self) -> Self:
        """Take the lock.

        Raises:
            BadDatabase: Another program, named in the text, has it, or may have it under another name of the file.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._wait
        while not self._take():
            if clock() >= deadline:
                raise BadDatabase(
                    f"the database {self._file} is in use by {self._holder()}. One program at a time uses a SQLite "
                    "file: stop that one, or name another file in DATABASE_URL. Two on PostgreSQL take turns."
                )
            await asyncio.sleep(_TRY_EVERY)
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        """Release the lock; the file stays, since another program may be waiting for it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self) -> bool:
        """Try to take the lock; return whether this program has it now."""
        if sys.platform == "win32":  # no flock there; nobody runs two by accident beside a window that shows one
            return True
        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True)
            names = self._file.stat().st_nlink if self._file.exists() else 1
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise no_place(self._file, error) from error
        if names > 1:  # SQLite itself would write a log of its own beside each
            os.close(descriptor)
            raise BadDatabase(
                f"the database {self._file} has a second name, a hard link, under which another program could use it. "
                "Remove that one, or copy the file."
            )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                os.close(descriptor)
                raise BadDatabase(f"the lock {self._lock} can't be taken: {error}") from error
            log.warning("%s is on a file system without locks: run one program on it only.", self._lock)
        with contextlib.suppress(OSError):  # on a full disk the note is not written, but the lock still holds
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, self._note.encode(), 0)
        self._descriptor = descriptor
        return True

    def _holder(self) -> str:
        try:
            note = self._lock.read_bytes()[:_LONGEST_NOTE].decode(errors="replace")
        except OSError:
            note = ""
        return f"another capacity-bot ({note})" if note else "another capacity-bot"
