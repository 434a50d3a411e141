"""Phrases that an alert's headline, its cards and ``/why`` share: ``was full for 12 min``, ``1 of 5 free``."""

from bot.accounts.account_health import FaultKind, fault_kind
from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.alert.news_state import is_over, is_superseded
from bot.chat.text_spans import Line
from bot.chat.wording.durations import time_span
from bot.chat.wording.free_slots import CANT_BE_CHECKED, free_of_total, offered_in_short, offered_of_free
from bot.chat.wording.numbers_and_lists import count
from bot.subscriptions.topics_and_conditions import Condition

NO_ALERTS = "no alerts about that until it stops"
"""What flapping means for a channel, as the end of a headline."""


STAYS = frozenset({Condition.FULL, Condition.FREED, Condition.NOTHING_FREE, Condition.HAS_ROOM, Condition.LOW})
"""The conditions that a settled topic is said to *stay* in; for others, it is said how the topic is now."""


def past(news: News) -> str:
    """Return what is over, and how long it lasted if that is known: ``was full for 12 min``."""
    lasted, was = lasting(news), CONDITION_WORDS[news.what].over
    if is_superseded(news):
        return f"{was}; the reason has changed"
    if news.what is Condition.STUCK and lasted:
        return f"{was}; it had run for {lasted}"
    if news.what is Condition.UNUSABLE and (word := fault_kind(news.details.sentence or "")) is not FaultKind.OTHER:
        was = f"was {word}"
    return f"{was} for {lasted}" if lasted else was


def lasting(news: News) -> str:
    """Return how long the state that ended had lasted: ``at least 12 min``; "" if unknown.

    Of a job that is how long it had run, not how long it was stuck: nobody can say when that began.
    """
    ended = (news.lasted, news.lasted_witnessed)
    if news.closed is not None and is_over(news):
        ended = (news.closed.lasted, news.closed.witnessed)
    lasted, witnessed = ended
    if lasted is None or not (lasted or witnessed):
        return ""
    return time_span(lasted) if witnessed else f"at least {time_span(lasted)}"


def often(news: News) -> str:
    """Return the number of changes of what is or was flapping, and their time span: ``8 changes in 9 min``."""
    if news.flaps is None:
        return ""
    until = news.flaps.over or news.since
    ended = news.closed.lasted if news.closed is not None and news.is_flapping else None
    span = until - news.flaps.since if ended is None else ended
    return f"{count(news.flaps.changes, 'change')} in {time_span(span)}"


def settled(news: News) -> str:
    """Return how a topic is now that it has settled: ``stays free now``, ``stays full now``."""
    if news.what is Condition.RISEN:
        return "is not low any more"
    words = CONDITION_WORDS[news.what]
    return f"stays {words.state} now" if news.what in STAYS else words.of_one


def slots(news: News, *, in_short: bool = False) -> str:
    """Return how many slots of an account or the pool are free: ``1 of 5 free``; "" if its limit is not known.

    It says how many are offered and to how many people; ``in_short`` omits the people unless all of them are offered.
    """
    details = news.details
    if details.limit is None:
        return ""
    free = max(details.limit - details.in_use, 0)
    offered = offered_of_free(details.offered, details.offered_to, free)
    if in_short and details.offered < free:
        offered = offered_in_short(details.offered)
    return f"{free_of_total(free, details.limit)}{offered}"


def free_of(part: Part, use: Line = ()) -> str:
    """Return how many slots a provider has free: ``6 of 13 free``; "" if no slot is known.

    Those that are offered to people who waited are named, unless an account to ``use`` follows, which says it. Where
    none is free, accounts that may have room are counted: ``0 of 4 free, 2 accounts can't be checked``.
    """
    offered = "" if use else offered_of_free(part.offered, part.offered_to, part.free)
    left_open = f", {count(part.unchecked, 'account')} {CANT_BE_CHECKED}" if part.unchecked and not part.free else ""
    return f"{free_of_total(part.free, part.total)}{offered}{left_open}" if part.total else ""
