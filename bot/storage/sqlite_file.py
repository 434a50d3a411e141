"""The SQLite file itself: making a place for it, finding out whether it is sound, setting it aside when it is not.

Everything here blocks and is called in a thread. Not here: what is in the file (``migrate``).
"""

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.errors import BadDatabase, StorageUnavailable

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PASSING = frozenset(
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
_BESIDE = ("-wal", "-shm", "-journal", "")

_log = logging.getLogger(__name__)


def make_ready(file: Path, *, patience: float, at: datetime) -> None:
    """See to it that the file can be opened and written; a broken one is set aside, and nothing else is touched.

    Args:
        file: Where the database is, or will be.
        patience: How long to wait for somebody else's lock, in seconds.
        at: The moment that is put into the name of a file that is set aside.

    Raises:
        BadDatabase: When the place can't be written.
        StorageUnavailable: When the file can't be judged now, for instance because it is locked.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        trouble = _find_trouble(file, patience)
        if trouble is not None:
            aside = _set_aside(file, at)
            _log.error(
                "the database %s is broken (%s); it was set aside as %s and a new one is made: accounts are learnt "
                "anew, and the alerts that it still owed are not told",
                file,
                trouble,
                aside,
            )
    except sqlite3.Error as error:
        if _code(error) in _PASSING:
            raise StorageUnavailable(f"the database {file} can't be opened now: {error}") from error
        raise BadDatabase(f"the database {file} can't be opened for reading and writing: {error}") from error
    except OSError as error:
        raise BadDatabase(f"there is no place for the database {file}: {error}") from error


def keep_a_wal(file: Path, *, patience: float) -> None:
    """Switch the file to write-ahead logging, which it remembers: readers and a writer then don't wait for each other.

    While somebody else uses the file, it stays as it is until the next start: no less safe, only slower.

    Raises:
        StorageUnavailable: When the file fails otherwise.
    """
    try:
        with closing(sqlite3.connect(file, timeout=patience)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise StorageUnavailable(f"the database {file} can't be set up now: {error}") from error


def _find_trouble(file: Path, patience: float) -> str | None:
    # SQLite is not asked about a file that isn't its own: it would delete the log beside it.
    if file.is_file() and file.stat().st_size and not _begins_as_sqlite(file):
        return "file is not a database"
    try:
        with closing(sqlite3.connect(file, timeout=patience, isolation_level=None)) as connection:
            verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            if verdict != "ok":
                return verdict
            # A file that can't be written says so only when it is: the same number again, and not kept.
            (number,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA user_version = {number:d}")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if _code(error) in _BROKEN:
            return str(error)
        raise
    except UnicodeDecodeError as error:  # what Python makes of SQLite's message when that quotes broken bytes
        return str(error)
    return None


def _begins_as_sqlite(file: Path) -> bool:
    with file.open("rb") as content:
        return content.read(len(_HEADER)) == _HEADER


def _set_aside(file: Path, at: datetime) -> Path:
    """Rename the file and what SQLite keeps beside it, itself last: a crash in between leaves it to be found again."""
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
    code: int | None = getattr(error, "sqlite_errorcode", None)  # Python's own complaints have none
    return None if code is None else code & 0xFF
