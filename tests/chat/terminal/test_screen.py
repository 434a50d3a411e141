"""Standard output in bad shape: an old code page, and nobody at the other end."""

import io
import os
import sys

import pytest
from rich.text import Text

from bot.chat.terminal.screen import Screen


def test_signs_that_a_code_page_lacks_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="latin-1"))
    Screen(width=80).print(Text("🟢 [b]é[/b] :smile: 1"))
    assert written.getvalue() == "? [b]é[/b] :smile: 1\n".encode("latin-1")


def test_when_nobody_reads_any_more_the_rest_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    told = []
    with open(writer, "w", encoding="utf-8") as out:  # noqa: PTH123 - a pipe's end has no path
        monkeypatch.setattr(sys, "stdout", out)
        screen = Screen(gone=lambda: told.append("gone"))
        screen.print("one")
        screen.print("two")
    assert told == ["gone"]
