"""How quickly posts and edits may follow each other, and what is tried while the app is refused."""

import logging
from datetime import timedelta

import pytest

from bot.chat.slack.api_answers import SlackRefused
from bot.chat.slack.app_scopes_and_tokens import TRIED_EVERY, AppRefusal
from bot.chat.slack.post_and_edit_rates import (
    A_SECOND,
    AT_ONCE,
    GONE_AFTER,
    IN_A_CHANNEL,
    IN_ALL,
    EditBudget,
    PostPace,
    Urgency,
)
from bot.errors import TryAgain

REVOKED = SlackRefused("chat.postMessage", "token_revoked")
NOW = timedelta()


class Clock:
    """Seconds that pass when somebody sleeps."""

    now = 100.0

    def __call__(self) -> float:
        """Return them."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let them pass."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_a_channel_gets_one_message_a_second(clock: Clock) -> None:
    pace = PostPace(clock, clock.sleep)
    moments = []
    for _ in range(3):
        await pace.turn(-1)
        moments.append(clock.now - 100)
    assert moments == [0, IN_A_CHANNEL, 2 * IN_A_CHANNEL]


async def test_all_channels_together_get_four_a_second(clock: Clock) -> None:
    pace = PostPace(clock, clock.sleep)
    moments = []
    for channel in range(5):
        await pace.turn(-channel)
        moments.append(clock.now - 100)
    assert moments == [IN_ALL * number for number in range(5)]


async def test_a_pause_is_not_saved_up(clock: Clock) -> None:
    pace = PostPace(clock, clock.sleep)
    await pace.turn(-1)
    clock.now += 60
    await pace.turn(-1)
    assert clock.now == 160
    await pace.turn(-1)
    assert clock.now == 161


def taken(budget: EditBudget, urgency: Urgency) -> int:
    """Take edits until one has to wait; return how many there were."""
    for count in range(100):
        if budget.take(f"{urgency}-{count}", urgency) > NOW:
            return count
    raise AssertionError


def test_no_minute_has_more_than_fifty_edits(clock: Clock) -> None:
    budget, edits = EditBudget(clock), []
    waits = {f"m{number}": 0.0 for number in range(300)}
    while waits:
        about, at = min(waits.items(), key=lambda one: (one[1], one[0]))
        clock.now = max(clock.now, 100 + at)
        wait = budget.take(about, Urgency.ENDS)
        if wait > NOW:
            waits[about] = clock.now - 100 + wait.total_seconds()
        else:
            edits.append(clock.now)
            del waits[about]
    assert max(sum(start <= at < start + 60 for at in edits) for start in edits) <= 50
    assert edits[-1] - edits[0] < 300 / A_SECOND  # and no more time than needed


@pytest.mark.parametrize(("urgency", "at_once"), [(Urgency.ENDS, 8), (Urgency.LIVE, 6), (Urgency.BOARD, 3)])
def test_some_edits_are_kept_back_for_what_is_more_urgent(urgency: Urgency, at_once: int, clock: Clock) -> None:
    assert taken(EditBudget(clock), urgency) == at_once


def test_boards_leave_room_for_what_ends(clock: Clock) -> None:
    budget = EditBudget(clock)
    assert taken(budget, Urgency.BOARD) > 0
    assert taken(budget, Urgency.LIVE) > 0
    assert taken(budget, Urgency.ENDS) > 0


def test_of_two_who_wait_the_more_urgent_goes_first(clock: Clock) -> None:
    budget = EditBudget(clock)
    while budget.take("first", Urgency.ENDS) == NOW:
        pass
    budget.take("board", Urgency.BOARD)
    budget.take("live", Urgency.LIVE)
    clock.now += 1 / A_SECOND
    assert budget.take("board", Urgency.BOARD) > NOW
    assert budget.take("live", Urgency.LIVE) > NOW
    assert budget.take("first", Urgency.ENDS) == NOW


def test_among_equals_who_came_first_goes_first(clock: Clock) -> None:
    budget = EditBudget(clock)
    assert taken(budget, Urgency.BOARD) == 3  # the fourth waits
    clock.now += 0.1
    later = budget.take("later", Urgency.BOARD)
    clock.now += 1.4  # one is there
    assert budget.take("later", Urgency.BOARD) > NOW
    assert budget.take(f"{Urgency.BOARD}-3", Urgency.BOARD) == NOW
    assert later > NOW


def test_who_does_not_come_back_is_not_waited_for(clock: Clock) -> None:
    budget = EditBudget(clock)
    taken(budget, Urgency.BOARD)  # the last one waits, and never asks again
    clock.now += 1 / A_SECOND + GONE_AFTER + 1
    assert budget.take("new", Urgency.BOARD) == NOW


def test_the_wait_that_is_told_is_long_enough(clock: Clock) -> None:
    budget = EditBudget(clock)
    for number in range(int(AT_ONCE)):
        assert budget.take(f"m{number}", Urgency.ENDS) == NOW
    clock.now += budget.take("one", Urgency.ENDS).total_seconds() + 1e-6
    assert budget.take("one", Urgency.ENDS) == NOW


def test_where_slack_says_so_nobody_edits_for_a_while(clock: Clock) -> None:
    budget = EditBudget(clock)
    budget.hold(timedelta(seconds=30))
    budget.hold(timedelta(seconds=10))
    assert budget.take("one", Urgency.ENDS) == timedelta(seconds=30)
    clock.now += 30
    assert budget.take("one", Urgency.ENDS) == NOW


def test_a_refused_app_sends_one_message_a_minute(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    refusal = AppRefusal(clock)
    refusal.admit()
    assert refusal.note_refused(REVOKED).retry_after == timedelta(seconds=TRIED_EVERY)
    with pytest.raises(TryAgain) as problem:
        refusal.admit()
    assert (problem.value.sent, problem.value.retry_after) == (False, timedelta(seconds=TRIED_EVERY))
    clock.now += TRIED_EVERY
    refusal.admit()  # the one that is tried
    with pytest.raises(TryAgain):
        refusal.admit()
    refusal.note_refused(REVOKED)
    assert "token_revoked" in (refusal.trouble or "")
    refusal.note_worked()
    refusal.note_worked()
    refusal.admit()
    assert refusal.trouble is None
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]  # each said once
