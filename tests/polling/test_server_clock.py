"""A server whose clock is off says of no job that it runs for longer, or shorter, than it does."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ProviderAnswer
from bot.polling.server_clock import ServerClock
from tests.moments import NOON
from tests.polling.poll_clock import Clock
from tests.rows import each_row

HOUR = timedelta(hours=1)
FOUR_MINUTES = timedelta(minutes=4)


def answer(dated: datetime | None) -> ProviderAnswer:
    """Make an answer with a job that runs for four minutes by the clock that dates it, and one that says nothing."""
    started = (dated or NOON) - FOUR_MINUTES
    jobs = (
        Job(id="1", account="a", kind=JobKind.VIDEO, started=started),
        Job(id="2", account="a", kind=JobKind.VIDEO),
    )
    return ProviderAnswer(jobs=jobs, dated=dated)


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (-HOUR, "60 min behind"),
        (HOUR, "60 min ahead of"),
        (timedelta(hours=25), "25 hours ahead of"),
        (timedelta(days=20_000), "20000 days ahead of"),
    ],
)
def test_jobs_of_a_clock_that_is_off_are_timed_by_ours(
    off: timedelta, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    server = ServerClock("kling", clock)
    for _ in range(2):
        clock.at += timedelta(seconds=30)
        first, second = server.in_our_time(answer(clock() + off)).jobs
        assert first.elapsed(clock()) == FOUR_MINUTES
        assert second.started is None
    assert len(caplog.records) == 1
    assert f"useapi.net's clock is {said} this machine's" in caplog.text


@pytest.mark.parametrize("off", [timedelta(), timedelta(seconds=119), timedelta(seconds=-119)])
def test_a_clock_that_is_off_by_seconds_changes_nothing(off: timedelta, caplog: pytest.LogCaptureFixture) -> None:
    said = answer(NOON + off)
    assert ServerClock("kling", Clock()).in_our_time(said) is said
    assert caplog.records == []


def test_a_start_stays_the_same_while_the_clocks_drift_by_seconds() -> None:
    clock = Clock()
    server = ServerClock("kling", clock)
    said = answer(NOON - HOUR)
    first = server.in_our_time(said).jobs[0]
    for _ in range(50):
        clock.at += timedelta(seconds=1)
        drifted = replace(said, dated=clock() - HOUR - timedelta(seconds=30))
        assert server.in_our_time(drifted).jobs[0] == first


def test_a_clock_that_is_off_by_about_what_is_tolerated_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    clock = Clock()
    server = ServerClock("kling", clock)
    moved = set()
    for seconds in (121, 119, 119.5, 122, 61):
        server.in_our_time(answer(clock() - timedelta(seconds=seconds)))
        moved.add(server.behind)
    assert (len(caplog.records), moved) == (1, {timedelta(seconds=121)})
    server.in_our_time(answer(clock() - timedelta(seconds=60)))
    assert (len(caplog.records), server.behind) == (2, timedelta())


@each_row("step", [3600.0, -3600.0])
def test_our_own_clock_that_steps_makes_no_job_older(step: float) -> None:
    clock = Clock()
    server = ServerClock("kling", clock)
    said = answer(clock())
    server.in_our_time(said)
    clock.set_back(step)
    (job, _) = server.in_our_time(said).jobs
    assert job.elapsed(clock()) == FOUR_MINUTES


def test_a_server_that_does_not_say_its_time_is_taken_at_its_word() -> None:
    said = answer(None)
    assert ServerClock("kling", Clock()).in_our_time(said) is said


def test_clocks_that_agree_again_are_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    clock = Clock()
    server = ServerClock("kling", clock)
    for off in (HOUR, timedelta(), timedelta()):
        server.in_our_time(answer(clock() + off))
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
