"""When the first running job ends: exact small cases and properties."""

from datetime import timedelta
from fractions import Fraction
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.accounts.job import JobKind
from bot.history.duration_curve import DurationCurve, JobObservation, fit_curve
from bot.history.slot_forecast import MIN_FINISHED_JOBS, SlotForecast, forecast_slot
from tests.moments import NOON
from tests.rows import each_row


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def curve(*durations: float) -> DurationCurve:
    """Make a curve of jobs that were observed from their start to their end."""
    return fit_curve(
        JobObservation(
            kind=JobKind.VIDEO, account="a", entry_age=seconds(0), exit_age=seconds(duration), ended=True, at=NOON
        )
        for duration in durations
    )


def forecast(low: float, high: float) -> SlotForecast:
    return SlotForecast(low=seconds(low), high=seconds(high))


NINETEEN = curve(*range(10, 200, 10))
TWENTY = curve(*range(10, 210, 10))
QUICK = curve(*range(1, 40))
ALIKE = curve(*[300] * 30)


@each_row(
    ("running", "expected"),
    [
        ([], None),
        ([(NINETEEN, 0)], None),
        ([(DurationCurve(), 0)], None),
        ([(TWENTY, 0)], forecast(110, 190)),
        ([(TWENTY, 100)], forecast(60, 100)),
        ([(TWENTY, 110)], forecast(50, 90)),
        ([(TWENTY, 120)], None),
        ([(TWENTY, 200)], None),
        ([(TWENTY, 0), (TWENTY, 500)], forecast(110, 190)),
        ([(TWENTY, 0), (QUICK, 39)], forecast(110, 190)),
        ([(TWENTY, 0), (NINETEEN, 0)], forecast(110, 190)),
        ([(TWENTY, -5)], forecast(110, 190)),
        ([(TWENTY, 0), (TWENTY, 0)], forecast(70, 150)),
        ([(ALIKE, 0)], forecast(300, 300)),
        ([(ALIKE, 0), (ALIKE, 299.5)], forecast(0.5, 0.5)),
        ([(QUICK, 0), (TWENTY, 0)], forecast(19, 36)),
        ([(QUICK, 37.5), (TWENTY, 0)], forecast(1.5, 150)),
    ],
    ids=[
        "nothing runs",
        "too few jobs",
        "no jobs",
        "the 11th of 21 ends at 110, the 19th at 190",
        "of ten that were older, the tenth is the tenth of eleven",
        "of nine that were older, the ninth is the ninth of ten",
        "eight were older: none can tell when nine of ten have ended",
        "as old as the oldest",
        "one that is older than anything seen says nothing",
        "and its kind is not counted",
        "one of which too little is known says nothing",
        "a start ahead of our clock counts as now",
        "the first of two comes earlier",
        "all alike",
        "all alike, at different ages",
        "of two kinds",
        "of two kinds, one of which says nothing after a while",
    ],
)
def test_the_forecast_is_when_the_first_job_ends(
    running: list[tuple[DurationCurve, float]], expected: SlotForecast | None
) -> None:
    assert forecast_slot((learnt, seconds(age)) for learnt, age in running) == expected


DURATIONS = st.lists(st.integers(1, 300), min_size=MIN_FINISHED_JOBS, max_size=30)
SECONDS = st.lists(st.integers(0, 250), min_size=1, max_size=6)


def none_ended(durations: list[int], ages: list[int], within: Fraction) -> Fraction:
    """Compute it as documented, end by end: among all that were there alike, it was none of the running ones."""
    share = Fraction(1)
    for when in set(durations):
        at_risk = sum(one >= when for one in durations)
        passing = sum(age < when <= age + within for age in ages)
        for gone in range(durations.count(when)):
            share *= Fraction(at_risk - gone, at_risk - gone + passing)
    return share


@given(DURATIONS, SECONDS)
def test_the_percentiles_are_the_first_moments_that_reach_them(durations: list[int], ages: list[int]) -> None:
    found = forecast_slot((learnt, seconds(age)) for learnt in [curve(*durations)] for age in ages)

    if found is None:
        assert none_ended(durations, ages, Fraction(300)) > Fraction(1, 10)
        return
    for moment, left in ((found.low, Fraction(1, 2)), (found.high, Fraction(1, 10))):
        within = Fraction(round(moment.total_seconds() * 10), 10)
        assert none_ended(durations, ages, within) <= left
        assert none_ended(durations, ages, within - Fraction(1, 10)) > left


@given(DURATIONS, DURATIONS, SECONDS, SECONDS, st.booleans(), st.integers(0, 250))
def test_one_more_running_job_never_makes_the_forecast_later(
    some: list[int],
    others: list[int],
    ages: list[int],
    other_ages: list[int],
    more_of_others: bool,  # noqa: FBT001 - as above
    age: int,
) -> None:
    one, other = curve(*some), curve(*others)
    running = [(one, seconds(age)) for age in ages] + [(other, seconds(age)) for age in other_ages]
    before = forecast_slot(running)
    assume(before is not None)

    now = forecast_slot([*running, (other if more_of_others else one, seconds(age))])

    assert before is not None
    assert now is not None
    assert timedelta() < now.low <= before.low
    assert now.low <= now.high <= before.high


def test_ten_thousand_running_jobs_are_forecast() -> None:
    random = Random(1)  # noqa: S311 - no secret is made of it
    learnt = curve(*(random.uniform(1, 5000) for _ in range(1000)))

    found = forecast_slot((learnt, seconds(random.uniform(0, 4000))) for _ in range(10_000))

    assert found is not None
    assert found.low <= found.high
