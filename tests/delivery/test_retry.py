"""Pauses grow with each failure, up to a limit, and are as long as the far end asks, up to an hour."""

from datetime import timedelta

from bot.delivery.retry import Backoff
from tests.rows import each_row


@each_row(
    ("failures", "asked_for", "seconds"),
    [
        (1, None, 1),
        (2, None, 2),
        (3, None, 4),
        (4, None, 8),
        (5, None, 10),
        (10**6, None, 10),
        (1, timedelta(seconds=0.25), 1),
        (1, timedelta(seconds=7.125), 7.125),
        (9, timedelta(hours=1), 3600),
        (9, timedelta(days=11), 3600),
    ],
)
def test_a_pause_doubles_with_each_failure_and_is_at_least_retry_after(
    failures: int, asked_for: timedelta | None, seconds: float
) -> None:
    assert Backoff().pause(failures, asked_for) == timedelta(seconds=seconds)
