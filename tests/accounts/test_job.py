"""How long a job has run."""

from datetime import timedelta

from bot.accounts.job import Job, JobKind, longest_first
from tests.moments import NOON, after


def test_elapsed_is_now_less_the_start_and_never_negative() -> None:
    job = Job(id="1", account=None, kind=JobKind.MUSIC, started=NOON)

    assert job.elapsed(after(seconds=237)) == timedelta(minutes=3, seconds=57)
    assert job.elapsed(after(seconds=-5)) == timedelta()


def test_without_a_start_nothing_is_made_up() -> None:
    assert Job(id="1", account=None, kind=JobKind.MUSIC, elapsed_said="03:57").elapsed(NOON) is None


def test_the_longest_comes_first_and_the_silent_last() -> None:
    short = Job(id="short", account=None, kind=JobKind.VIDEO, started=after(minutes=-1))
    long = Job(id="long", account=None, kind=JobKind.VIDEO, started=after(minutes=-9))
    new = Job(id="new", account=None, kind=JobKind.VIDEO, started=after(minutes=1))
    silent = Job(id="silent", account=None, kind=JobKind.VIDEO)

    assert longest_first((silent, short, new, long)) == (long, short, new, silent)
