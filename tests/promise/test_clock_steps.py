"""The clock of the machine steps by an hour, in either direction: every change is heard once, in order, and soon."""

from datetime import timedelta

import pytest

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.subscriptions.topics_and_conditions import Condition, TopicKind
from bot.subscriptions.watch import Style, Tell, Watch
from tests.promise.life import Life

HOUR = timedelta(hours=1)
LOOKS = (1, 0, 1, 1, 0, 0, 1)
"""Free slots of the only account at each look."""


HOLD = timedelta(seconds=10)
BY_POSTS, BY_EDITS = 1, 2
"""A channel of each style; changes are told by edits after a hold."""


@pytest.mark.parametrize(("step", "before"), [(HOUR, 3), (-HOUR, 5)])
def test_every_change_is_heard_once_though_the_clock_steps(step: timedelta, before: int) -> None:
    life = Life(
        Watch(id=1, guild=None, channel=BY_POSTS, tell=Tell.ACCOUNTS, style=Style.POST),
        Watch(id=2, guild=None, channel=BY_EDITS, tell=Tell.ACCOUNTS, hold=HOLD, style=Style.EDIT),
    )
    for number, free in enumerate(LOOKS):
        if number == before:
            life.at += step
        for _ in range(2):  # for longer than the hold
            life.at += timedelta(seconds=15)
            life.look(ProviderAnswer(accounts=(ListedSlots(account="a", limit=1, available=free),)))
        life.deliver()
    said = {
        channel: [
            [news.what for part in message.says.parts for news in part.news if news.topic.kind is TopicKind.ACCOUNT]
            for message in life.chat.messages
            if message.says.channel == channel
        ]
        for channel in (BY_POSTS, BY_EDITS)
    }
    life.end()
    assert said == {BY_POSTS: [[Condition.FULL], [Condition.FREED]] * 2, BY_EDITS: [[Condition.FREED]] * 2}
