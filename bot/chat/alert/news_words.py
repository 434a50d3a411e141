"""How a piece of news reads by now, and the words that its headline, its line and ``/why`` share."""

from collections.abc import Iterable
from enum import StrEnum

from bot.alerts.news import URGENCY, News
from bot.chat.message import Level
from bot.chat.wording.text import amount, count, duration
from bot.subscriptions.topic import Condition, TopicKind


class Reading(StrEnum):
    """How a piece of news reads by now."""

    PLAIN = "plain"
    """As it happened."""

    OVER = "over"
    """Its incident has ended."""

    FLAPPING = "flapping"
    """Its topic keeps changing."""

    FLAPPED = "flapped"
    """Its topic kept changing, and nothing more is told of it in this message."""

    SETTLED = "settled"
    """Its topic kept changing, and has settled."""


STATES = {
    Condition.FULL: "full",
    Condition.FREED: "free",
    Condition.LOW: "low",
    Condition.RISEN: "not low",
    Condition.SILENT: "failing",
    Condition.ANSWERS: "answering",
    Condition.STUCK: "stuck",
    Condition.GOES_ON: "not stuck",
}

FLAPS = {
    TopicKind.ACCOUNT: "filling and freeing",
    TopicKind.POOL: "running low on free slots and recovering",
    TopicKind.PROVIDER: "failing and answering",
    TopicKind.JOB: "getting stuck and going on",
}
"""What a topic *keeps* doing, or *kept*."""

_PAST = {
    Condition.FULL: "was full",
    Condition.LOW: "was low on free slots",
    Condition.SILENT: "could not be checked",
    Condition.STUCK: "was stuck",
}

_LEVELS = {
    Condition.FULL: Level.FULL,
    Condition.LOW: Level.TIGHT,
    Condition.SILENT: Level.UNKNOWN,
    Condition.STUCK: Level.TIGHT,
}


def reading(news: News) -> Reading:
    """Return how news reads by now."""
    if news.flaps is not None and news.flaps.over is None:
        return Reading.FLAPPING if news.closed is None else Reading.FLAPPED
    if news.closed is not None and news.what.opens:
        return Reading.OVER
    return Reading.PLAIN if news.flaps is None else Reading.SETTLED


def is_over(news: News) -> bool:
    """Return whether it is about the past only."""
    return reading(news) in {Reading.OVER, Reading.FLAPPED}


def level(news: News) -> Level:
    """Return red for full, amber for low and for what keeps changing, grey for what is over or not known."""
    if is_over(news):
        return Level.UNKNOWN
    return Level.TIGHT if reading(news) is Reading.FLAPPING else _LEVELS.get(news.what, Level.FREE)


def by_urgency(news: Iterable[News]) -> list[News]:
    """Sort news as they read by now: what needs somebody first, what is over last."""
    return sorted(news, key=lambda one: (is_over(one), URGENCY.index(one.what)))


def past(news: News) -> str:
    """Say what is over, with how long it was where that is known: ``was full for 12:04``."""
    lasted = lasting(news)
    if news.what is Condition.STUCK and lasted:
        return f"{_PAST[news.what]}; it had run for {lasted}"
    return f"{_PAST[news.what]} for {lasted}" if lasted else _PAST[news.what]


def lasting(news: News) -> str:
    """Say how long what ended had lasted: ``at least 12:04``; "" where that is not known.

    Of a job that is how long it had run, not how long it was stuck: nobody can say when that began.
    """
    ended = (news.lasted, news.lasted_witnessed)
    if news.closed is not None and is_over(news):
        ended = (news.closed.lasted, news.closed.witnessed)
    lasted, witnessed = ended
    if lasted is None:
        return ""
    return duration(lasted) if witnessed else f"at least {duration(lasted)}"


def often(news: News) -> str:
    """Say how often it changed in which time, where it keeps or kept changing: ``8 changes in 9:12``."""
    if news.flaps is None:
        return ""
    until = news.flaps.over or news.since
    ended = news.closed.lasted if news.closed is not None and news.flaps.over is None else None
    span = until - news.flaps.since if ended is None else ended
    return f"{count(news.flaps.changes, 'change')} in {duration(span)}"


def untold_changes(news: News) -> str:
    """Say how often it changed while nothing was told; "" where it changed just this once."""
    if news.changes <= 1 or reading(news) is not Reading.PLAIN:
        return ""
    return f"changed {amount(news.changes)} times since the last alert about it"


def slots(news: News) -> str:
    """Say how many slots of an account are in use, or of the pool are free."""
    of = "" if news.details.limit is None else f" of {amount(news.details.limit)}"
    if news.topic.kind is TopicKind.POOL:
        return f"{amount(free(news))}{of} slots free" if of else STATES[news.what]
    return f"{amount(news.details.in_use)}{of} in use"


def free(news: News) -> int:
    """Return the number of free slots, of an account or the pool; 0 where its limit is not known."""
    return max((news.details.limit or 0) - news.details.in_use, 0)
