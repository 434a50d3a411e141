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


@pytest.mark.parametrize(
    ("step", "before", "style", "hold"),
    [
        (HOUR, 3, Style.POST, timedelta()),
        (-HOUR, 5, Style.POST, timedelta()),
        (HOUR, 5, Style.EDIT, timedelta(seconds=10)),
        (-HOUR, 3, Style.EDIT, timedelta(seconds=10)),
    ],
)
def test_every_change_is_heard_once_though_the_clock_steps(
    step: timedelta, style: Style, hold: timedelta, before: int
) -> None:
    life = Life(Watch(id=0, guild=None, channel=1, tell=Tell.ACCOUNTS, hold=hold, style=style))
    for number, free in enumerate(LOOKS):
        if number == before:
            life.at += step
        for _ in range(2 if hold else 1):  # for longer than the hold
            life.at += timedelta(seconds=15)
            life.look(ProviderAnswer(accounts=(ListedSlots(account="a", limit=1, available=free),)))
        life.deliver()
    said = [
        [news.what for part in message.says.parts for news in part.news if news.topic.kind is TopicKind.ACCOUNT]
        for message in life.chat.messages
    ]
    life.end()
    if style is Style.EDIT:
        assert said == [[Condition.FREED], [Condition.FREED]]
    else:
        assert said == [[Condition.FULL], [Condition.FREED]] * 2
