"""What is reported of an attempt to send or edit a message; the failure itself goes on to whoever retries."""

from datetime import datetime

import pytest

from bot.alerts.alert import Alert, Drill
from bot.delivery.attempt_outcome import AttemptOutcome, reported_delivery, reported_edit
from bot.errors import ChannelRefused, EditRefused, GiveUp, TryAgain
from tests.moments import NOON

DRILL = Alert(key="k", channel=1, at=NOON, content=Drill())

OUTCOMES = [
    (TryAgain("later"), AttemptOutcome.RETRIED, AttemptOutcome.RETRIED),
    (EditRefused("too old"), AttemptOutcome.REPLACED, AttemptOutcome.REPLACED),
    (GiveUp("gone"), AttemptOutcome.GIVEN_UP, AttemptOutcome.GIVEN_UP),
    (ChannelRefused("no permission"), AttemptOutcome.GIVEN_UP, AttemptOutcome.RETRIED),
    (RuntimeError("a bug"), AttemptOutcome.UNEXPECTED, AttemptOutcome.UNEXPECTED),
]


@pytest.mark.parametrize(("problem", "delivered", "edited"), OUTCOMES)
async def test_a_failed_attempt_is_reported_and_raised(
    problem: Exception, delivered: AttemptOutcome, edited: AttemptOutcome
) -> None:
    reported: list[tuple[Alert, AttemptOutcome]] = []

    async def deliver(alert: Alert, *, perhaps_since: datetime | None) -> int | None:
        assert (alert, perhaps_since) == (DRILL, NOON)
        raise problem

    async def edit(alert: Alert, message_id: int) -> None:
        assert (alert, message_id) == (DRILL, 7)
        raise problem

    with pytest.raises(type(problem)):
        await reported_delivery(deliver, lambda *said: reported.append(said))(DRILL, perhaps_since=NOON)
    with pytest.raises(type(problem)):
        await reported_edit(edit, lambda *said: reported.append(said))(DRILL, 7)
    assert reported == [(DRILL, delivered), (DRILL, edited)]


async def test_a_message_that_arrived_is_reported_with_its_number_passed_on() -> None:
    reported: list[AttemptOutcome] = []

    async def deliver(alert: Alert, *, perhaps_since: datetime | None) -> int | None:
        assert (alert, perhaps_since) == (DRILL, None)
        return 42

    async def edit(alert: Alert, message_id: int) -> None:
        assert (alert, message_id, reported) == (DRILL, 42, [AttemptOutcome.DONE])

    def report(_: Alert, outcome: AttemptOutcome) -> None:
        reported.append(outcome)

    assert await reported_delivery(deliver, report)(DRILL, perhaps_since=None) == 42
    await reported_edit(edit, report)(DRILL, 42)
    assert reported == [AttemptOutcome.DONE, AttemptOutcome.DONE]
