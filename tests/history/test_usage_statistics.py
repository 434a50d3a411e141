"""What intervals and spans amount to; the past is written as in ``pasts``, an hour per character."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.history.history_figures import busiest_hour
from bot.history.usage_report import in_use_percentile
from bot.history.usage_timeline import (
    Period,
    UsageInterval,
    longest_period,
    mean_in_use,
    observed_time,
    percentile,
    share_of_time,
    usage_timeline,
)
from tests.history.pasts import past
from tests.moments import NOON, after
from tests.rows import each_row


def intervals(told: str) -> tuple[UsageInterval, ...]:
    return usage_timeline(past({"a": told}), NOON, after(hours=len(told)))


def seconds(*spans: int) -> list[timedelta]:
    return [timedelta(seconds=span) for span in spans]


@each_row(
    ("told", "known", "full", "mean"),
    [
        ("", 0, None, None),
        ("???", 0, None, None),
        ("0", 1, 0.0, 0.0),
        ("33", 2, 1.0, 3.0),
        ("3??1", 2, 0.5, 2.0),
        ("3000", 4, 0.25, 0.75),
    ],
)
def test_only_known_time_counts(told: str, known: int, full: float | None, mean: float | None) -> None:
    there = intervals(told)

    assert observed_time(there) == timedelta(hours=known)
    assert share_of_time(there, lambda interval: interval.all_full) == full
    assert mean_in_use(there) == mean


@each_row(
    ("told", "percent", "enough"),
    [
        ("???", 95, None),
        ("1", 95, 1),
        ("1" * 19 + "3", 95, 1),
        ("1" * 18 + "33", 95, 3),
        ("3" + "1" * 19, 95, 1),
        ("3" + "1" * 19, 96, 3),
        ("0123", 50, 1),
        ("0??1??", 50, 0),
    ],
)
def test_the_percentile_of_slots_in_use_was_enough_for_that_much_time(
    told: str, percent: int, enough: int | None
) -> None:
    assert in_use_percentile(intervals(told), percent) == enough


@each_row(
    ("told", "first", "last"),
    [("33133", 0, 2), ("3133", 2, 4), ("33?33", 0, 2), ("3333", 0, 4)],
    ids=["of equals the first", "the longest", "a gap is a break", "all"],
)
def test_the_longest_full_period(told: str, first: int, last: int) -> None:
    period = longest_period(intervals(told), lambda interval: interval.all_full)

    assert period == Period(start=after(hours=first), end=after(hours=last))
    assert period.duration == timedelta(hours=last - first)


def test_a_pool_that_was_never_full_has_no_full_period() -> None:
    assert longest_period(intervals("12?"), lambda interval: interval.all_full) is None


def test_a_full_period_goes_on_while_the_slots_change() -> None:
    pool = usage_timeline(past({"a": "333", "b": "?3?"}), NOON, after(hours=3))

    assert longest_period(pool, lambda interval: interval.all_full) == Period(start=NOON, end=after(hours=3))


@each_row(
    ("told", "hour"),
    [
        ("", None),
        ("???", None),
        ("000", None),
        ("0120", 2),
        ("1331", 1),
        ("?1?", 1),
    ],
)
def test_the_busiest_hour_has_most_slots_in_use(told: str, hour: int | None) -> None:
    assert busiest_hour(intervals(told), UTC) == (None if hour is None else after(hours=hour))


def used(minutes: int, lasted: int, in_use: int) -> UsageInterval:
    start = after(minutes=minutes)
    return UsageInterval(start=start, end=start + timedelta(minutes=lasted), in_use=in_use, total=9)


@each_row(
    ("there", "hour"),
    [
        ((used(50, 30, 2), used(80, 9, 1)), after(hours=1)),
        ((used(50, 10, 9), used(60, 60, 1)), NOON),
        ((used(50, 10, 6), used(60, 60, 1)), NOON),
        ((used(-10, 10, 1),), after(hours=-1)),
        ((used(30, 90, 1),), after(hours=1)),
    ],
    ids=[
        "split at the hour",
        "weighted by slots",
        "of equals the first",
        "begins before the interval",
        "longest in it",
    ],
)
def test_an_hour_is_one_of_the_clock(there: tuple[UsageInterval, ...], hour: datetime) -> None:
    assert busiest_hour(there, UTC) == hour


def test_an_hour_is_one_of_the_clocks_of_the_zone() -> None:
    there = (used(50, 30, 2), used(80, 9, 1))
    assert busiest_hour(there, ZoneInfo("Asia/Kolkata")) == after(minutes=30)
    assert busiest_hour(there, ZoneInfo("Europe/Berlin")) == busiest_hour(there, UTC)


@each_row(
    ("percent", "spans", "span"),
    [
        (50, (), None),
        (50, (7,), 7),
        (90, (7,), 7),
        (50, (4, 1, 3, 2), 2),
        (50, (5, 4, 1, 3, 2), 3),
        (90, tuple(range(1, 11)), 9),
        (90, tuple(range(1, 12)), 10),
        (0, (3, 1), 1),
        (100, (3, 1), 3),
        (95, (7,), 7),
        (50, (1, 2), 1),
        (95, (1, 2), 2),
        (50, tuple(range(1, 101)), 50),
        (95, tuple(range(100, 0, -1)), 95),
        (99, tuple(range(1, 51)), 50),
        (95, tuple(range(1, 21)), 19),
        (95, tuple(range(1, 20)), 19),
    ],
)
def test_a_percentile_is_one_of_the_durations(percent: int, spans: tuple[int, ...], span: int | None) -> None:
    assert percentile(seconds(*spans), percent) == (None if span is None else timedelta(seconds=span))


@given(spans=st.lists(st.integers(0, 99), min_size=1), percent=st.integers(1, 100))
def test_that_many_percent_do_not_exceed_a_percentile_and_fewer_stay_below(spans: list[int], percent: int) -> None:
    span = percentile(seconds(*spans), percent)

    assert span is not None
    assert 100 * sum(one <= span for one in seconds(*spans)) >= percent * len(spans)
    assert 100 * sum(one < span for one in seconds(*spans)) < percent * len(spans)
