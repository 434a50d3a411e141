"""One program at a time uses a SQLite file; the second is told who the first is."""

from pathlib import Path

import pytest

from bot.errors import BadDatabase
from bot.storage.sqlite_lock import SqliteLock
from tests.moments import NOON

FIRST = "process 17 on here"


def _lock(file: Path, program: str = FIRST, *, wait: float = 0) -> SqliteLock:
    return SqliteLock(file, program=program, at=NOON, wait=wait)


async def test_a_second_program_is_told_who_the_first_is(tmp_path: Path) -> None:
    file = tmp_path / "capacity.db"
    async with _lock(file):
        with pytest.raises(BadDatabase) as refused:
            async with _lock(file, "process 18 on here"):
                pass
    said = str(refused.value)
    assert f"in use by another capacity-bot ({FIRST}, since 2026-05-15 12:00:00 UTC)" in said


async def test_the_next_program_gets_the_lock_once_the_first_has_ended(tmp_path: Path) -> None:
    file = tmp_path / "capacity.db"
    for program in (FIRST, "process 18 on here"):
        async with _lock(file, program):
            assert (tmp_path / "capacity.db.lock").read_text().startswith(program)


async def test_a_link_to_the_file_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "capacity.db").touch()
    (tmp_path / "link.db").symlink_to("data/capacity.db")
    async with _lock(tmp_path / "link.db"):
        with pytest.raises(BadDatabase):
            async with _lock(tmp_path / "data" / "capacity.db"):
                pass


async def test_a_file_with_a_second_name_is_refused_under_both(tmp_path: Path) -> None:
    file, other = tmp_path / "capacity.db", tmp_path / "other.db"
    file.touch()
    other.hardlink_to(file)
    for name in (file, other):
        with pytest.raises(BadDatabase, match="has a second name, a hard link"):
            async with _lock(name):
                pass
    other.unlink()
    async with _lock(file):
        pass


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(BadDatabase, match="there is no place for the database"):
        async with _lock(tmp_path / "taken" / "capacity.db"):
            pass
