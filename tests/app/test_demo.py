"""The demo as a newcomer meets it: in a process of its own, behind a pipe and at a terminal."""

import asyncio
import os
import signal
from pathlib import Path

from bot.chat.terminal.dialogue import PICTURE_PREFIX
from tests.app.started import at_a_terminal, ran
from tests.chat.terminal.shown import obeyed, widest
from tests.whole.forks import Forks
from tests.whole.program import DEADLINE

HELLO = (
    "A simulated useapi.net on this machine, an hour old: accounts fill and free up.\n"
    "The bot watches it for real; what it would say in Discord appears below."
)
STORY = (
    HELLO,
    "\nyou: /capacity minimax\n",
    "▌ MiniMax · ",
    "\nyou: /board add minimax\n",
    "▌ Board 1 added\n",
    "\nyou: /history minimax hours:1\n",
    " MiniMax: studio-b is full. ",
    "ext slot on studio-b usually ",
    "\nyou: /notify me minimax studio-b\n",
    "▌ 🔔 You're 1st in line for MiniMax · studio-b\n",
    "\n@you your MiniMax slot: studio-b\n",
    "\n[ i'm starting now ]  [ don't need it ]\n",
    "\nyou: /capacity\n",
    "slots free\n▌\n▌ ",
    " MiniMax · ",
    "\nThe end. ",
)

MEANWHILE = (
    " free, use studio-",
    "▌ MiniMax · last hour\n▌\n▌ ",
    "MiniMax: nothing free for ",
    "\n🟢 MiniMax: studio-b has room again, 1 of 3 free, offered to somebody who waited",
    "\n⚪ MiniMax: studio-b is full · was full for ",
)
"""What has its place in the story, but no fixed one beside the rest."""


WITHOUT_PICTURES = """
from functools import partial
from bot.app import feature_list
feature_list.ChartRenderer = partial(feature_list.ChartRenderer, program=("false",))
"""
"""What spares a demo matplotlib's second of processor time for each; the story has one."""


def is_told(text: str) -> bool:
    """Return whether a text has every part of the story, in its order."""
    for part in STORY:
        _, found, text = text.partition(part)
        if not found:
            return False
    return True


async def test_eight_seconds_tell_the_whole_story(forks: Forks, tmp_path: Path) -> None:
    chart = tmp_path / "chart.png"
    arguments = ("--chart", str(chart), "--seconds")
    code, text, complaints = await ran(forks, tmp_path, "demo", *arguments, "8")
    if not is_told(text):  # the machine is too busy for it: the same story, in 24 seconds
        code, text, complaints = await ran(forks, tmp_path, "demo", *arguments, "24")
    assert (code, complaints) == (0, "")
    assert is_told(text), text
    assert [part for part in MEANWHILE if part not in text] == []
    assert [title for title in ("MiniMax", "PixVerse", "Kling", "TemPolor") if f"{title} · " not in text] == []
    assert f"\nPicture: {chart}\n" in text
    assert chart.read_bytes().startswith(b"\x89PNG")
    assert obeyed(text) == []
    assert widest(text.replace(str(chart), "")) <= 80
    assert left_in(tmp_path) == [chart]


async def test_at_a_terminal_one_can_type_and_it_is_as_before_in_the_end(forks: Forks, tmp_path: Path) -> None:
    async with at_a_terminal(forks, tmp_path, "demo", code=WITHOUT_PICTURES) as (process, terminal):
        await terminal.shows(HELLO)
        await terminal.shows("you:")
        terminal.type("/capacity kl")
        await terminal.shows("Kling")  # what it could become
        terminal.type("\t\r")
        await terminal.shows("▌ Kling · ")
        assert "no provider" not in terminal.text
        await terminal.press("/notify me kling\r", until="▌ 🟢 There is room now: use ")
        await terminal.shows("@you your Kling slot: ")  # a message, while the prompt waits
        process.send_signal(signal.SIGTERM)
        await terminal.shows("The end. ")
        assert await asyncio.wait_for(process.wait(), DEADLINE) == 0
    assert left_in(tmp_path) == []


async def test_nobody_reading_ends_it_quietly(forks: Forks, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert await ran(forks, tmp_path, "demo", stdout=writer) == (0, "", "")
    finally:
        os.close(writer)
    assert left_in(tmp_path) == pictures(tmp_path)


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def pictures(folder: Path) -> list[Path]:
    """List what may be left, where the end may come before or after a picture is drawn."""
    return list(folder.glob(f"{PICTURE_PREFIX}*.png"))
