"""The way of a chart into the process that draws it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.chart import summed_up
from bot.charts.chart_encoding import PIXELS, ColumnChart, Reason, decode_chart, encode_chart
from bot.charts.pixel_columns import Column
from tests.charts.charted import charted
from tests.chat.nasty import nasty_text
from tests.moments import after

moments = st.integers(-(10**12), 10**12).map(lambda microseconds: after(microseconds=microseconds))
shares = st.floats(0, 1)
counts = st.integers(0, 10**9)
column = st.builds(Column, total=counts, known=shares, full=shares, levels=st.dictionaries(counts, shares, max_size=3))
charts = st.builds(
    ColumnChart,
    subject=nasty_text,
    finding=nasty_text,
    start=moments,
    end=moments,
    columns=st.lists(st.none() | column, max_size=3).map(tuple),
    reasons=st.lists(st.builds(Reason, at=moments, text=nasty_text), max_size=2).map(tuple),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]).map(ZoneInfo),
)


@given(chart=charts)
def test_a_decoded_chart_equals_the_encoded_one(chart: ColumnChart) -> None:
    assert decode_chart(encode_chart(chart)) == chart


def test_a_chart_is_summed_up_in_a_column_for_each_pixel() -> None:
    chart = replace(charted("1?"), subject="studio-a", finding="never full", reasons=(Reason(at=after(), text="why"),))

    found = summed_up(chart)

    assert len(found.columns) == PIXELS
    assert found.columns[PIXELS // 4] == Column(total=3, known=1.0, levels={1: 1.0})
    assert found.columns[PIXELS // 4 * 3] is None
    assert [getattr(found, name) == getattr(chart, name) for name in ("subject", "finding", "reasons", "zone")]
    assert (found.start, found.end) == (chart.start, chart.end)
