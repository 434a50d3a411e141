"""Tries a fault: makes it in a copy of the checkout, and runs its tests there."""

import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

from tests.mutations.fault import Fault

COPIED = ("bot", "tests", "docs", "pyproject.toml", ".env.example")
"""What the tests need of a checkout."""

_PYTEST = ("pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider")
_PASSED, _FAILED = 0, 1


class Verdict(StrEnum):
    """What became of a fault."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    NOT_TRIED = "NOT TRIED"
    """Its tests could not be run: one is not there any more, or the fault breaks an import."""


def copy_checkout(source: Path, target: Path) -> Path:
    """Copy what the tests need of a checkout into a new folder, and return the folder."""
    target.mkdir()
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copy2(source / name, target / name)
    return target


def try_fault(fault: Fault, checkout: Path) -> Verdict:
    """Make a fault in a checkout, run its tests there, and put the file back as it was."""
    file = checkout / fault.file
    before = file.read_text(encoding="utf-8")
    if before.count(fault.old) != 1:
        return Verdict.NOT_TRIED
    file.write_text(before.replace(fault.old, fault.new), encoding="utf-8")
    try:
        command = [sys.executable, "-m", *_PYTEST, *fault.tests]
        done = subprocess.run(command, cwd=checkout, capture_output=True, check=False)  # noqa: S603 - the words above, and tests of our own
    finally:
        file.write_text(before, encoding="utf-8")
    return {_PASSED: Verdict.SURVIVED, _FAILED: Verdict.KILLED}.get(done.returncode, Verdict.NOT_TRIED)
