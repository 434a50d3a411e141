"""How long jobs last: the curve, and what is forecast by it, from jobs that were only partly observed."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import JobKind
from bot.history.duration_curve import DurationCurve, JobObservation, fit_curve
from bot.history.slot_forecast import SlotForecast, forecast_slot
from tests.moments import NOON
from tests.rows import each_row

Steps = list[tuple[int, int, int]]
"""Age, jobs at risk, jobs that ended."""


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def observed(entry_age: float, exit_age: float, *, ended: bool = True) -> JobObservation:
    return JobObservation(
        kind=JobKind.VIDEO, account="a", entry_age=seconds(entry_age), exit_age=seconds(exit_age), ended=ended, at=NOON
    )


def ended(*durations: float) -> list[JobObservation]:
    return [observed(0, duration) for duration in durations]


def steps(curve: DurationCurve) -> Steps:
    return list(zip(curve.ages, curve.at_risk, curve.ended, strict=True))


def forecast(curve: DurationCurve, age: float) -> SlotForecast:
    found = forecast_slot([(curve, seconds(age))])
    assert found is not None
    return found


OBSERVATIONS = st.lists(
    st.builds(
        lambda entry_age, more, ended: observed(entry_age, entry_age + more, ended=ended),
        st.integers(0, 20),
        st.integers(1, 20),
        st.booleans(),
    ),
    max_size=30,
)


@each_row(
    ("observations", "expected"),
    [
        ([], []),
        (ended(10, 20, 30), [(10, 3, 1), (20, 2, 1), (30, 1, 1)]),
        (ended(20, 20, 20), [(20, 3, 3)]),
        ([*ended(10.2, 9.8, 30), observed(0, 20, ended=False)], [(10, 4, 2), (30, 1, 1)]),
        ([observed(0, 10, ended=False), observed(0, 20, ended=False)], []),
        ([*ended(10, 20), observed(0, 10, ended=False)], [(10, 3, 1), (20, 1, 1)]),
        ([*ended(10, 20), observed(10, 30, ended=False)], [(10, 2, 1), (20, 2, 1)]),
        (ended(0, 0, 20), [(1, 3, 2), (20, 1, 1)]),
        ([*ended(10), observed(15, 15), observed(15, 12), observed(10, 10, ended=False)], [(10, 1, 1)]),
    ],
    ids=[
        "nothing known",
        "a step at each end",
        "ends at one age are one step",
        "to the second",
        "all censored: nobody was seen to end",
        "what is lost at an age was there to end at it, and is gone after it",
        "what enters at an age could not be seen to end at it, but after it",
        "ends at once count in the first second",
        "an observation of no length is ignored",
    ],
)
def test_the_curve_has_a_step_at_each_age_at_which_jobs_ended(
    observations: list[JobObservation], expected: Steps
) -> None:
    assert steps(fit_curve(observations)) == expected


@given(OBSERVATIONS)
def test_the_curve_is_what_its_definition_says(observations: list[JobObservation]) -> None:
    counted = [
        (
            age,
            sum(one.entry_age < seconds(age) <= one.exit_age for one in observations),
            sum(one.ended and one.exit_age == seconds(age) for one in observations),
        )
        for age in range(41)
    ]
    curve = fit_curve(observations)
    assert steps(curve) == [step for step in counted if step[2]]
    assert curve.jobs == sum(one.ended for one in observations)


def test_an_early_end_with_one_job_at_risk_halves_the_forecast_instead_of_ending_it() -> None:
    late = [observed(30, age) for age in range(40, 60)]

    with_it, without = fit_curve([observed(0, 5), *late]), fit_curve(late)

    assert (forecast(with_it, 0).low, forecast(without, 0).low) == (seconds(5), seconds(50))
    assert forecast(with_it, 4.9).high > seconds(40)
    assert (forecast(with_it, 20).low, forecast(with_it, 20).high) == (seconds(30), seconds(38))
    assert (forecast(without, 20).low, forecast(without, 20).high) == (seconds(30), seconds(38))


def test_partly_observed_jobs_forecast_the_same_as_wholly_observed_ones() -> None:
    random = Random(1)  # noqa: S311 - no secret is made of it
    observations = []
    for _ in range(4000):
        entry_age, lasts, lost = random.uniform(0, 200), random.uniform(60, 240), random.uniform(100, 400)
        if entry_age < min(lasts, lost):
            observations.append(observed(entry_age, min(lasts, lost), ended=lasts <= lost))

    curve = fit_curve(observations)

    finished = sorted(one.exit_age for one in observations if one.ended)
    assert finished[len(finished) // 2] > seconds(155), "those that were seen to end were the long ones"
    for age in (0, 60, 90, 120, 150, 180, 210):
        left = 240 - max(age, 60)  # durations are spread evenly over so many seconds
        found = forecast(curve, age)
        assert found.low.total_seconds() == pytest.approx(max(60 - age, 0) + 0.5 * left, abs=0.03 * 180)
        assert found.high.total_seconds() == pytest.approx(max(60 - age, 0) + 0.9 * left, abs=0.03 * 180)
