"""What a provider's jobs have taught: worked out when asked, anew when something ended, never for the wrong account."""

from datetime import timedelta

import pytest

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.history.duration_curve import JobObservation, fit_curve
from bot.history.job_statistics import MAX_OBSERVATIONS, JobStatistics
from bot.history.job_tracking import TrackedJob
from bot.history.slot_forecast import forecast_slot
from tests.moments import NOON, after

MAX_GAP = timedelta(minutes=2)


def life(minutes: float, *, ended: bool = True, kind: JobKind = JobKind.VIDEO) -> JobObservation:
    span = timedelta(minutes=minutes)
    return JobObservation(kind=kind, account="a", entry_age=timedelta(), exit_age=span, ended=ended, at=NOON)


def runs(*, minutes: float = 1, missed: bool = False) -> dict[str, TrackedJob]:
    """Run a job that has been watched for so many minutes."""
    began = after(minutes=-minutes)
    job = TrackedJob(
        id="j",
        kind=JobKind.VIDEO,
        account="a",
        takes_slot=True,
        started=began,
        first_seen=began,
        last_seen=NOON,
        missed_at=NOON if missed else None,
    )
    return {job.id: job}


def job(account: str | None = "a", *, minutes: float | None = 1, takes_slot: bool = True) -> Job:
    started = None if minutes is None else after(minutes=-minutes)
    return Job(id=None, account=account, kind=JobKind.VIDEO, takes_slot=takes_slot, started=started)


LIVES = [life(minutes) for minutes in range(1, 51)]


def lessons(*lasted: JobObservation) -> JobStatistics:
    return JobStatistics(lasted, {}, max_gap=MAX_GAP)


@pytest.mark.parametrize(
    ("lasted", "minutes", "stuck"),
    [
        (LIVES, 150, False),
        (LIVES, 150.1, True),
        (LIVES[:49], 10_000, False),
        ([*LIVES[:49], life(1, ended=False)], 10_000, False),
        ([*LIVES[:49], life(1, kind=JobKind.IMAGE)], 10_000, False),
        (LIVES, None, False),
    ],
)
def test_a_job_is_stuck_at_three_times_the_99th_percentile_once_50_have_ended(
    lasted: list[JobObservation], minutes: float | None, *, stuck: bool
) -> None:
    assert lessons(*lasted).is_stuck(job(minutes=minutes), NOON) is stuck


def test_only_the_newest_lives_of_a_kind_are_learnt_from() -> None:
    learnt = lessons(*[life(1, kind=JobKind.IMAGE)] * 7, *[life(1)] * 10, *[life(2)] * MAX_OBSERVATIONS)
    assert learnt.curve(JobKind.VIDEO, NOON) == fit_curve([life(2)] * MAX_OBSERVATIONS)
    assert learnt.curve(JobKind.IMAGE, NOON).jobs == 7


def test_a_curve_knows_of_what_runs_and_stays_the_same_for_a_minute() -> None:
    learnt = JobStatistics(LIVES, runs(), max_gap=MAX_GAP)
    curve = learnt.curve(JobKind.VIDEO, NOON)
    assert curve == fit_curve([*LIVES, life(1, ended=False)])
    learnt.update(runs(minutes=2), ())
    assert learnt.curve(JobKind.VIDEO, after(seconds=59)) is curve
    assert learnt.curve(JobKind.VIDEO, after(minutes=1)) == fit_curve([*LIVES, life(2, ended=False)])
    assert learnt.curve(JobKind.VIDEO, after(minutes=-1)) is not curve


@pytest.mark.parametrize(
    ("running", "lasted", "then"),
    [
        ({}, [life(3)], [*LIVES, life(3)]),
        (runs(missed=True), [], [*LIVES, life(1)]),
    ],
)
def test_a_curve_is_learnt_anew_when_something_ended_or_is_missed(
    running: dict[str, TrackedJob], lasted: list[JobObservation], then: list[JobObservation]
) -> None:
    learnt = JobStatistics(LIVES, runs(), max_gap=MAX_GAP)
    learnt.curve(JobKind.VIDEO, NOON)
    learnt.update(running, lasted)
    assert learnt.curve(JobKind.VIDEO, NOON) == fit_curve(then)


def test_what_is_usual_is_worked_out_once_a_minute() -> None:
    learnt = lessons(*LIVES)
    assert learnt.p99_duration(JobKind.VIDEO, NOON) == timedelta(minutes=50)
    learnt.update({}, [life(90)])
    assert learnt.p99_duration(JobKind.VIDEO, after(seconds=59)) == timedelta(minutes=50)
    assert learnt.p99_duration(JobKind.VIDEO, after(minutes=1)) == timedelta(minutes=90)


FULL = Account(name="a", state=AccountState.FULL, free=0, limit=1, running=1)
OTHER = Account(name="b", state=AccountState.FULL, free=0, limit=1, running=1)
UNKNOWN = Account(name="c", state=AccountState.UNKNOWN, limit=1, running=1)


@pytest.mark.parametrize(
    ("account", "counted"),
    [("a", [1, 2]), ("b", [3]), ("c", []), ("gone", []), (None, [1, 2, 3])],
)
def test_those_jobs_count_that_hold_a_slot_of_what_is_asked_for(account: str | None, counted: list[float]) -> None:
    jobs = (
        *(job("a", minutes=minutes) for minutes in (1, 2)),
        job("b", minutes=3),
        job("c", minutes=4),
        job(None, minutes=5),
        job("a", minutes=6, takes_slot=False),
        job("a", minutes=None),
    )
    seen = Snapshot(provider="minimax", at=NOON, accounts=(FULL, OTHER, UNKNOWN), jobs=jobs)
    learnt = lessons(*LIVES)
    curve = learnt.curve(JobKind.VIDEO, NOON)
    expected = forecast_slot((curve, timedelta(minutes=minutes)) for minutes in counted)
    assert learnt.forecast_slot(seen, account) == expected
    assert (expected is None) is not bool(counted)


def test_one_look_is_estimated_once_for_each_account_until_the_next() -> None:
    seen = Snapshot(provider="minimax", at=NOON, accounts=(FULL,), jobs=(job(),))
    learnt = lessons(*LIVES)
    first = learnt.forecast_slot(seen, "a")
    assert first is not None
    assert learnt.forecast_slot(seen, "a") is first
    learnt.update({}, [life(1)] * 50)
    assert learnt.forecast_slot(seen, "a") not in {None, first}
