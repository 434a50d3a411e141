"""A picture in a file."""

import tempfile
from pathlib import Path

import pytest

from bot.chat.terminal.dialogue import PICTURE_PREFIX, write_picture


def test_each_picture_is_a_new_file_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first, second = write_picture(b"1", None), write_picture(b"2", None)
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert {first.parent, second.parent} == {tmp_path}
    assert first.name.startswith(PICTURE_PREFIX)
    assert first.suffix == ".png"


def test_a_named_file_is_written_anew_and_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_picture(b"before", Path("chart.png"))
    assert write_picture(b"1", Path("chart.png")) == tmp_path / "chart.png"
    assert (tmp_path / "chart.png").read_bytes() == b"1"
