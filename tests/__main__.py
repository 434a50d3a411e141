"""The gate: ``python -m tests`` checks form, rules, types and behaviour; it names each step that fails, and fails then.

::

    python -m tests          all that a change must pass
    python -m tests fast     one ring only: fast, edges, whole or tools; what follows is handed to pytest

Form and rules come first, since they take a second. ``mypy`` keeps one core only, so it runs beside all tests. One
process imports and collects all of them, which takes as long as a thousand tests, and ``forked_workers`` runs them. The
ring ``whole`` mostly waits, so it runs beside the other rings, and before them where both want a core: its program must
answer within Discord's three seconds. ``rings`` says which test is in which ring.

What tests write is in memory, where there is room, and gone at the end; what ``pytest`` alone leaves behind stays.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.forked_workers import Share
from tests.rings import RINGS, ROOT, Ring, files_of
from tests.shared import memory

FORM = (("ruff", "format", "--check"), ("ruff", "check"))
TYPES = ("mypy",)

WORKERS = {Ring.FAST: 2, Ring.EDGES: 2, Ring.WHOLE: 8, Ring.TOOLS: 2}
"""Processes to a ring on two cores, the most for the one that waits the most."""

SHARES = (
    Share(workers=WORKERS[Ring.WHOLE], paths=[path for path, ring in RINGS.items() if ring is Ring.WHOLE]),
    Share(workers=1, paths=["tests/chat"]),
    Share(workers=1, paths=["tests/storage"]),
    Share(
        workers=1,
        paths=[
            *("tests/boards", "tests/delivery", "tests/history", "tests/promise"),
            *("tests/reports", "tests/subscriptions", "tests/waitlist"),
        ],
    ),
    Share(workers=1, paths=[]),
)
"""Folders that have a process of their own, each about as much work as the rest: while one waits for a retry, a
database or a socket, another works. Who has none left helps the others, so that both cores have work to the end."""

GRACE_SECONDS = 30.0
"""How long a step may take to leave nothing running behind, once the gate ends without it."""


def main(arguments: Sequence[str]) -> int:
    """Run the gate, or one ring; return 0, or the exit code of the first step that failed."""
    with _files_in_memory():
        return _rings(arguments)


def _rings(arguments: Sequence[str]) -> int:
    if arguments:
        ring = Ring(arguments[0])
        return _run([*_tests(ring, shares=[Share(workers=WORKERS[ring], paths=[])]), *arguments[1:]])
    codes = [_run(step) for step in FORM]
    if any(codes):
        return next(filter(None, codes))
    with _beside(TYPES) as types:
        codes = [_run(_tests(Ring.FAST, Ring.EDGES, Ring.WHOLE, shares=SHARES)), types()]
    return next(filter(None, codes), 0)


@contextlib.contextmanager
def _files_in_memory() -> Iterator[None]:
    """Have tests write into memory, where there is room: on a disk, each commit of a database waits for it."""
    if (place := memory()) is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="capacity-tests-", dir=place) as folder:
        Path(folder).chmod(0o711)  # some tests are another user, who must get to the folder that they make for it
        os.environ["TMPDIR"] = folder
        yield


@contextlib.contextmanager
def _beside(step: Sequence[str]) -> Iterator[Callable[[], int]]:
    """Run a step beside the next ones; what it yields waits, prints what the step said and returns its exit code."""
    with (
        tempfile.TemporaryFile() as output,
        _started(step, output=output.fileno()) as process,
    ):

        def finish() -> int:
            code = process.wait()
            _announce(step)
            output.seek(0)
            sys.stdout.write(output.read().decode())
            return _named_if_failed(step, code)

        yield finish


def _run(step: Sequence[str]) -> int:
    """Run a step and return its exit code."""
    _announce(step)
    with _started(step) as process:
        return _named_if_failed(step, process.wait())


@contextlib.contextmanager
def _started(step: Sequence[str], *, output: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Start a step; where it still runs in the end, end it as Ctrl-C does, so that it leaves nothing running behind."""
    command = [sys.executable, "-m", *step]
    with subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=output, stderr=output) as process:  # noqa: S603 - the words above
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(GRACE_SECONDS)
                process.kill()


def _tests(*rings: Ring, shares: Sequence[Share]) -> Sequence[str]:
    workers = [f"--workers={share}" for share in shares]
    return ["pytest", "-q", "-pno:xdist", "-ptests.forked_workers", *workers, *files_of(*rings)]


def _environment() -> dict[str, str]:
    """Return our environment, with compiled tests kept: each run would compile all of them again."""
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
