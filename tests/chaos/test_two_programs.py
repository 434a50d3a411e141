"""What counts in a storm over two programs: what was told of, and what the calm shows."""

from datetime import UTC, datetime, timedelta

from tests.chaos.model import Look, News, Post, What
from tests.chaos.report import count
from tests.chaos.two_programs import uncertain

START = datetime(2026, 5, 15, 12, tzinfo=UTC)


def _look(second: int, what: What) -> Look:
    return Look(provider="kling", life=1, at=START + timedelta(seconds=second), showed={"jo": what, "kim": What.FREED})


def _post(second: int, what: What) -> Post:
    at = START + timedelta(seconds=second)
    return Post(channel=1, provider="kling", look_at=at, at=at, news=(News(account="jo", what=what),))


LOOKS = [_look(0, What.FREED), _look(1, What.FULL), _look(2, What.FREED), _look(3, What.FULL), _look(4, What.FULL)]
CALM = START + timedelta(seconds=2.5)


def test_a_look_of_the_storm_that_nothing_was_told_of_owes_nothing() -> None:
    counted = count(uncertain(LOOKS, CALM), [_post(3, What.FULL)])
    assert (counted.due, counted.told, counted.lost, counted.invented) == (1, 1, [], [])


def test_what_was_told_of_the_storm_must_be_true_and_once() -> None:
    told = [_post(1, What.FULL), _post(1, What.FULL), _post(2, What.FREED), _post(2, What.FULL), _post(3, What.FULL)]
    counted = count(uncertain(LOOKS, CALM), told)
    assert len(counted.repeated) == 1
    assert len(counted.invented) == 1


def test_a_change_of_the_calm_must_be_told() -> None:
    counted = count(uncertain(LOOKS, CALM), [])
    assert len(counted.lost) == 1
