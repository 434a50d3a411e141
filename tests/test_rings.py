"""Every test has a ring, and a fast one is kept from what costs time."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests import rings
from tests.conftest import OneThreadLoop
from tests.rings import LONG, RINGS, ROOT, Ring, TooCostlyError, files_of, ring_of
from tests.rows import each_row


def test_every_test_file_is_in_exactly_one_ring() -> None:
    by_ring = {ring: files_of(ring) for ring in Ring}
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    assert sorted(file for each in by_ring.values() for file in each) == files
    assert all(by_ring.values())


def test_every_path_in_the_table_is_there() -> None:
    assert [path for path in (*RINGS, *LONG) if not (ROOT / path).exists()] == []


def test_a_file_that_is_named_itself_is_not_in_its_folders_ring() -> None:
    assert ring_of(ROOT / "tests/app/test_demo.py") is Ring.WHOLE
    assert ring_of(ROOT / "tests/boards/test_board_content.py") is Ring.FAST


def _with_a_socket(act: Callable[[socket.socket], object]) -> None:
    with socket.socket() as one:
        act(one)


COSTLY: dict[str, Callable[[], object]] = {
    "start a process": lambda: subprocess.run([sys.executable, "--version"], check=False),
    "connect a socket": lambda: _with_a_socket(lambda one: one.connect(("127.0.0.1", 9))),
    "listen at a socket": lambda: _with_a_socket(lambda one: one.bind(("127.0.0.1", 0))),
    "resolve a name": lambda: socket.getaddrinfo("localhost", 80),
    "open a database": lambda: sqlite3.connect(":memory:"),
    "write to": lambda: (ROOT / "made-by-a-test").open("w"),
}


@each_row("what", COSTLY)
def test_a_fast_test_is_refused_what_costs_time(what: str) -> None:
    with pytest.raises(TooCostlyError, match=f"A fast test may not {what}"):
        COSTLY[what]()
    (refused,) = rings.guard.refused
    assert refused.startswith(what)
    rings.guard.refused.clear()  # else this test would fail, as one does that swallows a refusal


def test_a_fast_test_may_write_into_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")


def test_a_loop_takes_no_callback_from_another_thread() -> None:
    with closing(OneThreadLoop()) as loop, ThreadPoolExecutor() as elsewhere:
        with pytest.raises(RuntimeError, match="call_soon_threadsafe"):
            elsewhere.submit(loop.call_soon, print).result()
        with pytest.raises(RuntimeError, match="call_soon_threadsafe"):
            elsewhere.submit(loop.call_later, 1, print).result()
