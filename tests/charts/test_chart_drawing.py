"""The picture, by its pixels: what is in use, full, not known, and what it is worth on either of Discord's themes."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bot.charts import palette
from bot.charts.chart import Chart, summed_up
from bot.charts.chart_drawing import BOTTOM, HEIGHT, LEFT, RIBBON_HEIGHT, WIDTH, draw
from bot.charts.chart_encoding import PIXELS, Reason
from bot.history.usage_timeline import UsageInterval
from tests.charts.charted import charted
from tests.moments import NOON, after
from tests.rows import each_row

TOP, LINE = 88, 38
"""Pixels above the plot below a title of one line, and of the label above the limit."""

RIBBON = HEIGHT - BOTTOM + 24 + RIBBON_HEIGHT // 2
"""The ribbon's middle."""


class Picture:
    """A chart, drawn, that is asked for colours by hour and slot."""

    def __init__(self, chart: Chart) -> None:
        self.png = draw(summed_up(chart))
        with Image.open(io.BytesIO(self.png)) as image:
            self.size = image.size
            self._image = image.convert("RGB")
        self._hours = (chart.end - chart.start) / timedelta(hours=1)
        self._most = max((interval.total for interval in chart.intervals), default=1)

    def at(self, hour: float, slot: float) -> str:
        """Return the colour at an hour of the chart and a height in slots."""
        height = HEIGHT - TOP - BOTTOM - LINE
        return self._colour(self._across(hour), int(HEIGHT - BOTTOM - height * slot / self._most))

    def ribbon(self, hour: float) -> str:
        """Return the colour of the ribbon at an hour."""
        return self._colour(self._across(hour), RIBBON)

    def ribbon_colours(self, first: float, last: float) -> set[str]:
        """Return all colours of the ribbon between two hours, without the pixels beside them."""
        return self._colours((self._across(first) + 4, RIBBON - 8, self._across(last) - 4, RIBBON + 8))

    def colours(self, first: float, last: float) -> set[str]:
        """Return all colours of the plot between two hours, without the pixels beside them."""
        return self._colours((self._across(first) + 8, TOP, self._across(last) - 8, HEIGHT - BOTTOM))

    def _across(self, hour: float) -> int:
        return int(LEFT + PIXELS * hour / self._hours)

    def _colour(self, x: int, y: int) -> str:
        (colour,) = self._colours((x, y, x + 1, y + 1))
        return colour

    def _colours(self, box: tuple[int, int, int, int]) -> set[str]:
        pixels = self._image.crop(box).tobytes()
        return {f"#{colour.hex()}" for colour in {pixels[place : place + 3] for place in range(0, len(pixels), 3)}}


CHART = charted("12??0031")


@pytest.fixture(scope="module")
def picture() -> Picture:
    return Picture(CHART)


def test_the_picture_has_its_size(picture: Picture) -> None:
    assert picture.size == (WIDTH, HEIGHT)


def test_a_line_with_a_light_area_below_it_shows_the_slots_in_use(picture: Picture) -> None:
    assert [picture.at(0.5, slot) for slot in (1, 2)] == [palette.USE, palette.GRID]
    assert picture.at(1.5, 2) == palette.USE
    area = picture.at(0.5, 0.6)
    assert area not in {palette.PANEL, palette.USE, palette.GRID}
    assert area == picture.at(1.5, 1.6) != picture.at(0.5, 1.6) == palette.PANEL


def test_the_limit_is_a_line(picture: Picture) -> None:
    assert [picture.at(hour, 3) for hour in (0.5, 4.5, 7.5)] == [palette.LIMIT] * 3


def test_nothing_is_drawn_above_the_limit(picture: Picture) -> None:
    assert picture.at(6.5, 3) == palette.USE
    assert picture.at(6.5, 3.2) == palette.PANEL


def test_the_ribbon_is_red_while_nothing_was_free(picture: Picture) -> None:
    assert [picture.ribbon(hour) for hour in (0.5, 4.5, 6.5, 7.5)] == [
        palette.TRACK,
        palette.TRACK,
        palette.FULL,
        palette.TRACK,
    ]


def test_what_is_not_known_is_blank_and_hatched_in_the_ribbon(picture: Picture) -> None:
    assert not {palette.USE, palette.LIMIT} & picture.colours(2, 4)
    assert palette.HATCH in picture.ribbon_colours(2, 4)
    assert palette.HATCH not in picture.ribbon_colours(4, 6)


def test_no_slot_in_use_is_a_line_at_zero(picture: Picture) -> None:
    assert palette.USE in picture.colours(4, 6)


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
    drawn = Picture(Chart(subject="", start=NOON, end=after(days=30), intervals=month))

    assert drawn.ribbon(15 * 24 + 0.2) not in {palette.TRACK, palette.FULL}
    assert drawn.ribbon(15 * 24 + 3) == palette.TRACK


def test_a_lower_limit_says_why_where_there_is_room() -> None:
    lower = tuple(
        UsageInterval(start=after(hours=start), end=after(hours=end), in_use=1, total=total)
        for start, end, total in ((0, 4, 9), (4, 12, 5))
    )
    reasons = (Reason(at=after(hours=4), text="studio-c can't be used"),)
    drawn = Picture(Chart(subject="", start=NOON, end=after(hours=12), intervals=lower, reasons=reasons))

    below, beside = ({drawn.at(first + step / 50, 6.6) for step in range(120)} for first in (4.2, 9.0))
    assert palette.LIMIT in below
    assert beside == {palette.PANEL}


@each_row(
    "chart",
    [
        Chart(subject="$\\frac{1}{$ {}%s", start=NOON, end=after(seconds=1)),
        Chart(
            subject="\ud800\udfff\x00两个\U0001f600\u202e\nb שלום 12",
            start=NOON,
            end=after(hours=1),
            intervals=(UsageInterval(start=NOON, end=after(hours=1), in_use=0, total=0),),
        ),
        Chart(
            subject="W" * 500,
            start=NOON,
            end=after(days=30),
            intervals=(UsageInterval(start=NOON, end=after(days=30), in_use=10**9, total=3 * 10**9),),
        ),
    ],
    ids=["a formula, a second of nothing known", "what no font has, no slots", "endless, absurd"],
)
def test_any_chart_can_be_drawn(chart: Chart) -> None:
    assert Picture(chart).size == (WIDTH, HEIGHT)


def test_the_same_chart_gives_the_same_bytes(picture: Picture) -> None:
    assert draw(summed_up(CHART)) == picture.png


@each_row(
    ("ink", "ground", "least"),
    [
        (palette.TEXT, palette.PANEL, 4.5),
        (palette.QUIET, palette.PANEL, 4.5),
        (palette.USE, palette.PANEL, 4.5),
        (palette.FULL, palette.PANEL, 4.5),
        (palette.FULL, palette.TRACK, 3.0),
        (palette.LIMIT, palette.PANEL, 3.0),
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
