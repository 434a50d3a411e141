"""The unit of ``docs/running.md``, read by systemd itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = "/opt/capacity-bot/.venv/bin/capacity-bot run"


def unit() -> str:
    (found,) = re.findall(
        r"```ini\n(# /etc/systemd.*?)```", (ROOT / "docs" / "running.md").read_text("utf-8"), re.DOTALL
    )
    return str(found)


def test_systemd_takes_the_documented_unit(tmp_path: Path) -> None:
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed")
    documented, wrong = tmp_path / "documented.service", tmp_path / "wrong.service"
    documented.write_text(unit().replace(PROGRAM, "/bin/true"), "utf-8")
    wrong.write_text(unit().replace("RestartSec=", "RestartSecs="), "utf-8")
    read = subprocess.run([analyze, "verify", documented, wrong], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH, with files of our own
    complaints = read.stderr.splitlines()
    assert [line for line in complaints if wrong.name not in line] == []
    for mistake in ("capacity-bot is not executable", "'RestartSecs'"):
        assert any(mistake in line for line in complaints)
