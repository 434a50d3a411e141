"""The gate: ``python -m tests`` checks form, rules, types and behaviour, and ends with the first step that fails."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
STEPS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy",), ("pytest", "-n5", "--dist=worksteal"))
"""The quick ones first; pytest's own last line is then the last of all."""


def main() -> int:
    """Run the steps in order; answer 0, or the exit code of the step that failed."""
    for step in STEPS:
        sys.stdout.write(f"$ {' '.join(step)}\n")
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", *step], cwd=ROOT, check=False)  # noqa: S603 - the words above
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
