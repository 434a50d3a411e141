"""``python -m tests.pictures FOLDER``: draw commands and alerts at phone and desktop width."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.pictures.alert_scenes import ALERT_SCENES
from tests.pictures.command_scenes import COMMAND_SCENES
from tests.pictures.page_photos import photograph, shrink
from tests.pictures.scene import scene_on
from tests.whole.forks import ROOT, Forks, shared_forks

SCENES = {**COMMAND_SCENES, **ALERT_SCENES}
DEVICES = {"dark": (390, False), "light": (390, True), "desktop": (760, False)}
"""How many pixels wide each is, and whether it is light: a phone in both themes, and a desktop."""

DOCS = {"conversation": (560, False), "alerts": (390, False)}
"""The pictures of the documents; each is drawn twice as large."""

AT_A_TIME = 4
"""Scenes that run at once."""


def play(platform: str, names: Iterable[str]) -> Mapping[str, Mapping[bool, str]]:
    """Play scenes on a platform; return the pages by picture and by whether they are light."""
    with tempfile.TemporaryDirectory() as folder, shared_forks(Path(folder)) as forks:
        return asyncio.run(_play(platform, names, forks))


async def _play(platform: str, names: Iterable[str], forks: Forks) -> Mapping[str, Mapping[bool, str]]:
    limit = asyncio.Semaphore(AT_A_TIME)

    async def pages(name: str) -> dict[str, dict[bool, str]]:
        async with limit, scene_on(platform, forks) as scene:
            pictures = await SCENES[name](scene)
            return {
                title: {light: scene.window.page([one.html for one in shown], light=light) for light in (False, True)}
                for title, shown in pictures.items()
            }

    drawn: dict[str, dict[bool, str]] = {}
    for found in await asyncio.gather(*map(pages, names)):
        drawn |= found
    return drawn


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
    asked = parser.parse_args()
    if asked.docs:
        pages = play("discord", ("full-and-free", "asking"))
        for name, (width, light) in DOCS.items():
            png = ROOT / "docs" / f"{name}.png"
            photograph(pages[name][light], png, width, scale=2)
            shrink(png)
        return 0
    pages = play("slack" if asked.slack else "discord", asked.only or SCENES)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, themes in pages.items():
        for device, (width, light) in DEVICES.items():
            photograph(themes[light], asked.folder.absolute() / f"{name}-{device}.png", width)
    return 0


if __name__ == "__main__":
    sys.exit(main())
