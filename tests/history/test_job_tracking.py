"""Which jobs run and which ended, from look to look: glitches, outages, restarts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.history.duration_curve import JobObservation
from bot.history.job_tracking import TrackedJob, TrackingResult, track_jobs, unfinished_observations
from tests.moments import NOON, after
from tests.rows import each_row

MAX_GAP = timedelta(minutes=2)


def job(name: str | None = "a", *, started: float | None = 0) -> Job:
    """Make a job that started this many minutes past noon; its account has its name, as observations have no id."""
    begun = None if started is None else after(minutes=started)
    return Job(id=name, account=name, kind=JobKind.VIDEO, started=begun)


def track(*looks: tuple[float, Sequence[Job]]) -> tuple[TrackingResult, list[JobObservation]]:
    """Look at these minutes after noon, each time with these jobs."""
    tracked, observations = TrackingResult(running={}), list[JobObservation]()
    for minutes, jobs in looks:
        tracked = track_jobs(tracked.running, jobs, after(minutes=minutes), max_gap=MAX_GAP)
        observations += tracked.observations
    return tracked, observations


def observed(entry_age: float, exit_age: float, *, ended: bool) -> JobObservation:
    return JobObservation(
        kind=JobKind.VIDEO,
        account="a",
        entry_age=timedelta(minutes=entry_age),
        exit_age=timedelta(minutes=exit_age),
        ended=ended,
        at=after(minutes=exit_age),
    )


A = [job()]
NONE: list[Job] = []


@each_row(
    ("looks", "observations"),
    [
        ([(1, A), (2, A), (3, NONE)], []),
        ([(1, A), (2, A), (3, NONE), (4, NONE)], [observed(1, 2.5, ended=True)]),
        ([(1, A), (2, A), (3, NONE), (9, NONE)], [observed(1, 2.5, ended=True)]),
        ([(1, A), (2, A), (3, NONE), (4, NONE), (5, NONE), (6, NONE)], [observed(1, 2.5, ended=True)]),
        ([(1, A), (2, NONE), (3, A), (4, NONE), (5, NONE)], [observed(1, 3.5, ended=True)]),
        ([(1, A), (3, NONE), (4, NONE)], [observed(1, 2, ended=True)]),
        ([(1, A), (2, A), (4.5, NONE), (5, NONE)], [observed(1, 2, ended=False)]),
        ([(1, A), (2, A), (9, A), (10, NONE), (11, NONE)], [observed(1, 2, ended=False), observed(9, 9.5, ended=True)]),
        ([(1, A), (2, A), (9, NONE), (10, A)], [observed(1, 2, ended=False)]),
        (
            [(1, A), (2, NONE), (3, NONE), (4, A), (5, NONE), (6, NONE)],
            [observed(1, 1.5, ended=True), observed(4, 4.5, ended=True)],
        ),
        ([(60, A), (61, NONE), (62, NONE)], [observed(60, 60.5, ended=True)]),
        ([(1, [job(started=7)]), (2, NONE), (3, NONE)], [replace(observed(0, 0, ended=True), at=after(minutes=1.5))]),
        ([(1, A), (2, [job(started=1.9)]), (3, NONE), (4, NONE)], [observed(1, 2.5, ended=True)]),
        ([(1, A), (2, [job(started=None)]), (3, NONE), (4, NONE)], [observed(1, 2.5, ended=True)]),
        ([(1, [job(started=None)]), (2, NONE), (3, NONE)], []),
        ([(1, [job(None)]), (2, NONE), (3, NONE)], []),
        ([(1, A), (5, A), (4, NONE), (3, NONE)], [observed(1, 1, ended=False)]),
        ([(1, A), (2, NONE), (2, NONE), (1.5, NONE), (1.5, A)], []),
    ],
    ids=[
        "missing once: nothing is said",
        "missing twice: it ended half-way between the look that listed it and the first that did not",
        "the second look may come late",
        "it ends once",
        "a glitch of one look: it ran all along",
        "a gap just short of an outage",
        "an outage: censored where it was last seen",
        "back after an outage: watched anew",
        "missing just after an outage, then back",
        "away for two looks and back: taken for another",
        "first seen late: from then on",
        "a start ahead of our clock: no negative age",
        "a start that changes: the first counts",
        "a row that lost its start still says that it runs",
        "never a start: not tracked",
        "no id: not tracked",
        "older looks say nothing",
        "nor does the same look again",
    ],
)
def test_looks_give_these_observations_of_a_job(
    looks: list[tuple[float, list[Job]]], observations: list[JobObservation]
) -> None:
    assert track(*looks)[1] == observations


def test_running_jobs_are_remembered_with_what_the_look_said() -> None:
    slotless = structs.replace(job("b", started=1), takes_slot=False, kind=JobKind.IMAGE, account=None)

    tracked, _ = track((1, [*A, slotless]), (2, [slotless, *A]), (3, A))

    a = TrackedJob(
        id="a",
        kind=JobKind.VIDEO,
        account="a",
        takes_slot=True,
        started=NOON,
        first_seen=after(minutes=1),
        last_seen=after(minutes=3),
    )
    b = TrackedJob(
        id="b",
        kind=JobKind.IMAGE,
        account=None,
        takes_slot=False,
        started=after(minutes=1),
        first_seen=after(minutes=1),
        last_seen=after(minutes=2),
        missed_at=after(minutes=3),
    )
    assert tracked.running == {"a": a, "b": b}


@each_row(
    ("last", "known"),
    [
        ([(2, A)], observed(1, 2, ended=False)),
        ([(2, A), (3, NONE)], observed(1, 2.5, ended=True)),
        ([(2, A), (9, NONE)], observed(1, 2, ended=False)),
        ([(2, A), (3, NONE), (4, A)], observed(1, 4, ended=False)),
    ],
    ids=[
        "listed: as long as it was seen",
        "missed: ended, until the next look decides",
        "missed after an outage: as long as it was seen",
        "back: as long as it was seen",
    ],
)
def test_running_jobs_give_observations_too(last: list[tuple[float, list[Job]]], known: JobObservation) -> None:
    tracked, _ = track((1, A), *last)

    assert unfinished_observations(tracked.running.values(), max_gap=MAX_GAP) == (known,)


@st.composite
def looks(draw: st.DrawFn, names: str = "abc") -> list[tuple[float, list[Job]]]:
    """Draw looks with gaps around ``MAX_GAP``, each of which lists some of the jobs."""
    minutes, drawn = 0.0, []
    for _ in range(draw(st.integers(1, 12))):
        minutes += draw(st.sampled_from([0.5, 1, 2, 2.5, 30]))
        drawn.append((minutes, [job(name) for name in names if draw(st.booleans())]))
    return drawn


@given(looks())
def test_the_same_look_again_changes_nothing(looks: list[tuple[float, list[Job]]]) -> None:
    once = track(*looks)
    twice = track(*(look for look in looks for _ in range(2)))

    assert twice[0].running == once[0].running
    assert twice[1] == once[1]


@given(looks())
def test_jobs_are_tracked_independently(looks: list[tuple[float, list[Job]]]) -> None:
    _, together = track(*looks)

    for name in "abc":
        alone = track(*((minutes, [one for one in jobs if one.id == name]) for minutes, jobs in looks))[1]
        assert [one for one in together if one.account == name] == alone


@given(looks("a"))
def test_observations_never_overlap_and_a_job_ends_once_each_time_it_is_gone(
    looks: list[tuple[float, list[Job]]],
) -> None:
    tracked, observations = track(*looks)

    every = (*observations, *unfinished_observations(tracked.running.values(), max_gap=MAX_GAP))
    assert all(timedelta() <= one.entry_age <= one.exit_age for one in every)
    assert all(one.exit_age <= later.entry_age for one, later in pairwise(every))
    assert sum(one.ended for one in observations) == times_gone(looks)


def times_gone(looks: Iterable[tuple[float, list[Job]]]) -> int:
    """Count how often a job was gone for two looks, the first of them soon enough after it was last listed."""
    times, last = 0, None
    for listed, run in groupby(looks, key=lambda look: bool(look[1])):
        minutes = [look[0] for look in run]
        if listed:
            last = minutes[-1]
        elif last is not None and len(minutes) > 1:
            times += timedelta(minutes=minutes[0] - last) <= MAX_GAP
    return times


def test_a_thousand_jobs_are_tracked() -> None:
    many = [job(str(number)) for number in range(1_000)]

    tracked, observations = track((1, many), (2, many[1:]), (3, many[1:]), (4, many[2:]))

    assert len(tracked.running) == 999
    assert [one.account for one in observations] == ["0"]
