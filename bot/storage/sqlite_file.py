"""Makes the folder of the SQLite file, checks whether the file is sound, and sets it aside if it is not.

Also notices if the file is deleted, moved or replaced while open. Everything else here blocks: call it in a thread.
"""

import logging
import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from bot.errors import BadDatabase, StorageUnavailable

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_TEMPORARY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_NOMEM,
    }
)
_HEADER = b"SQLite format 3\0"
LOCK_SUFFIX = ".lock"
_BESIDE = ("-wal", "-shm", "-journal", "")

_log = logging.getLogger(__name__)


def make_ready(file: Path, *, timeout: float, at: datetime) -> None:
    """Make sure that the file can be opened and written; a broken one is set aside.

    Args:
        file: Where the database is, or will be.
        timeout: Seconds to wait for somebody else's lock.
        at: The moment in the name of a file that is set aside.

    Raises:
        BadDatabase: The file or its folder can't be written.
        StorageUnavailable: The file can't be checked now, for instance because it is locked.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # It holds account names, so only its owner may read it; SQLite gives its -wal and -shm the same mode.
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        trouble = _find_trouble(file, timeout)
        if trouble is not None:
            aside = _set_aside(file, at)
            _log.error(
                "the database %s is broken (%s); it was set aside as %s and a new one is made: watches, boards, "
                "names, history and waiting alerts are gone until a backup is restored",
                file,
                trouble,
                aside,
            )
    except sqlite3.Error as error:
        if _code(error) in _TEMPORARY:
            raise StorageUnavailable(f"the database {file} can't be opened now: {error}") from error
        raise BadDatabase(f"the database {file} can't be opened for reading and writing: {error}") from error
    except OSError as error:
        raise no_place(file, error) from error


def no_place(file: Path, error: OSError) -> BadDatabase:
    """Return the error for a file, lock or folder that can't be made or opened."""
    if isinstance(error, PermissionError):
        return BadDatabase(
            f"the database {file} can't be opened for reading and writing: {error}. Give it, its folder and "
            f"{file.name}{LOCK_SUFFIX} to the user that the bot runs as."
        )
    return BadDatabase(f"there is no place for the database {file}: {error}")


def file_identity(file: str) -> tuple[int, int] | None:
    """Return what identifies the file at a path; None if there is none."""
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_another_file(file: str, opened: tuple[int, int] | None) -> None:
    """Raise ``OSError`` unless the file that was opened is still there.

    SQLite goes on writing to a file that was deleted or moved, and all of that would be lost at the next start.
    """
    if file_identity(file) != opened:
        raise OSError(f"{file} was deleted, moved or replaced: put it back, or restart the bot to use what is there")


def enable_wal(file: Path, *, timeout: float) -> None:
    """Switch the file to write-ahead logging for good: readers and a writer then don't wait for each other.

    While another program uses the file, it stays as it is until the next start: just as safe, only slower.

    Raises:
        StorageUnavailable: The file fails otherwise.
    """
    try:
        with closing(sqlite3.connect(file, timeout=timeout)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise StorageUnavailable(f"the database {file} can't be set up now: {error}") from error


def _find_trouble(file: Path, timeout: float) -> str | None:
    # Don't let SQLite open a file that isn't its own: it would delete the log beside it.
    if file.is_file() and file.stat().st_size and not _begins_as_sqlite(file):
        return "file is not a database"
    try:
        with closing(sqlite3.connect(file, timeout=timeout, isolation_level=None)) as connection:
            verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            if verdict != "ok":
                return verdict
            # A read-only file fails only on a write: write the number that is stored already, and roll back.
            (number,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA user_version = {number:d}")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if _code(error) in _BROKEN:
            return str(error)
        raise
    except UnicodeDecodeError as error:  # SQLite's message quotes broken bytes
        return str(error)
    return None


def _begins_as_sqlite(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(len(_HEADER)) == _HEADER


def _set_aside(file: Path, at: datetime) -> Path:
    """Rename the files beside it, then the file: after a crash in between, the next start still finds it broken."""
    stem = file.with_name(f"{file.name}.broken-{at:%Y%m%dT%H%M%SZ}")
    aside, count = stem, 1
    while any(aside.with_name(aside.name + suffix).exists() for suffix in _BESIDE):
        count += 1
        aside = stem.with_name(f"{stem.name}-{count}")
    for suffix in _BESIDE:
        part = file.with_name(file.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


def _code(error: sqlite3.Error) -> int | None:
    """Return the primary result code (https://www.sqlite.org/rescode.html): the lowest byte."""
    code: int | None = getattr(error, "sqlite_errorcode", None)  # Python's own errors have none
    return None if code is None else code & 0xFF
