"""Phrases that an alert's headline, its cards and ``/why`` share: ``was full for 12 min``, ``1 of 5 free``."""

from bot.accounts.account_health import FaultKind, fault_kind
from bot.alerts.alert import Part
from bot.alerts.news import News, RunningJob, WithheldBecause
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.alert.news_state import Reading, is_over, is_superseded, reading
from bot.chat.text_spans import Line
from bot.chat.wording.durations import duration_range, time_span
from bot.chat.wording.free_slots import CANT_BE_CHECKED, free_of_total, offered_in_short, offered_of_free
from bot.chat.wording.numbers_and_lists import amount, count, times
from bot.subscriptions.topics_and_conditions import Condition

_BEGAN = {
    Condition.FULL: "filled",
    Condition.NOTHING_FREE: "filled up",
    Condition.LOW: "ran low",
    Condition.SILENT: "failed",
    Condition.ANSWERS: "failed",
}
_MEANWHILE = {WithheldBecause.MUTED: " while muted", WithheldBecause.PAUSED: " while nothing could be posted here"}
"""When the changes happened, where the alert is no summary that says it."""
_WAS = {Condition.FREED: "full", Condition.HAS_ROOM: "full", Condition.RISEN: "low"}

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


def usually(job: RunningJob | None) -> str:
    """Return how long such jobs take, behind how long this one has run: ``, usually 3-6 min``; "" if unknown."""
    return "" if job is None or job.usual is None else f", usually {duration_range(job.usual)}"


def untold_changes(news: News) -> str:
    """Return how often it changed since the last alert; "" if it changed just once."""
    if news.changes <= 1 or reading(news) is not Reading.PLAIN:
        return ""
    return f"changed {amount(news.changes)} times since the last alert"


def repeats(news: News) -> str:
    """Return how often an incident began since the last alert: ``filled twice while muted``; "" if it began just once.

    For the end of an incident, ``ended`` says it.
    """
    number = _stretches(news)
    if news.what in _WAS or not _is_repeated(news):
        return ""
    if (began := _BEGAN.get(news.what)) is not None:
        return f"{began} {'again' if number == 1 else times(number)}{_meanwhile(news)}"
    return "" if number == 1 else f"happened {times(number)}{_meanwhile(news)}"


def ended(news: News) -> str:
    """Return how long an incident had lasted when it ended, and how often there was one since the last alert.

    ``was full for 12 min``, ``was full twice, the last time for 12 min``; "" if nothing is known.
    """
    was, lasted, number = f"was {_WAS[news.what]}", lasting(news), _stretches(news)
    if number > 1:
        return f"{was} {times(number)}{_meanwhile(news)}{f', the last time for {lasted}' if lasted else ''}"
    return f"{was} for {lasted}" if lasted else ""


def whole_line(news: News, provider: str) -> str:
    """Return what became of a provider's slots where the headline only says how many are free; "" if no more is known.

    ``MiniMax was full once, for 2 s.``, ``MiniMax filled up twice.``
    """
    if news.what not in _WAS:
        return f"{provider} {repeats(news)}." if repeats(news) else ""
    number, lasted = _stretches(news), lasting(news)
    length = f", {'' if number == 1 else 'the last time '}for {lasted}" if lasted else ""
    return f"{provider} was {_WAS[news.what]} {times(number)}{length}."


def _stretches(news: News) -> int:
    """Return the number of incidents since the last alert: of the changes to and fro, every other one."""
    return (news.changes + 1) // 2 if _is_repeated(news) else 1


def _is_repeated(news: News) -> bool:
    """Return whether it changed several times since the last alert, and no other message counted that."""
    counted = news.withheld is not None and news.withheld.why is WithheldBecause.COUNTED
    return bool(untold_changes(news)) and not counted


def _meanwhile(news: News) -> str:
    return "" if news.withheld is None else _MEANWHILE.get(news.withheld.why, "")
