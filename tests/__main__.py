"""The gate: ``python -m tests`` checks form, rules, types and behaviour, and ends with the first step that fails.

The tests that take a minute of waiting run beside all that, so that the whole takes little longer than they do.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
WAITING = ("pytest", "-q", "-m", "long")
STEPS = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("mypy",),
    ("pytest", "-m", "not long", "-n6", "--dist=worksteal"),
)
"""The quick ones first."""


def main() -> int:
    """Run the steps; answer 0, or the exit code of the first that failed."""
    with tempfile.TemporaryFile() as said:
        waiting = subprocess.Popen(_command(WAITING), cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603 - the words above
        try:
            for step in STEPS:
                _announce(step)
                if code := subprocess.run(_command(step), cwd=ROOT, check=False).returncode:  # noqa: S603 - as above
                    return code
            _announce(WAITING)
            code = waiting.wait()
            said.seek(0)
            sys.stdout.write(said.read().decode())
            return code
        finally:
            waiting.kill()
            waiting.wait()


def _command(step: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", *step]


def _announce(step: tuple[str, ...]) -> None:
    sys.stdout.write(f"$ {' '.join(step)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
