"""The pause after each outcome of a look."""

from datetime import timedelta

from bot.errors import AccountBroken, LookFailed, NoSubscription, NotConfigured, NotReached, ProviderBusy, Unauthorised
from bot.polling.poll_schedule import PollPause, pause_after_look
from tests.rows import each_row

EVERY = timedelta(seconds=30)


def seconds(loop: float, on_request: float) -> PollPause:
    return PollPause(loop=timedelta(seconds=loop), on_request=timedelta(seconds=on_request))


@each_row(
    ("failure", "failures", "pause"),
    [
        (None, 0, seconds(30, 0)),
        (NotReached("no"), 1, seconds(30, 30)),
        (NotReached("no"), 2, seconds(60, 30)),
        (NotReached("no"), 4, seconds(240, 30)),
        (NotReached("no"), 5, seconds(300, 30)),
        (NotReached("no"), 10_000, seconds(300, 30)),
        (Unauthorised("no"), 1, seconds(30, 30)),
        (NoSubscription("no"), 3, seconds(120, 120)),
        (AccountBroken("no"), 9, seconds(300, 300)),
        (NotConfigured("no"), 1, seconds(600, 30)),
        (NotConfigured("no"), 999, seconds(600, 30)),
        (NotConfigured("no", retry_after=timedelta(seconds=90)), 1, seconds(600, 90)),
        (ProviderBusy("no", retry_after=timedelta(seconds=90)), 1, seconds(90, 90)),
        (ProviderBusy("no", retry_after=timedelta(seconds=3)), 1, seconds(30, 30)),
        (ProviderBusy("no", retry_after=timedelta(hours=3)), 1, seconds(300, 300)),
    ],
)
def test_the_pause_after_a_look(failure: LookFailed | None, failures: int, pause: PollPause) -> None:
    assert pause_after_look(failure, failures, EVERY) == pause


def test_a_failure_never_shortens_a_long_pause() -> None:
    every = timedelta(minutes=20)

    assert pause_after_look(NotReached("no"), 3, every) == PollPause(loop=every, on_request=every)
