"""Alerts about changes, for tests of what is pressed below them and asked about them."""

from datetime import timedelta
from typing import TypeAlias

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import Closed, Details, News
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, Condition, account_topic
from tests.moments import NOON

FULL = News(topic=account_topic("200300"), what=Condition.FULL, since=NOON, details=Details(in_use=6, limit=6))
FREED = News(topic=account_topic("200300"), what=Condition.FREED, since=NOON, details=Details(in_use=5, limit=6))
OTHER = News(
    topic=account_topic("joanna@example.com"), what=Condition.FULL, since=NOON, details=Details(in_use=2, limit=2)
)
LOW = News(topic=POOL, what=Condition.LOW, since=NOON, details=Details(in_use=7, limit=8, warn=1))
SILENT = News(topic=PROVIDER, what=Condition.SILENT, since=NOON, details=Details(sentence="It does not answer."))
CLOSED = Closed(at=NOON + timedelta(minutes=12), lasted=timedelta(minutes=12), witnessed=True)


Others: TypeAlias = dict[str, tuple[News, ...]]


def alert(channel: int, *news: News, key: str = "abcd2345efgh67234567", others: Others | None = None) -> Alert:
    """Make an alert of MiniMax, and of others by their names."""
    told = {**({"minimax": news} if news else {}), **(others or {})}
    parts = tuple(Part(provider=provider, at=NOON, news=each) for provider, each in told.items())
    return Alert(key=key, channel=channel, at=NOON, content=Changes(parts=parts))
