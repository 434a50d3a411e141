"""What is reported of an attempt to post or edit a message; the failure itself goes on to whoever retries."""

from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Drill
from bot.delivery.message_port import AttemptOutcome, DeliveryTiming, Found, ReportedPort
from bot.errors import ChannelRefused, EditPostponed, EditRefused, GiveUp, TryAgain
from tests.far_end import FarEnd, unnoted
from tests.moments import NOON
from tests.rows import each_row

DRILL = Alert(key="k", channel=1, at=NOON, content=Drill())

OUTCOMES = [
    (TryAgain("later"), AttemptOutcome.RETRIED, AttemptOutcome.RETRIED),
    (EditRefused("too old"), AttemptOutcome.REPLACED, AttemptOutcome.REPLACED),
    (GiveUp("gone"), AttemptOutcome.GIVEN_UP, AttemptOutcome.GIVEN_UP),
    (ChannelRefused("no permission"), AttemptOutcome.GIVEN_UP, AttemptOutcome.RETRIED),
    (RuntimeError("a bug"), AttemptOutcome.UNEXPECTED, AttemptOutcome.UNEXPECTED),
]


class Reported:
    """A chat whose attempts are reported."""

    def __init__(self) -> None:
        self.chat = FarEnd()
        self.posts: list[tuple[Alert, AttemptOutcome]] = []
        self.edits: list[tuple[Alert, AttemptOutcome]] = []
        self.port = ReportedPort(
            self.chat,
            posted=lambda *said: self.posts.append(said),
            edited=lambda *said: self.edits.append(said),
        )


@each_row(("problem", "posted", "edited"), OUTCOMES)
async def test_a_failed_attempt_is_reported_and_raised(
    problem: Exception, posted: AttemptOutcome, edited: AttemptOutcome
) -> None:
    reported = Reported()
    reported.chat.trouble["k"] = [problem]
    reported.chat.edit_trouble["k"] = [problem]

    with pytest.raises(type(problem)):
        await reported.port.post(DRILL, unnoted)
    with pytest.raises(type(problem)):
        await reported.port.edit(DRILL, 7, unnoted)
    assert (reported.posts, reported.edits) == ([(DRILL, posted)], [(DRILL, edited)])


async def test_an_edit_that_was_postponed_was_no_attempt() -> None:
    reported = Reported()
    reported.chat.edit_trouble["k"] = [EditPostponed(timedelta(seconds=1))]

    with pytest.raises(EditPostponed):
        await reported.port.edit(DRILL, 7, unnoted)
    assert reported.edits == []


async def test_a_message_that_arrived_is_reported_with_its_number_passed_on() -> None:
    reported = Reported()

    assert await reported.port.find(DRILL, NOON) is None
    assert reported.posts == []
    assert await reported.port.post(DRILL, unnoted) == 1
    assert reported.posts == [(DRILL, AttemptOutcome.DONE)]
    await reported.port.edit(DRILL, 1, unnoted)
    assert reported.edits == [(DRILL, AttemptOutcome.DONE)]
    assert await reported.port.find(DRILL, NOON) == Found(message_id=1)
    assert reported.posts == [(DRILL, AttemptOutcome.DONE)] * 2
    assert reported.chat.searched == [NOON, NOON]


def test_how_a_platform_treats_repeats_is_passed_on() -> None:
    reported = Reported()
    reported.chat.timing = DeliveryTiming(deduplicates_for=timedelta(seconds=3), settles_after=timedelta(seconds=4))
    assert reported.port.timing == reported.chat.timing
