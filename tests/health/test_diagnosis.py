"""What of a check-up needs a person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.failure_streak import FAILING_AFTER
from bot.errors import StorageUnavailable
from bot.health.diagnosis import Channel, Diagnosis, GivenUp, OutboxStatistics, Problem, ProviderChecks
from tests.moments import NOON, after

GOOD = ProviderChecks(title="MiniMax", due=NOON)
GLITCH = ProviderChecks(title="PixVerse", due=NOON, failures=FAILING_AFTER - 1)
BAD = ProviderChecks(title="Kling", due=NOON, failures=FAILING_AFTER)
WELL = Diagnosis(at=NOON, gateway=True, latency=None, watcher=True, looks=(GOOD, GLITCH), outbox=OutboxStatistics())


def owed_for(**step: float) -> OutboxStatistics:
    return OutboxStatistics(owed=1, oldest=NOON - timedelta(**step))


@pytest.mark.parametrize(
    ("checkup", "ailments"),
    [
        (WELL, ()),
        (replace(WELL, looks=()), ()),
        (replace(WELL, looks=(GOOD, BAD)), ()),
        (replace(WELL, looks=(GLITCH,)), ()),
        (replace(WELL, looks=(BAD, BAD)), (Problem.PROVIDERS,)),
        (replace(WELL, gateway=False), (Problem.GATEWAY,)),
        (replace(WELL, watcher=False), (Problem.WATCHER,)),
        (replace(WELL, outbox=StorageUnavailable("locked")), (Problem.DATABASE,)),
        (replace(WELL, outbox=owed_for(minutes=10)), ()),
        (replace(WELL, outbox=owed_for(minutes=10, microseconds=1)), (Problem.OUTBOX,)),
        (replace(WELL, gateway=False, outbox=owed_for(hours=1)), (Problem.GATEWAY, Problem.OUTBOX)),
    ],
)
def test_an_ailment_keeps_the_bot_from_watching_or_telling(checkup: Diagnosis, ailments: tuple[Problem, ...]) -> None:
    assert checkup.ailments == ailments
    assert checkup.is_well == (not ailments and BAD not in checkup.looks)


@pytest.mark.parametrize(
    "checkup",
    [
        replace(WELL, looks=(GOOD, BAD)),
        replace(WELL, channels=(Channel(id=1, source="from settings", missing=("It lacks something.",)),)),
        replace(WELL, outbox=OutboxStatistics(given_up=1, newest_given_up=GivenUp(at=after(hours=-1), reason="gone"))),
    ],
    ids=["one provider fails", "a permission is missing", "an alert was given up"],
)
def test_a_bot_that_works_may_need_a_person_all_the_same(checkup: Diagnosis) -> None:
    assert not checkup.ailments
    assert not checkup.is_well
