"""How a process ends: with all that it wrote, its exit code, and where no thread gets to run."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app.hard_stop import HARD_STOP_AFTER, by_the_system_after
from tests.fakes.feed import GIVE_UP_AFTER
from tests.rings import ROOT

BUSY = """
import ctypes, os, signal
from bot.app.hard_stop import at_signals

with at_signals(lambda: None, hard_stop_after=0.1):
    os.kill(os.getpid(), signal.SIGTERM)
    ctypes.PyDLL(None).pause()
"""
"""A program that never lets another thread run, since it waits for ever in a function that keeps the interpreter."""

LEAVES = """
import atexit, sys
from bot.app.hard_stop import leave

atexit.register(print, "taken apart")
print("written", end="")
print("complained", end="", file=sys.stderr)
leave(3)
"""


def ended(program: str, **streams: int) -> tuple[int, str | None, str]:
    """Run a program; give its exit code and what it wrote."""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", program],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},  # type: ignore[call-overload] # descriptors
        env={"PYTHONPATH": str(ROOT)},
        timeout=GIVE_UP_AFTER,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no such signal")
def test_what_lets_no_thread_run_is_ended_by_the_system() -> None:
    assert ended(BUSY)[0] == -signal.SIGALRM


def test_a_signal_ends_the_program_within_five_seconds() -> None:
    assert HARD_STOP_AFTER < by_the_system_after(HARD_STOP_AFTER) < 5


def test_a_process_leaves_at_once_with_all_that_it_wrote() -> None:
    assert ended(LEAVES) == (3, "written", "complained")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no such file")
def test_a_process_that_could_not_write_says_so_and_does_not_succeed() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        code, _, error = ended(LEAVES, stdout=full)
    finally:
        os.close(full)
    assert code == 120
    assert "No space left on device" in error
