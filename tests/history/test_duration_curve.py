"""How long jobs last: the curve, learnt from lives that were only partly watched."""

import math
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import JobKind
from bot.history.duration_curve import DurationCurve, WatchedSpan, learn, percentile
from tests.moments import NOON


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def life(entered: float, duration: float, *, ended: bool = True) -> WatchedSpan:
    return WatchedSpan(
        kind=JobKind.VIDEO, account="a", entered=seconds(entered), duration=seconds(duration), ended=ended, at=NOON
    )


def ended(*durations: float) -> list[WatchedSpan]:
    return [life(0, duration) for duration in durations]


def surviving(lives: list[WatchedSpan], age: float) -> Fraction:
    """Say it as the definition does, counting the jobs at risk at each age anew."""
    share = Fraction(1)
    for when in {one.duration for one in lives if one.ended and one.duration <= seconds(age)}:
        at_risk = sum(one.entered < when <= one.duration for one in lives)
        share *= 1 - Fraction(sum(one.ended and one.duration == when for one in lives), at_risk + 1)
    return share


LIVES = st.lists(
    st.builds(
        lambda entered, more, ended: life(entered, entered + more, ended=ended),
        st.integers(0, 20),
        st.integers(1, 20),
        st.booleans(),
    ),
    max_size=30,
)
AGES = st.floats(0, 60)


@pytest.mark.parametrize(
    ("lives", "age", "share"),
    [
        ([], 10, 1),
        (ended(10, 20, 30), 9.9, 1),
        (ended(10, 20, 30), 10, 3 / 4),
        (ended(10, 20, 30), 30, 1 / 4),
        (ended(10, 20, 30), 9999, 1 / 4),
        (ended(20, 20, 20), 20, 1 / 4),
        ([life(0, 10, ended=False), life(0, 20, ended=False)], 30, 1),
        ([*ended(10, 20), life(0, 10, ended=False)], 10, 3 / 4),
        ([*ended(10, 20), life(0, 10, ended=False)], 20, 3 / 4 * 1 / 2),
        ([*ended(10, 20), life(10, 30, ended=False)], 10, 2 / 3),
        ([*ended(10, 20), life(10, 30, ended=False)], 20, 2 / 3 * 2 / 3),
        (ended(0, 0, 20), 1, 2 / 4),
        (ended(0, 0, 20), 0, 1),
        ([*ended(10), life(15, 15), life(15, 12), life(10, 10, ended=False)], 20, 1 / 2),
    ],
    ids=[
        "nothing known",
        "before the first end",
        "one more job is as likely as any to be the first of four",
        "or the last",
        "past the oldest nothing more is known",
        "ends at one age step down together",
        "all censored: nobody was seen to end",
        "what is lost at an age was there to end at it",
        "and is gone after it",
        "what enters at an age could not be seen to end at it",
        "but after it",
        "ends at once count in the first second",
        "and not before it",
        "a stretch of no length tells nothing",
    ],
)
def test_how_many_survive(lives: list[WatchedSpan], age: float, share: float) -> None:
    assert math.isclose(learn(lives).surviving(seconds(age)), share)


@given(LIVES, AGES)
def test_the_curve_is_what_its_definition_says(lives: list[WatchedSpan], age: float) -> None:
    assert math.isclose(learn(lives).surviving(seconds(age)), surviving(lives, age))


@given(LIVES, AGES, AGES)
def test_fewer_survive_longer_and_never_none(lives: list[WatchedSpan], one: float, other: float) -> None:
    curve = learn(lives)

    assert curve.surviving(seconds(0)) == 1
    assert 1 >= curve.surviving(seconds(min(one, other))) >= curve.surviving(seconds(max(one, other))) > 0


@given(LIVES, st.integers(0, 20), st.integers(1, 20), AGES)
def test_a_job_that_was_only_seen_to_run_never_lowers_it(
    lives: list[WatchedSpan], entered: int, more: int, age: float
) -> None:
    longer = learn([*lives, life(entered, entered + more, ended=False)])

    assert longer.surviving(seconds(age)) >= learn(lives).surviving(seconds(age)) * (1 - 1e-12)


@given(LIVES, st.randoms(use_true_random=False))
def test_the_order_of_lives_does_not_matter(lives: list[WatchedSpan], random: Random) -> None:
    mixed = list(lives)
    random.shuffle(mixed)

    assert learn(mixed) == learn(lives)


@given(LIVES)
def test_the_finished_are_counted(lives: list[WatchedSpan]) -> None:
    assert learn(lives).jobs == sum(one.ended for one in lives)


def test_an_early_end_with_one_job_at_risk_does_not_end_the_curve() -> None:
    late = [life(30, age) for age in range(40, 60)]

    with_it, without = learn([life(0, 5), *late]), learn(late)

    assert with_it.surviving(seconds(20)) == 1 / 2
    assert with_it.surviving(seconds(50)) / with_it.surviving(seconds(20)) == without.surviving(seconds(50))


def test_lives_that_were_partly_watched_tell_the_same_as_whole_ones() -> None:
    random = Random(1)  # noqa: S311 - no secret is made of it
    lives = []
    for _ in range(4000):
        entered, lasts, lost = random.uniform(0, 200), random.uniform(60, 240), random.uniform(100, 400)
        if entered < min(lasts, lost):
            lives.append(life(entered, min(lasts, lost), ended=lasts <= lost))

    curve = learn(lives)

    finished = sorted(one.duration for one in lives if one.ended)
    assert finished[len(finished) // 2] > seconds(155), "those that were seen to end were the long ones"
    for age in (90, 120, 150, 180, 210):
        assert curve.surviving(seconds(age)) == pytest.approx((240 - age) / 180, abs=0.03)


def test_a_curve_has_a_step_where_jobs_ended_to_the_second() -> None:
    lives = [*ended(10.2, 9.8, 30), life(0, 20, ended=False)]

    assert learn(lives) == DurationCurve(ages=(10, 30), at_risk=(4, 1), ended=(2, 1))


@pytest.mark.parametrize(
    ("count", "percent", "least", "expected"),
    [(0, 50, 1, None), (1, 99, 1, 1), (49, 99, 50, None), (50, 99, 50, 50), (100, 99, 50, 99), (100, 50, 50, 50)],
)
def test_a_percentile_is_a_duration_that_was_seen_once_there_are_enough(
    count: int, percent: int, least: int, expected: float | None
) -> None:
    durations = [seconds(number) for number in range(count, 0, -1)]

    assert percentile(durations, percent, least=least) == (None if expected is None else seconds(expected))
