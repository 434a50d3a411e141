"""A broken file is set aside and never overwritten; one that is merely locked or not ours is left where it is."""

import asyncio
import itertools
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.alerts.alert_state import ProviderMemory
from bot.errors import BadDatabase, StorageUnavailable
from bot.storage.open_database import open_store
from bot.storage.sqlite_file import enable_wal, make_ready
from tests.moments import NOON
from tests.rows import each_row
from tests.storage.disks import full_disk
from tests.storage.records import FULL, alert, evaluation_with

ASIDE = "capacity.db.broken-20260515T120000Z"
NOBODY = 65534


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file that is not there yet."""
    return tmp_path / "capacity.db"


@pytest.fixture(scope="session")
def sound(migrated_file: Path) -> bytes:
    """Make a sound database of several pages, and give its content."""

    async def fill(file: Path) -> None:
        store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
        alerts = [alert(f"{number}") for number in range(20)]
        await store.save_evaluation("minimax", evaluation_with(FULL, alerts=alerts), NOON)
        await store.close()

    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(migrated_file, folder))
        asyncio.run(fill(file))
        assert _names_in(file.parent) == [file.name]
        return file.read_bytes()


def _open(file: Path) -> ProviderMemory:
    """Open a database as the bot does, and recall what it holds."""

    async def recall() -> ProviderMemory:
        store = await open_store(f"sqlite+aiosqlite:///{file}?timeout=0.01", now=lambda: NOON)
        remembered = await store.load_memory("minimax")
        await store.close()
        return remembered

    return asyncio.run(recall())


def _make_ready(file: Path) -> None:
    """Check a file as opening does first; making tables in a new one takes a hundred times as long."""
    make_ready(file, timeout=0.01, at=NOON)


def _names_in(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir())


def _a_page_of_noise(sound: bytes) -> bytes:
    return sound[:4096] + bytes(range(256)) * 16 + sound[8192:]


BREAKING: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: b"no database at all",
    "a single byte": lambda _: b"?",
    "noise": lambda _: b"\xff" * 5000,
    "no header": lambda sound: bytes(100) + sound[100:],
    "a header that makes no sense": lambda sound: sound[:16] + b"\x00\x03" + sound[18:],
    "cut in half": lambda sound: sound[: len(sound) // 2],
    "cut in the first page": lambda sound: sound[:1000],
    "a page of noise": lambda sound: sound[:4096] + bytes(range(256)) * 16 + sound[8192:],
    "a schema that is no text": lambda sound: sound.replace(
        b"CREATE TABLE provider", b"CREATE \xff\xfe\xfd\xfc\xfb provider"
    ),
}


def _journal_mode(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


@each_row("how", BREAKING)
def test_a_broken_file_is_set_aside(how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, sound: bytes) -> None:
    file = tmp_path / how / "capacity.db"
    file.parent.mkdir()
    caplog.clear()
    content = BREAKING[how](sound)
    file.write_bytes(content)
    _make_ready(file)
    aside = file.with_name(ASIDE)
    assert aside.read_bytes() == content
    (line,) = (record for record in caplog.records if record.name.startswith("bot."))
    assert line.levelno == logging.ERROR
    for word in (str(file), str(aside), "watches, boards, names", "until a backup is restored"):
        assert word in line.getMessage()
    assert _names_in(file.parent) == [ASIDE]


def test_a_new_file_is_made_in_place_of_a_broken_one(file: Path, sound: bytes) -> None:
    file.write_bytes(BREAKING["a page of noise"](sound))
    assert _open(file) == ProviderMemory()
    assert _open(file) == ProviderMemory()
    assert _names_in(file.parent) == ["capacity.db", ASIDE]


def test_what_lies_beside_a_broken_file_goes_with_it(file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    with closing(sqlite3.connect(file)) as somebody:
        with somebody:
            somebody.execute("UPDATE command_sync SET digest = 'committed, in the log'")
        left_by_a_crash = {suffix: file.with_name(file.name + suffix).read_bytes() for suffix in ("-wal", "-shm")}
    left_by_a_crash |= {"": b"no database at all", "-journal": b"a journal"}
    for suffix, content in left_by_a_crash.items():
        file.with_name(file.name + suffix).write_bytes(content)
    _make_ready(file)
    aside = {suffix: file.with_name(ASIDE + suffix).read_bytes() for suffix in left_by_a_crash}
    assert aside == left_by_a_crash
    assert _names_in(file.parent) == sorted(ASIDE + suffix for suffix in left_by_a_crash)


def test_what_was_set_aside_before_is_not_overwritten(file: Path) -> None:
    beside_nothing = file.with_name(f"{ASIDE}-2-wal")
    beside_nothing.write_bytes(b"of a file that is gone")
    for content in (b"the first", b"the second", b"the third"):
        file.write_bytes(content)
        _make_ready(file)
    aside = {path.name: path.read_bytes() for path in file.parent.iterdir() if path != file}
    assert aside == {
        ASIDE: b"the first",
        f"{ASIDE}-2-wal": b"of a file that is gone",
        f"{ASIDE}-3": b"the second",
        f"{ASIDE}-4": b"the third",
    }


@each_row(("lock", "mode"), itertools.product(("EXCLUSIVE", "IMMEDIATE"), ("delete", "wal")))
def test_a_locked_file_is_not_a_broken_one(lock: str, mode: str, file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute(f"PRAGMA journal_mode = {mode}")
        somebody.execute(f"BEGIN {lock}")
        with pytest.raises(StorageUnavailable, match="locked"):
            _open(file)
    assert (_open(file)).roster
    assert _names_in(file.parent) == ["capacity.db"]


def test_a_full_disk_does_not_make_a_file_a_broken_one(file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    with full_disk(), pytest.raises(StorageUnavailable, match="can't be opened now"):
        _open(file)
    assert _open(file).roster
    assert _names_in(file.parent) == ["capacity.db"]


def test_a_file_that_somebody_reads_gets_its_log_at_the_next_start(file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    with closing(sqlite3.connect(file, isolation_level=None)) as somebody:
        somebody.execute("PRAGMA journal_mode = delete")
        somebody.execute("BEGIN")
        somebody.execute("SELECT * FROM alert").fetchone()
        enable_wal(file, timeout=0.01)
        assert _journal_mode(file) == "delete"
    _open(file)
    assert _journal_mode(file) == "wal"


def test_an_empty_file_is_a_new_one(file: Path) -> None:
    file.touch()
    _make_ready(file)
    assert _names_in(file.parent) == ["capacity.db"]


def test_a_place_that_can_hold_no_file_is_refused_in_words(file: Path) -> None:
    with pytest.raises(BadDatabase, match="can't be opened for reading and writing: unable to open"):
        _open(file.parent)
    file.write_text("not a directory")
    with pytest.raises(BadDatabase, match="there is no place for the database"):
        _open(file / "capacity.db")


@pytest.fixture
def public_directory() -> Iterator[Path]:
    """Make a directory that other users can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="public-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def _without_privileges() -> Iterator[None]:
    """Be a user whom permissions bind: root may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_file_or_directory_that_cannot_be_written_is_refused_and_left_alone(
    mode: str, public_directory: Path, sound: bytes
) -> None:
    file = public_directory / "capacity.db"
    file.write_bytes(sound)
    with closing(sqlite3.connect(file)) as somebody:
        somebody.execute(f"PRAGMA journal_mode = {mode}")
    before = file.read_bytes()
    file.chmod(0o444)
    public_directory.chmod(0o555)
    with _without_privileges():
        for place in (file, public_directory / "new.db", public_directory / "new" / "capacity.db"):
            with pytest.raises(BadDatabase, match=f"{place} can't be opened for reading and writing: "):
                _open(place)
    public_directory.chmod(0o755)
    assert file.read_bytes() == before
    assert _names_in(public_directory) == ["capacity.db"]


def test_a_broken_file_that_cannot_be_set_aside_is_refused_and_left_alone(public_directory: Path) -> None:
    file = public_directory / "capacity.db"
    file.write_bytes(b"no database at all")
    file.chmod(0o666)
    public_directory.chmod(0o555)
    with _without_privileges(), pytest.raises(BadDatabase, match="Permission denied") as refused:
        _open(file)
    assert str(refused.value).endswith("Give it, its folder and capacity.db.lock to the user that the bot runs as.")
    public_directory.chmod(0o755)
    assert file.read_bytes() == b"no database at all"


def test_missing_directories_are_made_for_a_file_that_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "place" / "of its own" / "100% capacity.db"

    async def write() -> dict[str, int]:
        store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
        await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
        found = {entry.name: entry.stat().st_mode & 0o777 for entry in file.parent.iterdir()}
        await store.close()
        return found

    before = os.umask(0o022)
    try:
        modes = asyncio.run(write())
    finally:
        os.umask(before)
    assert modes == dict.fromkeys((file.name, f"{file.name}-wal", f"{file.name}-shm"), 0o600)


def test_the_mode_that_somebody_chose_for_the_file_stays(file: Path, sound: bytes) -> None:
    file.write_bytes(sound)
    file.chmod(0o640)
    _open(file)
    assert file.stat().st_mode & 0o777 == 0o640


async def test_a_file_deleted_moved_or_replaced_while_open_takes_nothing_more(file: Path, sound: bytes) -> None:
    await asyncio.to_thread(file.write_bytes, sound)
    store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    elsewhere = file.with_name("elsewhere.db")
    await asyncio.to_thread(file.rename, elsewhere)
    with pytest.raises(StorageUnavailable, match="was deleted, moved or replaced"):
        await store.outbox.owe([alert("moved")], NOON)
    await asyncio.to_thread(file.touch)
    with pytest.raises(StorageUnavailable, match="was deleted, moved or replaced"):
        await store.outbox_statistics(NOON)
    await asyncio.to_thread(elsewhere.rename, file)
    await store.outbox.owe([alert("back")], NOON)
    assert await store.outbox.owed_channels()
    await store.close()
