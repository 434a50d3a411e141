"""The pictures of the README are there, as large as they should be, and still what is drawn today."""

import io
import struct
from collections.abc import Callable

from PIL import Image, ImageChops, ImageStat

from bot.charts.chart import Chart, summed_up
from bot.charts.chart_drawing import HEIGHT, WIDTH, draw
from tests.charts.examples import DOCS, EXAMPLES
from tests.rows import each_row

LARGEST = 60_000
DIFFERENT = 3.0
"""Mean difference of a pixel's colours, of 255: another version of matplotlib sets its letters a little differently."""


@each_row(("name", "example"), EXAMPLES.items())
def test_a_picture_of_the_readme_is_what_is_drawn_today(name: str, example: Callable[[], Chart]) -> None:
    kept = (DOCS / name).read_bytes()

    assert struct.unpack(">II", kept[16:24]) == (WIDTH, HEIGHT)
    assert len(kept) < LARGEST
    with Image.open(io.BytesIO(kept)) as there, Image.open(io.BytesIO(draw(summed_up(example())))) as drawn:
        difference = ImageChops.difference(there.convert("RGB"), drawn.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < DIFFERENT
