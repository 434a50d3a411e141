"""The gate: ``python -m tests`` checks form, rules, types and behaviour, and ends with the first step that fails.

::

    python -m tests          all that a change must pass
    python -m tests fast     one ring only: fast, edges, whole or tools; what follows is handed to pytest

The ring ``whole`` mostly waits, so it runs beside the other steps, and before them where both want a core: its program
must answer within Discord's three seconds. ``rings`` says which test is in which ring.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from tests.rings import ROOT, Ring, files_of

FORM = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy",))
"""The quick ones first."""

WORKERS = {Ring.FAST: 2, Ring.EDGES: 2, Ring.WHOLE: 6, Ring.TOOLS: 2}
"""Processes to a ring on two cores, the most for the one that waits the most."""


def main(arguments: Sequence[str]) -> int:
    """Run the gate, or one ring; return 0, or the exit code of the first step that failed."""
    if arguments:
        ring = Ring(arguments[0])
        return _run([*_tests(ring, workers=WORKERS[ring]), *arguments[1:]])
    whole = _tests(Ring.WHOLE, workers=WORKERS[Ring.WHOLE])
    with tempfile.TemporaryFile() as output:
        beside = subprocess.Popen(_command(whole), cwd=ROOT, env=_environment(), stdout=output, stderr=output)  # noqa: S603 - the words above
        try:
            for step in (*FORM, _tests(Ring.FAST, Ring.EDGES, workers=WORKERS[Ring.EDGES])):
                if code := _run(step):
                    return code
            _announce(whole)
            code = beside.wait()
            output.seek(0)
            sys.stdout.write(output.read().decode())
            return code
        finally:
            beside.kill()
            beside.wait()


def _tests(*rings: Ring, workers: int) -> Sequence[str]:
    return ["pytest", "-q", f"-n{workers}", "--dist=worksteal", *files_of(*rings)]


def _run(step: Sequence[str]) -> int:
    _announce(step)
    with subprocess.Popen(_command(step), cwd=ROOT, env=_environment()) as process:  # noqa: S603 - the words above
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
        return process.wait()


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
