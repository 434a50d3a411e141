"""Pages as pictures, by Chromium."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

COLOURS = 256
"""Of a picture in the documents: letters stay smooth, and it is a third as large."""

_MARGIN = 12
"""Pixels below the last message."""


def photograph(html: str, png: Path, width: int, *, scale: int = 1) -> None:
    """Draw a page, and cut off what is empty below it.

    Args:
        html: The page.
        png: The file to write.
        width: How many pixels wide it is.
        scale: How many pixels of the picture a pixel of the page is, each way.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        parts = {"<br>": 1, "\n": 1, 'class="embed"': 2, 'class="block"': 2, 'class="message': 4, 'class="lock"': 4}
        height = 200 + 26 * sum(rows * html.count(part) for part, rows in parts.items()) + 400 * html.count("<img")
        subprocess.run(  # noqa: S603 - the words here
            [
                shutil.which("chromium") or "chromium",
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                *(f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", f"--screenshot={png}"),
                f"--force-device-scale-factor={scale}",
                file.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    with Image.open(png) as drawn:
        picture = drawn.convert("RGB")
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    found = ImageChops.difference(picture, ground).getbbox()
    picture.crop((0, 0, picture.width, min(picture.height, (found or (0, 0, 0, 0))[3] + scale * _MARGIN))).save(png)


def shrink(png: Path) -> None:
    """Give a picture fewer colours."""
    with Image.open(png) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(png, optimize=True)
