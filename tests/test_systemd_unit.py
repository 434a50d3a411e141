"""The unit of ``docs/running.md``, read by systemd itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rows import each_row

ROOT = Path(__file__).parent.parent
PROGRAM = "/opt/capacity-bot/.venv/bin/capacity-bot run"


def unit() -> str:
    (found,) = re.findall(
        r"```ini\n(# /etc/systemd.*?)```", (ROOT / "docs" / "running.md").read_text("utf-8"), re.DOTALL
    )
    return str(found)


@each_row(
    ("text", "complaints"),
    [
        (unit().replace(PROGRAM, "/bin/true"), ()),
        (unit().replace("RestartSec=", "RestartSecs="), ("capacity-bot is not executable", "'RestartSecs'")),
    ],
    ids=["as documented", "a program that is not there and a misspelt key"],
)
def test_systemd_takes_the_documented_unit(text: str, complaints: tuple[str, ...], tmp_path: Path) -> None:
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not installed")
    place = tmp_path / "capacity-bot.service"
    place.write_text(text, "utf-8")
    read = subprocess.run([analyze, "verify", place], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH, with a file of our own
    assert [one for one in complaints if one not in read.stderr] == []
    assert bool(read.stderr) == bool(complaints)
