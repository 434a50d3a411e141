"""What the processes of a test run share: started by the first that needs it, stopped by the last that leaves."""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

_ENOUGH = 2**30


def memory() -> Path | None:
    """Name a place in memory, where a database is made in half the time; None where there is little of it."""
    place = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name that nobody can guess
    return place if place.is_dir() and shutil.disk_usage(place).free > _ENOUGH else None


@contextlib.contextmanager
def shared(link: Path, start: Callable[[], Path], stop: Callable[[Path], None]) -> Iterator[Path]:
    """Start something, or join it where another process of this run has started it.

    Args:
        link: Where the processes of a run find its folder.
        start: Starts it, and returns its folder.
        stop: Stops what is in that folder.
    """
    lock = link.with_name(f"{link.name}-lock")
    with link.with_name(f"{link.name}-users").open("w") as users:
        with locked(lock):
            if not link.exists():
                link.symlink_to(start())
            fcntl.flock(users, fcntl.LOCK_SH)
        folder = link.readlink()
        yield folder
        with locked(lock):
            fcntl.flock(users, fcntl.LOCK_UN)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                link.unlink()
                stop(folder)


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait until no other process of this run is in here."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
