"""The gate: ``python -m tests`` checks form, rules, types and behaviour; it names each step that fails, and fails then.

::

    python -m tests          all that a change must pass
    python -m tests fast     one ring only: fast, edges, whole or tools; what follows is handed to pytest

Form and rules come first, since they take a second. The ring ``whole`` mostly waits, so it runs beside the other rings,
and before them where both want a core: its program must answer within Discord's three seconds. ``mypy`` keeps one core
only, so it runs beside all tests. ``rings`` says which test is in which ring.

The processes for ``fast`` and ``edges`` are plain ones with files of their own: workers of pytest-xdist would import
and collect all files each, which costs as much as a thousand tests.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from tests.rings import ROOT, Ring, files_of
from tests.shared import OF_SEVERAL

FORM = (("ruff", "format", "--check"), ("ruff", "check"))
TYPES = ("mypy",)

WORKERS = {Ring.FAST: 2, Ring.EDGES: 2, Ring.WHOLE: 8, Ring.TOOLS: 2}
"""Processes to a ring on two cores, the most for the one that waits the most."""

SHARES = (("chat",), ("storage",), ("boards", "delivery", "history", "promise", "reports", "subscriptions", "waitlist"))
"""Folders that have a process of their own, each about as much work as the rest: while one waits for a retry, a
database or a socket, another works."""

NICE = 10
"""What is added to the niceness of a step that gives way to the ring ``whole``."""

NONE: Mapping[str, str] = {}
OF_ONE_RUN: Mapping[str, str] = {OF_SEVERAL: "1"}
"""What plain processes are told, so that they share one server of PostgreSQL as workers of pytest-xdist do."""

GRACE_SECONDS = 30.0
"""How long a step may take to leave nothing running behind, once the gate ends without it."""


def main(arguments: Sequence[str]) -> int:
    """Run the gate, or one ring; return 0, or the exit code of the first step that failed."""
    if arguments:
        ring = Ring(arguments[0])
        return _run([*_tests(ring, workers=WORKERS[ring]), *arguments[1:]])
    codes = [_run(step) for step in FORM]
    if any(codes):
        return next(filter(None, codes))
    files = files_of(Ring.FAST, Ring.EDGES)
    shares = {folders[0]: [file for file in files if PurePath(file).parts[1] in folders] for folders in SHARES}
    rest = [file for file in files if not any(file in share for share in shares.values())]
    with tempfile.TemporaryDirectory() as folder, _beside(TYPES, nice=NICE) as types, contextlib.ExitStack() as stack:
        if code := _compile(Ring.WHOLE):
            return code
        whole = stack.enter_context(_beside(_tests(Ring.WHOLE, workers=WORKERS[Ring.WHOLE])))
        beside = [
            stack.enter_context(_beside(_alone(name, share, folder), nice=NICE, environment=OF_ONE_RUN))
            for name, share in shares.items()
        ]
        others = _run(_alone("rest", rest, folder), nice=NICE, environment=OF_ONE_RUN)
        codes = [others, *(finish() for finish in (*beside, whole, types))]
    return next(filter(None, codes), 0)


@contextlib.contextmanager
def _beside(
    step: Sequence[str], *, nice: int = 0, environment: Mapping[str, str] = NONE
) -> Iterator[Callable[[], int]]:
    """Run a step beside the next ones; what it yields waits, prints what the step said and returns its exit code."""
    with (
        tempfile.TemporaryFile() as output,
        _started(step, nice=nice, environment=environment, output=output.fileno()) as process,
    ):

        def finish() -> int:
            code = process.wait()
            _announce(step)
            output.seek(0)
            sys.stdout.write(output.read().decode())
            return _named_if_failed(step, code)

        yield finish


def _run(step: Sequence[str], *, nice: int = 0, environment: Mapping[str, str] = NONE) -> int:
    """Run a step and return its exit code."""
    _announce(step)
    with _started(step, nice=nice, environment=environment) as process:
        return _named_if_failed(step, process.wait())


def _compile(ring: Ring) -> int:
    """Import what a ring's tests import: its workers start at once, and each would compile all of it for itself."""
    step = ["pytest", "-q", "--collect-only", "-pno:xdist", *files_of(ring)]
    with tempfile.TemporaryFile() as output, _started(step, output=output.fileno()) as process:
        if code := process.wait():
            output.seek(0)
            sys.stdout.write(output.read().decode())
        return _named_if_failed(step, code)


@contextlib.contextmanager
def _started(
    step: Sequence[str], *, nice: int = 0, environment: Mapping[str, str] = NONE, output: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a step; where it still runs in the end, end it as Ctrl-C does, so that it leaves nothing running behind."""
    command = [sys.executable, "-m", *step]
    told = {**_environment(), **environment}
    with subprocess.Popen(command, cwd=ROOT, env=told, stdout=output, stderr=output) as process:  # noqa: S603 - the words above
        os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + nice)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(GRACE_SECONDS)
                process.kill()


def _tests(*rings: Ring, workers: int) -> Sequence[str]:
    return ["pytest", "-q", f"-n{workers}", "--dist=worksteal", *files_of(*rings)]


def _alone(name: str, files: Iterable[str], folder: str) -> Sequence[str]:
    """Return the step that tests some files in one process, whose temporary files are in a folder of the gate."""
    return ["pytest", "-q", "-pno:xdist", f"--basetemp={folder}/{name}", *files]


def _environment() -> dict[str, str]:
    """Return our environment, with compiled tests kept: each worker would compile all of them again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _named_if_failed(step: Sequence[str], code: int) -> int:
    if code:
        sys.stdout.write(f"FAILED ({code}): {_shown(step)}\n")
        sys.stdout.flush()
    return code


def _announce(step: Sequence[str]) -> None:
    sys.stdout.write(f"$ {_shown(step)}\n")
    sys.stdout.flush()


def _shown(step: Sequence[str]) -> str:
    words = [word for word in step if not word.endswith(".py")]
    files = len(step) - len(words)
    return f"{' '.join(words)}{f' ({files} files)' if files else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
