"""Workers that are forks: what they run is reported as if pytest itself had run it, and what they break as well."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.rings import ROOT

SEVERAL = """
import os, pytest

def test_passes(): print("not of interest")
def test_fails(): print("of interest"); assert 1 + 1 == 3
def test_fails_with_a_process(): os.system("echo of a process"); assert False
def test_is_skipped(): pytest.skip("because it rains")
"""
BROKEN = """
import os

def test_breaks(): os.abort()
"""
HELPED = """
import pathlib, time

def test_waits():
    over = time.monotonic() + 60
    while not pathlib.Path("helped").exists() and time.monotonic() < over: time.sleep(0.01)
    assert pathlib.Path("helped").exists()
def test_is_taken_with_it(): pass
def test_of_who_helps(): pathlib.Path("helped").touch()
"""
LONG = """
import pathlib, time, pytest

@pytest.fixture(scope="session")
def server():
    yield
    pathlib.Path("stopped").touch()

def test_takes_long(server):
    pathlib.Path("started").touch()
    time.sleep(600)
"""


def _pytest(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "pytest", "-ptests.forked_workers", f"--rootdir={folder}", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_take_sigint,  # noqa: PLW1509 - no thread of ours holds a lock
    )


def _take_sigint() -> None:
    """Be interrupted by SIGINT, also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_what_workers_run_is_reported_as_if_there_were_none(tmp_path: Path) -> None:
    (tmp_path / "several").mkdir()
    (tmp_path / "several" / "test_several.py").write_text(SEVERAL)
    (tmp_path / "test_broken.py").write_text(BROKEN)
    with _pytest(tmp_path, "-ra", "--workers=2:several", "--workers=1") as process:
        said, _ = process.communicate()
    assert process.returncode == 1
    assert "assert (1 + 1) == 3" in said
    assert "of interest" in said
    assert "of a process" in said
    assert "not of interest" not in said
    assert "because it rains" in said
    assert f"Its worker ended with {-signal.SIGABRT}" in said
    assert "3 failed, 1 passed, 1 skipped" in said


def test_a_worker_that_has_none_left_helps_another(tmp_path: Path) -> None:
    (tmp_path / "test_helped.py").write_text(HELPED)
    with _pytest(tmp_path, "--workers=1:nothing", "--workers=1") as process:
        said, _ = process.communicate()
    assert "3 passed" in said


def test_workers_end_in_order_where_the_run_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / "test_long.py").write_text(LONG)
    with _pytest(tmp_path, "-pno:terminal", "--workers=1") as process:  # to draw where it was takes as long as the rest
        while not (tmp_path / "started").exists() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == 2, said
    assert (tmp_path / "stopped").exists()
