"""``python -m tests.pictures FOLDER``: draw commands and alerts at phone and desktop width."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.pictures.alert_scenes import ALERT_SCENES
from tests.pictures.chat_window import ChatWindow, Shown
from tests.pictures.command_scenes import COMMAND_SCENES
from tests.pictures.page_photos import photograph, shrink
from tests.pictures.scene import scene_on
from tests.pictures.slack_conversation import draw_rows
from tests.whole.forks import ROOT, Forks, shared_forks

SCENES = {**COMMAND_SCENES, **ALERT_SCENES}
DEVICES = {"dark": (390, False), "light": (390, True), "desktop": (760, False)}
"""How many pixels wide each is, and whether it is light: a phone in both themes, and a desktop."""

DOCS = {"conversation": (560, False), "alerts": (390, False)}
"""The pictures of the documents; each is drawn twice as large."""

AT_A_TIME = 4
"""Scenes that run at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture to be drawn.

    Attributes:
        window: The channel that it shows.
        shown: What is seen there.
    """

    window: ChatWindow
    shown: Sequence[Shown]

    def page(self, *, light: bool, pushed: bool = True) -> str:
        """Return it as a page, ``pushed`` with what a locked phone shows above each message."""
        return self.window.page([f"{one.pushed if pushed else ''}{one.html}" for one in self.shown], light=light)


def play(platform: str, names: Iterable[str]) -> Mapping[str, Drawn]:
    """Play scenes on a platform, and return their pictures."""
    with tempfile.TemporaryDirectory() as folder, shared_forks(Path(folder)) as forks:
        return asyncio.run(_play(platform, names, forks))


async def _play(platform: str, names: Iterable[str], forks: Forks) -> Mapping[str, Drawn]:
    limit = asyncio.Semaphore(AT_A_TIME)

    async def drawn(name: str) -> dict[str, Drawn]:
        async with limit, scene_on(platform, forks) as scene:
            pictures = await SCENES[name](scene)
            return {title: Drawn(window=scene.window, shown=shown) for title, shown in pictures.items()}

    found = await asyncio.gather(*map(drawn, names))
    return {title: picture for pictures in found for title, picture in pictures.items()}


def main() -> int:
    """Draw everything into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("folder", type=Path, nargs="?", help="draw everything into this folder")
    where.add_argument("--docs", action="store_true", help="draw the pictures of the documents into docs/")
    parser.add_argument(
        "--only", choices=SCENES, action="append", help="only what is seen in this scene; may be repeated"
    )
    parser.add_argument("--slack", action="store_true", help="draw what is said on Slack, as Slack draws it")
    parser.add_argument("--rows", action="store_true", help="draw every command of Slack and what can be pressed there")
    asked = parser.parse_args()
    if asked.rows and asked.folder:
        draw_rows(asked.folder)
        return 0
    if asked.docs:
        pictures = play("discord", ("full-and-free",))
        for name, (width, light) in DOCS.items():
            png = ROOT / "docs" / f"{name}.png"
            photograph(pictures[name].page(light=light, pushed=False), png, width, scale=2)
            shrink(png)
        return 0
    pictures = play("slack" if asked.slack else "discord", asked.only or SCENES)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        for device, (width, light) in DEVICES.items():
            photograph(picture.page(light=light), asked.folder.absolute() / f"{name}-{device}.png", width)
    return 0


if __name__ == "__main__":
    sys.exit(main())
