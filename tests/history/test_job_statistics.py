"""What a provider's jobs have taught: worked out when asked, anew when something ended, never for the wrong account."""

from datetime import timedelta

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.history.duration_curve import JobObservation, fit_curve
from bot.history.job_statistics import MAX_OBSERVATIONS, JobStatistics
from bot.history.job_tracking import TrackedJob
from bot.history.slot_forecast import forecast_slot
from bot.history.stuck_jobs import is_stuck_at
from tests.moments import NOON, after
from tests.rows import each_row

MAX_GAP = timedelta(minutes=2)


def observed(minutes: float, *, ended: bool = True, kind: JobKind = JobKind.VIDEO) -> JobObservation:
    span = timedelta(minutes=minutes)
    return JobObservation(kind=kind, account="a", entry_age=timedelta(), exit_age=span, ended=ended, at=NOON)


def runs(*, minutes: float = 1, missed: bool = False) -> dict[str, TrackedJob]:
    """Run a job that was first seen this many minutes ago, at its start."""
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


OBSERVATIONS = [observed(minutes) for minutes in range(1, 51)]


def statistics(*observations: JobObservation) -> JobStatistics:
    return JobStatistics(observations, {}, max_gap=MAX_GAP)


@each_row(
    ("observations", "minutes", "stuck"),
    [
        (OBSERVATIONS, 150, False),
        (OBSERVATIONS, 150.1, True),
        (OBSERVATIONS[:49], 10_000, False),
        ([*OBSERVATIONS[:49], observed(1, ended=False)], 10_000, False),
        ([*OBSERVATIONS[:49], observed(1, kind=JobKind.IMAGE)], 10_000, False),
    ],
)
def test_a_job_is_stuck_at_three_times_the_99th_percentile_once_50_have_ended(
    observations: list[JobObservation], minutes: float, *, stuck: bool
) -> None:
    p99 = statistics(*observations).p99_duration(JobKind.VIDEO, NOON)
    assert is_stuck_at(timedelta(minutes=minutes), stuck_after=timedelta.max, p99=p99) is stuck


def test_only_the_newest_observations_of_a_kind_count() -> None:
    subject = statistics(*[observed(1, kind=JobKind.IMAGE)] * 7, *[observed(1)] * 10, *[observed(2)] * MAX_OBSERVATIONS)
    assert subject.curve(JobKind.VIDEO, NOON) == fit_curve([observed(2)] * MAX_OBSERVATIONS)
    assert subject.curve(JobKind.IMAGE, NOON).jobs == 7


def test_a_curve_counts_running_jobs_and_stays_the_same_for_a_minute() -> None:
    subject = JobStatistics(OBSERVATIONS, runs(), max_gap=MAX_GAP)
    curve = subject.curve(JobKind.VIDEO, NOON)
    assert curve == fit_curve([*OBSERVATIONS, observed(1, ended=False)])
    subject.update(runs(minutes=2), ())
    assert subject.curve(JobKind.VIDEO, after(seconds=59)) is curve
    assert subject.curve(JobKind.VIDEO, after(minutes=1)) == fit_curve([*OBSERVATIONS, observed(2, ended=False)])
    assert subject.curve(JobKind.VIDEO, after(minutes=-1)) is not curve


@each_row(
    ("running", "observations", "then"),
    [
        ({}, [observed(3)], [*OBSERVATIONS, observed(3)]),
        (runs(missed=True), [], [*OBSERVATIONS, observed(1)]),
    ],
)
def test_a_curve_is_made_anew_when_a_job_ended_or_is_missed(
    running: dict[str, TrackedJob], observations: list[JobObservation], then: list[JobObservation]
) -> None:
    subject = JobStatistics(OBSERVATIONS, runs(), max_gap=MAX_GAP)
    subject.curve(JobKind.VIDEO, NOON)
    subject.update(running, observations)
    assert subject.curve(JobKind.VIDEO, NOON) == fit_curve(then)


def test_the_99th_percentile_is_worked_out_once_a_minute() -> None:
    subject = statistics(*OBSERVATIONS)
    assert subject.p99_duration(JobKind.VIDEO, NOON) == timedelta(minutes=50)
    subject.update({}, [observed(90)])
    assert subject.p99_duration(JobKind.VIDEO, after(seconds=59)) == timedelta(minutes=50)
    assert subject.p99_duration(JobKind.VIDEO, after(minutes=1)) == timedelta(minutes=90)


@each_row(
    ("observations", "usual"),
    [
        ([observed(minutes) for minutes in range(1, 21)], (2, 18)),
        ([*[observed(minutes) for minutes in range(1, 21)], observed(90, ended=False)], (2, 18)),
        ([observed(minutes) for minutes in range(1, 20)], None),
        ([observed(minutes, kind=JobKind.IMAGE) for minutes in range(1, 21)], None),
    ],
)
def test_how_long_jobs_usually_take_is_known_once_20_have_ended(
    observations: list[JobObservation], usual: tuple[int, int] | None
) -> None:
    found = statistics(*observations).usual_duration(JobKind.VIDEO)
    minutes = None if found is None else (found.low / timedelta(minutes=1), found.high / timedelta(minutes=1))
    assert minutes == usual


FULL = Account(name="a", state=AccountState.FULL, free=0, limit=1, running=1)
OTHER = Account(name="b", state=AccountState.FULL, free=0, limit=1, running=1)
UNKNOWN = Account(name="c", state=AccountState.UNKNOWN, limit=1, running=1)


@each_row(
    ("account", "counted"),
    [("a", [1, 2]), ("b", [3]), ("c", []), ("gone", []), (None, [1, 2, 3])],
)
def test_a_forecast_counts_the_jobs_that_hold_a_slot_of_the_account(account: str | None, counted: list[float]) -> None:
    jobs = (
        *(job("a", minutes=minutes) for minutes in (1, 2)),
        job("b", minutes=3),
        job("c", minutes=4),
        job(None, minutes=5),
        job("a", minutes=6, takes_slot=False),
        job("a", minutes=None),
    )
    seen = Snapshot(provider="minimax", at=NOON, accounts=(FULL, OTHER, UNKNOWN), jobs=jobs)
    subject = statistics(*OBSERVATIONS)
    curve = subject.curve(JobKind.VIDEO, NOON)
    expected = forecast_slot((curve, timedelta(minutes=minutes)) for minutes in counted)
    assert subject.forecast_slot(seen, account) == expected
    assert (expected is None) is not bool(counted)


def test_a_look_is_forecast_once_for_each_account() -> None:
    seen = Snapshot(provider="minimax", at=NOON, accounts=(FULL,), jobs=(job(),))
    subject = statistics(*OBSERVATIONS)
    first = subject.forecast_slot(seen, "a")
    assert first is not None
    assert subject.forecast_slot(seen, "a") is first
    subject.update({}, [observed(1)] * 50)
    again = subject.forecast_slot(seen, "a")
    assert again is not None
    assert again is not first
