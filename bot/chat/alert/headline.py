"""What happened, in as few words as a locked phone or a card's title has room for."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part
from bot.alerts.board_content import BoardContent
from bot.alerts.news import News
from bot.alerts.slot_notice import SlotNotice
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.news_words import FLAPS, STATES, Reading, by_urgency, free, past, reading, slots, untold_changes
from bot.chat.alert.offer_wording import offer_headline
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount, count, duration
from bot.subscriptions.topic import Condition, TopicKind

DRILL = "Drill: nothing happened, alerts arrive here"

_CHECKED = {Condition.SILENT: "can't be checked", Condition.ANSWERS: "can be checked again"}

Words: TypeAlias = tuple[str, ...]
"""A line of plain spans: joined, they are a title. Each name is a span of its own, so that it can't disturb others."""


def headline(alert: Alert, names: AlertNames) -> Words:
    """Return all that fits on a locked phone."""
    match alert.content:
        case Drill():
            return (DRILL,)
        case SlotNotice() as notice:
            return offer_headline(notice, names)
        case BoardContent(id=number):
            return (f"Board {number}",)
        case Changes(parts=parts):
            said = _between((_part(part, names, brief=False) for part in parts), "; ")
            late = dict.fromkeys(_late(part.digest, part.at) for part in parts if part.digest is not None)
            return (*said, *(f" · {one}" for one in late))


def part_title(part: Part, names: AlertNames) -> str:
    """Return what changed at a provider, without its numbers."""
    return "".join(_part(part, names, brief=True))


def pool(part: Part) -> str:
    """Say how many slots a provider has free; "" where none is known of."""
    return f"{amount(part.free)} of {count(part.total, 'slot')} free" if part.total else ""


def _part(part: Part, names: AlertNames, *, brief: bool) -> Words:
    groups: dict[tuple[TopicKind, Condition, Reading], list[News]] = {}
    for news in by_urgency(part.news):
        groups.setdefault((news.topic.kind, news.what, reading(news)), []).append(news)
    naming, alone = names.of_part(part), len(part.news) == 1
    said = [_group(group, naming, alone=alone, brief=brief) for group in groups.values()]
    said = said or [(pool(part) or "free slots unknown",)]
    between = " · " if brief else ": "
    if alone and _is_of_provider(part.news[0]):
        between = " "
    return (f"{names.provider(part.provider)}{between}", *_between(said, ", "))


def _between(several: Iterable[Words], separator: str) -> Words:
    words: list[str] = []
    for each in several:
        words += [separator, *each] if words else each
    return tuple(words)


def _is_of_provider(news: News) -> bool:
    """Return whether the provider itself is the subject of what is said."""
    return news.topic.kind is TopicKind.PROVIDER or (
        news.topic.kind is TopicKind.POOL and reading(news) is not Reading.PLAIN
    )


def _group(group: Sequence[News], naming: Naming, *, alone: bool, brief: bool) -> Words:
    news = group[0]
    match news.topic.kind:
        case TopicKind.ACCOUNT | TopicKind.JOB if len(group) > 1:
            return (f"{count(len(group), news.topic.kind)} {_many(news)}",)
        case TopicKind.ACCOUNT:
            return (naming.name(news.topic.account), f" {_one(news, alone=alone, brief=brief)}")
        case TopicKind.JOB:
            kind = news.details.stuck.kind if news.details.stuck else "job"
            where = (" on ", naming.name(news.topic.account)) if news.topic.account else ()
            return (kind, *where, f" {_one(news, alone=alone, brief=brief)}")
        case TopicKind.POOL:
            again = " again" if news.what is Condition.RISEN else ""
            return (_general(news, f"{slots(news)}{again}", f"has settled: {slots(news)}"),)
        case TopicKind.PROVIDER:
            return (_general(news, _CHECKED[news.what], f"has settled: {STATES[news.what]}"),)


def _one(news: News, *, alone: bool, brief: bool) -> str:
    changed = untold_changes(news)
    again = f", {changed}" if alone and news.before is news.what and changed else ""
    state = f"{STATES[news.what]}{' again' if news.what is Condition.FREED else ''}"
    inside = f" ({_numbers(news)})" if alone and not brief and news.details.limit is not None else ""
    return _general(news, f"is {state}{inside}{again}", f"has settled: {STATES[news.what]}{inside}")


def _many(news: News) -> str:
    match reading(news):
        case Reading.PLAIN:
            return f"are {STATES[news.what]}{' again' if news.what is Condition.FREED else ''}"
        case Reading.OVER:
            return f"were {STATES[news.what]}"
        case Reading.FLAPPING:
            return f"keep {FLAPS[news.topic.kind]}"
        case Reading.FLAPPED:
            return f"kept {FLAPS[news.topic.kind]}"
        case Reading.SETTLED:
            return f"have settled: {STATES[news.what]}"


def _general(news: News, plainly: str, settled: str) -> str:
    match reading(news):
        case Reading.PLAIN:
            return plainly
        case Reading.OVER:
            return past(news)
        case Reading.FLAPPING:
            return f"keeps {FLAPS[news.topic.kind]}"
        case Reading.FLAPPED:
            return f"kept {FLAPS[news.topic.kind]}"
        case Reading.SETTLED:
            return settled


def _numbers(news: News) -> str:
    limit = amount(news.details.limit or 0)
    return (
        f"{amount(news.details.in_use)}/{limit}"
        if news.what is Condition.FULL
        else f"{amount(free(news))} of {limit} free"
    )


def _late(digest: Digest, at: datetime) -> str:
    """Say that what is told is not what just happened."""
    match digest.cause:
        case Cause.QUIET_OVER:
            return "quiet hours are over"
        case Cause.AWAY if digest.since is not None:
            return f"nothing seen for {duration((digest.until or at) - digest.since)}"
        case Cause.AWAY:
            return "nothing seen for a while"
        case Cause.LATE:
            return "told late"
