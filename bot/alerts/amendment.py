"""What changes in an alert after it was told: how its incident ended, or how often that came and went since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.alert import Alert, Changes, Part, Room
from bot.alerts.news import Closed, News
from bot.subscriptions.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes in an alert.

    Attributes:
        key: The alert's key.
        provider: The provider whose part changes.
        topic: The topic within that part.
        at: The moment of the look that changes it.
        change: How its incident ended, or the news in place of those told.
        room: Where that look shows room; None where it failed.
        free: The free slots that it shows.
        total: The slots that it shows.
        unchecked: The accounts that may have room, for all that it shows.
    """

    key: str
    provider: str
    topic: Topic
    at: datetime
    change: Closed | News
    room: tuple[Room, ...] | None = None
    free: int = 0
    total: int = 0
    unchecked: int = 0


def amend(alert: Alert, *amendments: Amendment) -> Alert:
    """Return an alert with amendments applied in their order; those to topics that it does not name change nothing.

    It takes time linear in what the alert says and in their number: one look may change each of hundreds of topics that
    a message tells of.
    """
    if not isinstance(alert.content, Changes):
        return alert
    return replace(alert, content=Changes(parts=tuple(_amended(part, amendments) for part in alert.parts)))


def _amended(part: Part, amendments: Sequence[Amendment]) -> Part:
    places: dict[Topic, list[int]] = {}
    for place, one in enumerate(part.news):
        places.setdefault(one.topic, []).append(place)
    news, newest = list(part.news), None
    for amendment in amendments:
        if amendment.provider != part.provider or amendment.topic not in places:
            continue
        change = amendment.change
        for place in places[amendment.topic]:
            news[place] = change if isinstance(change, News) else replace(news[place], closed=change)
        if isinstance(change, News):
            newest = amendment
            # The message speaks of a later look from now on.
            part = replace(part, at=amendment.at, nothing_free=False)
            if amendment.room is not None:
                part = replace(
                    part,
                    room=amendment.room,
                    free=amendment.free,
                    total=amendment.total,
                    unchecked=amendment.unchecked,
                )
    if newest is not None:
        # Forecasts that count from an earlier look no longer hold.
        news = [one if one.frees is None or one.topic == newest.topic else replace(one, frees=None) for one in news]
    return replace(part, news=tuple(news))
