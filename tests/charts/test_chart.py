"""The way of a chart into the process that draws it."""

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.chart import BATCH, Chart, Reason, decode_chart, encode_chart
from bot.history.usage_timeline import UsageInterval
from tests.charts.charted import charted
from tests.chat.nasty import nasty_text
from tests.moments import after
from tests.rows import each_row

moments = st.integers(-(10**12), 10**12).map(lambda microseconds: after(microseconds=microseconds))
counts = st.integers(0, 10**9)
intervals = st.builds(
    UsageInterval, start=moments, end=moments, in_use=counts, total=counts, known=counts, full=counts, missing=counts
)
charts = st.builds(
    Chart,
    subject=nasty_text,
    finding=nasty_text,
    start=moments,
    end=moments,
    intervals=st.lists(intervals, max_size=3).map(tuple),
    reasons=st.lists(st.builds(Reason, at=moments, text=nasty_text), max_size=2).map(tuple),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"]).map(ZoneInfo),
)


@given(chart=charts)
def test_a_decoded_chart_equals_the_encoded_one(chart: Chart) -> None:
    assert decode_chart(encode_chart(chart)) == chart


@each_row("count", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 1])
def test_no_interval_is_lost_between_batches(count: int) -> None:
    chart = charted("1" * max(count, 1))
    chart = chart if count else Chart(subject="", start=chart.start, end=chart.end)

    parcel = encode_chart(chart)

    assert decode_chart(parcel) == chart
    assert parcel.count(b"\n") == -(-count // BATCH)
