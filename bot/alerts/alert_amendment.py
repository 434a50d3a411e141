"""What changes in an alert after it was told: how its incident ended, or how often its topic has changed since.

Where later news replace those told, the whole part shows the later look from then on: its counts, and what it says of
other topics.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import Closed, News, Reason
from bot.alerts.slot_conditions import Fact
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changes in an alert.

    Attributes:
        key: The alert's key.
        provider: The provider whose part changes.
        topic: The topic within that part.
        at: The moment of the look that changes it.
        change: How its incident ended, or the news that replace those told.
        slots: What an alert says of the provider's slots after that look; None if it failed.
        facts: What that look shows of each topic that the channel follows.
    """

    key: str
    provider: str
    topic: Topic
    at: datetime
    change: Closed | News
    slots: Part | None = None
    facts: Mapping[Topic, Fact] = field(default_factory=dict)


def amend(alert: Alert, *amendments: Amendment) -> Alert:
    """Return an alert with amendments applied in order; those to topics that it does not name change nothing.

    It takes linear time, since one look may change each of hundreds of topics in a message.
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
            was = news[place]
            if isinstance(change, News):
                # An edit makes no sound: it was as loud as it was posted.
                news[place] = replace(change, loudness=was.loudness, loudness_reason=was.loudness_reason)
            else:
                news[place] = replace(was, closed=change, live=False)  # later changes are told in another message
        if isinstance(change, News):
            newest = amendment
            # The message speaks of a later look from now on.
            now = amendment.slots or replace(part, at=amendment.at)
            part = replace(now, digest=part.digest, nothing_free=False)
    if newest is not None:
        # Forecasts that count from an earlier look no longer hold.
        news = [one if one.frees is None or one.topic == newest.topic else replace(one, frees=None) for one in news]
        if newest.slots is not None:
            news = [_renewed(one, newest, newest.slots) for one in news]
    return replace(part, news=tuple(news))


def _renewed(news: News, by: Amendment, slots: Part) -> News:
    """Return news with what a later look shows of its topic, since its message gives the counts of that look.

    This closes no incident: another message tells its end, or the change has yet to outlast its hold.
    """
    if news.closed is not None or news.is_flapping:
        return news
    fact, details = by.facts.get(news.topic), news.details
    if news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL}:
        details = replace(details, in_use=slots.total - slots.free, limit=slots.total or None)
        details = replace(details, offered=slots.offered, offered_to=slots.offered_to)
    elif fact is not None:
        details = replace(details, in_use=fact.details.in_use, limit=fact.details.limit)
        details = replace(details, offered=fact.details.offered, offered_to=fact.details.offered_to)
    # An account of which nothing certain is known can't be said to have room.
    unknown = news.disproved or news.what is Condition.FREED
    renewed = replace(news, details=details, disproved=unknown if fact is None else fact.what is not news.what)
    return _as_over(renewed, news.before) if renewed.disproved and news.reason is Reason.EDITED else renewed


def _as_over(end: News, incident: Condition | None) -> News:
    """Turn the end of an incident, which an edit told, into the closed incident: no other message tells of it."""
    if incident is None:
        return end
    since = end.since - (end.lasted or timedelta())
    closed = Closed(at=end.since, lasted=end.lasted, witnessed=end.lasted_witnessed, end_witnessed=end.lasted_witnessed)
    return replace(end, what=incident, since=since, closed=closed)
