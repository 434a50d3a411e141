"""What changes in an alert after it was told: how its incident ended, or how often that came and went since."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import Closed, News
from bot.subscriptions.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes in an alert.

    Attributes:
        key: Whose.
        provider: In what it says of which provider.
        topic: And of what.
        at: The moment of the look that changes it.
        change: How its incident ended, or the news in place of those told.
    """

    key: str
    provider: str
    topic: Topic
    at: datetime
    change: Closed | News


def amend(alert: Alert, amendment: Amendment) -> Alert:
    """Return an alert with an amendment applied; unchanged if it says nothing of the topic."""
    if not isinstance(alert.content, Changes):
        return alert
    return replace(alert, content=Changes(parts=tuple(_amended(part, amendment) for part in alert.parts)))


def _amended(part: Part, amendment: Amendment) -> Part:
    topic, change = amendment.topic, amendment.change
    if part.provider != amendment.provider or all(news.topic != topic for news in part.news):
        return part
    if isinstance(change, News):
        news = tuple(change if one.topic == topic else one for one in part.news)
        return replace(part, news=news, at=amendment.at)
    return replace(part, news=tuple(replace(one, closed=change) if one.topic == topic else one for one in part.news))
