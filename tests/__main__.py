"""The gate: ``python -m tests`` checks form, rules, types and behaviour, and ends with the first step that fails.

::

    python -m tests          all that a change must pass
    python -m tests fast     one ring only: fast, edges, whole or tools; what follows is handed to pytest

The ring ``whole`` mostly waits, so it runs beside the other steps, and before them where both want a core: its program
must answer within Discord's three seconds. ``mypy`` keeps one core only, so it runs beside what comes first. ``rings``
says which test is in which ring.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence

from tests.rings import ROOT, Ring, files_of

FORM = (("ruff", "format", "--check"), ("ruff", "check"))
TYPES = ("mypy",)

WORKERS = {Ring.FAST: 2, Ring.EDGES: 2, Ring.WHOLE: 6, Ring.TOOLS: 2}
"""Processes to a ring on two cores, the most for the one that waits the most."""

NICE = 10
"""What is added to the niceness of a step that gives way to the ring ``whole``."""


def main(arguments: Sequence[str]) -> int:
    """Run the gate, or one ring; return 0, or the exit code of a step that failed."""
    if arguments:
        ring = Ring(arguments[0])
        return _run([*_tests(ring, workers=WORKERS[ring]), *arguments[1:]])
    with contextlib.ExitStack() as stack:
        types = stack.enter_context(_beside(TYPES, nice=NICE))
        for step in FORM:
            if code := _run(step):
                return code
        if code := _compile(Ring.WHOLE):
            return code
        whole = stack.enter_context(_beside(_tests(Ring.WHOLE, workers=WORKERS[Ring.WHOLE])))
        if code := types():
            return code
        if code := _run(_tests(Ring.FAST, Ring.EDGES, workers=WORKERS[Ring.EDGES])):
            return code
        return whole()


@contextlib.contextmanager
def _beside(step: Sequence[str], *, nice: int = 0) -> Iterator[Callable[[], int]]:
    """Run a step beside the next ones; what it yields waits, prints what the step said and returns its exit code."""
    with (
        tempfile.TemporaryFile() as output,
        subprocess.Popen(_command(step), cwd=ROOT, env=_environment(), stdout=output, stderr=output) as process,  # noqa: S603 - the words above
    ):
        _be_nice(process, nice)

        def finish() -> int:
            code = process.wait()
            _announce(step)
            output.seek(0)
            sys.stdout.write(output.read().decode())
            return code

        try:
            yield finish
        finally:
            process.kill()


def _run(step: Sequence[str]) -> int:
    _announce(step)
    with subprocess.Popen(_command(step), cwd=ROOT, env=_environment()) as process:  # noqa: S603 - the words above
        _be_nice(process, NICE)
        return process.wait()


def _compile(ring: Ring) -> int:
    """Import what a ring's tests import: its workers start at once, and each would compile all of it for itself."""
    step = ["pytest", "-q", "--collect-only", "-pno:xdist", *files_of(ring)]
    done = subprocess.run(_command(step), cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - the words above
    if done.returncode:
        _announce(step)
        sys.stdout.write(done.stdout)
    return done.returncode


def _be_nice(process: subprocess.Popen[bytes], nice: int) -> None:
    if nice:
        os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + nice)


def _tests(*rings: Ring, workers: int) -> Sequence[str]:
    return ["pytest", "-q", f"-n{workers}", "--dist=worksteal", *files_of(*rings)]


def _command(step: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", *step]


def _environment() -> dict[str, str]:
    """Return our environment, with compiled tests kept: each worker would compile all of them again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _announce(step: Sequence[str]) -> None:
    words = [word for word in step if not word.endswith(".py")]
    files = len(step) - len(words)
    sys.stdout.write(f"$ {' '.join(words)}{f' ({files} files)' if files else ''}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
