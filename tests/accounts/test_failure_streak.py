"""A provider counts as failing at the third failed look in a row, since the first of them."""

from bot.accounts.failure_streak import FailureStreak, failed
from tests.moments import NOON, after


def test_the_third_failed_look_in_a_row_counts_since_the_first() -> None:
    health = FailureStreak()
    failing = []
    for minute in range(5):
        health = failed(health, after(minutes=minute))
        failing.append(health.failing)

    assert failing == [False, False, True, True, True]
    assert health == FailureStreak(failures=5, since=NOON, watched_until=after(minutes=4))


def test_nothing_is_wrong_at_first() -> None:
    assert not FailureStreak().failing
