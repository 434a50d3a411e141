"""The picture, by its pixels: what is in use, full, not known, and what it is worth on either of Discord's themes."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.charts import palette
from bot.charts.chart import Chart
from bot.charts.chart_drawing import HEIGHT, WIDTH, draw
from bot.history.usage_timeline import UsageInterval
from tests.charts.charted import charted
from tests.moments import NOON, after

LEFT, RIGHT, TOP, BOTTOM = 84, 50, 124, 92
"""Pixels around the plot."""


class Picture:
    """A chart, drawn, that is asked for colours by hour and slot."""

    def __init__(self, chart: Chart) -> None:
        with Image.open(io.BytesIO(draw(chart))) as image:
            self.size = image.size
            self._image = image.convert("RGB")
        self._hours = (chart.end - chart.start) / timedelta(hours=1)
        self._top = 1.1 * max((interval.total for interval in chart.intervals), default=1)

    def at(self, hour: float, slot: float) -> str:
        """Return the colour at an hour of the chart and a height in slots."""
        x = LEFT + (WIDTH - LEFT - RIGHT) * hour / self._hours
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * slot / self._top
        return self._colour(int(x), int(y))

    def colours(self, first: float, last: float) -> set[str]:
        """Return all colours of the plot between two hours, without the pixels beside them."""
        width = (WIDTH - LEFT - RIGHT) / self._hours
        return {
            self._colour(x, y)
            for x in range(int(LEFT + first * width) + 4, int(LEFT + last * width) - 4)
            for y in range(TOP, HEIGHT - BOTTOM)
        }

    def _colour(self, x: int, y: int) -> str:
        pixel = self._image.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return "#{:02x}{:02x}{:02x}".format(*pixel)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return Picture(charted("12??0031"))


def test_the_picture_has_its_size(picture: Picture) -> None:
    assert picture.size == (WIDTH, HEIGHT)


def test_the_area_is_as_high_as_slots_are_in_use(picture: Picture) -> None:
    assert [picture.at(0.6, slot) for slot in (0.6, 1.4)] == [palette.USE, palette.PANEL]
    assert [picture.at(1.6, slot) for slot in (0.6, 1.7)] == [palette.USE, palette.USE]
    assert picture.at(1.6, 2.4) == palette.PANEL


def test_the_total_is_a_line(picture: Picture) -> None:
    assert [picture.at(hour, 3) for hour in (0.6, 4.6, 7.6)] == [palette.TOTAL] * 3


def test_full_times_have_their_own_colour_and_a_band_above(picture: Picture) -> None:
    assert picture.at(6.6, 1.5) == palette.FULL
    assert picture.at(6.6, 3.2) not in {palette.PANEL, palette.FULL}
    assert picture.at(7.6, 3.2) == palette.PANEL


def test_what_is_not_known_is_blank_and_hatched(picture: Picture) -> None:
    there = picture.colours(2, 4)

    assert {palette.PANEL, palette.HATCH} <= there
    assert not {palette.USE, palette.FULL, palette.TOTAL} & there


def test_no_slot_in_use_is_a_line_at_zero_and_nothing_known_has_no_line(picture: Picture) -> None:
    there = picture.colours(4, 6)

    assert palette.USE in there
    assert palette.HATCH not in there


def test_a_full_minute_in_a_month_is_visible_but_not_as_an_hour() -> None:
    minute = timedelta(minutes=1)
    month = tuple(
        UsageInterval(start=start, end=end, in_use=in_use, total=3, full=int(in_use == 3))
        for start, end, in_use in (
            (NOON, after(days=15), 1),
            (after(days=15), after(days=15) + minute, 3),
            (after(days=15) + minute, after(days=30), 1),
        )
    )
    drawn = Picture(Chart(title="", start=NOON, end=after(days=30), intervals=month))

    assert drawn.at(15 * 24 + 0.2, 2.2) not in {palette.PANEL, palette.FULL, palette.USE}
    assert drawn.at(15 * 24 + 0.2, 0.4) not in {palette.PANEL, palette.FULL}
    assert drawn.at(15 * 24 + 3, 2.2) == palette.PANEL


@pytest.mark.parametrize(
    "title",
    ["$\\frac{1}{$ {}%s", "\ud800\udfff\x00两个\U0001f600\u202e\nb", "שלום 12", "W" * 500],
    ids=["formulas", "what no font has", "right to left", "endless"],
)
def test_any_title_can_be_drawn(title: str) -> None:
    assert Picture(charted("1", title=title)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    "chart",
    [
        Chart(title="nothing known", start=NOON, end=after(days=1)),
        Chart(title="a second", start=NOON, end=after(seconds=1)),
        Chart(
            title="no slots",
            start=NOON,
            end=after(hours=1),
            intervals=(UsageInterval(start=NOON, end=after(hours=1), in_use=0, total=0),),
        ),
        Chart(
            title="absurd",
            start=NOON,
            end=after(days=30),
            intervals=(UsageInterval(start=NOON, end=after(days=30), in_use=10**9, total=3 * 10**9),),
        ),
    ],
    ids=["nothing known", "a second", "no slots", "absurd"],
)
def test_any_chart_can_be_drawn(chart: Chart) -> None:
    assert Picture(chart).size == (WIDTH, HEIGHT)


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(charted("12?3")) == draw(charted("12?3"))


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        (palette.TEXT, palette.PANEL, 4.5),
        (palette.QUIET, palette.PANEL, 4.5),
        (palette.USE, palette.PANEL, 3.0),
        (palette.FULL, palette.PANEL, 3.0),
        (palette.TOTAL, palette.PANEL, 3.0),
        (palette.HATCH, palette.PANEL, 3.0),
        (palette.FRAME, "#313338", 1.5),
        (palette.FRAME, "#ffffff", 1.5),
    ],
)
def test_every_colour_has_enough_contrast_to_what_is_behind_it(ink: str, ground: str, least: float) -> None:
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def _luminance(colour: str) -> float:
    """Return the luminance of a colour (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
