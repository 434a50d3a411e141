"""What changes in an alert after it was told: how its incident ended, or how often that came and went since."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.alert import Alert, Changes, Part, Room
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
        room: Where that look shows room; None where it failed.
        free: The free slots that it shows.
        total: The slots that it shows.
    """

    key: str
    provider: str
    topic: Topic
    at: datetime
    change: Closed | News
    room: tuple[Room, ...] | None = None
    free: int = 0
    total: int = 0


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
        # The message speaks of a later look from now on, so what counted from the earlier one is dropped.
        news = tuple(change if one.topic == topic else replace(one, frees=None) for one in part.news)
        part = replace(part, news=news, at=amendment.at)
        if amendment.room is None:
            return part
        return replace(part, room=amendment.room, free=amendment.free, total=amendment.total)
    return replace(part, news=tuple(replace(one, closed=change) if one.topic == topic else one for one in part.news))
