"""What ``/history`` and ``/report`` say in figures; the past is written as in ``pasts``, an hour per character."""

from datetime import UTC, timedelta

from bot.history.history_figures import HistoryFigures, history_figures
from bot.history.usage_report import UsageReport, WaitTimes, usage_report
from bot.history.usage_timeline import Period, usage_timeline
from tests.history.pasts import past
from tests.moments import NOON, after
from tests.rows import each_row

HOUR = timedelta(hours=1)


def test_the_figures_of_a_day() -> None:
    intervals = usage_timeline(past({"a": "1333", "b": "03??", "c": "?"}), NOON, after(hours=4))

    assert history_figures(
        intervals, start=NOON, end=after(hours=4), zone=UTC, jobs=5, durations=(HOUR, 3 * HOUR, 2 * HOUR)
    ) == HistoryFigures(
        start=NOON,
        end=after(hours=4),
        observed_time=4 * HOUR,
        full=0.75,
        longest_full=Period(start=after(hours=1), end=after(hours=4)),
        busiest_hour=after(hours=1),
        incomplete=0.5,
        jobs=5,
        ended=3,
        median=2 * HOUR,
        p90=3 * HOUR,
    )


def test_without_observations_every_figure_is_none() -> None:
    assert history_figures((), start=NOON, end=after(hours=4), zone=UTC, jobs=0, durations=()) == HistoryFigures(
        start=NOON,
        end=after(hours=4),
        observed_time=timedelta(),
        full=None,
        longest_full=None,
        busiest_hour=None,
        incomplete=None,
        jobs=0,
        ended=0,
        median=None,
        p90=None,
    )


def test_the_report_of_a_provider() -> None:
    marks = past({"a": "0133", "b": "3333", "c": "00?!", "d": "????", "e": "00!!"})

    assert usage_report(marks, start=NOON, end=after(hours=4), waits=(HOUR, 5 * HOUR, 2 * HOUR)) == UsageReport(
        start=NOON,
        end=after(hours=4),
        observed_time=4 * HOUR,
        some_full=1.0,
        pool_full=0.5,
        incomplete=0.25,
        mean_in_use=4.75,
        in_use_p95=6,
        total=12,
        accounts=4,
        idle=("c", "e"),
        waits=WaitTimes(count=3, median=2 * HOUR, longest=5 * HOUR),
    )


def test_without_observations_every_figure_of_a_report_is_none() -> None:
    assert usage_report(past({"a": "????"}), start=NOON, end=after(hours=4)) == UsageReport(
        start=NOON,
        end=after(hours=4),
        observed_time=timedelta(),
        some_full=None,
        pool_full=None,
        incomplete=None,
        mean_in_use=None,
        in_use_p95=None,
        total=None,
        accounts=0,
        idle=(),
        waits=WaitTimes(count=0, median=None, longest=None),
    )


@each_row(
    ("told", "accounts", "idle"),
    [
        ("0000", 1, True),
        ("0010", 1, False),
        ("??0?", 1, True),
        ("????", 0, False),
        ("!!!!", 0, False),
        ("1000", 1, True),
        ("0001", 1, True),
        ("1???", 0, False),
        ("1111", 1, False),
    ],
)
def test_an_account_is_idle_if_it_was_known_and_never_in_use_in_that_time(
    told: str, accounts: int, *, idle: bool
) -> None:
    said = usage_report(reversed(past({"a": told})), start=after(hours=1), end=after(hours=3))

    assert (said.accounts, said.idle) == (accounts, ("a",) if idle else ())
