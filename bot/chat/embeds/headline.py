"""What happened, in as few words as a locked phone or an embed's title has room for; the rest is ``news_line``'s."""

from collections.abc import Sequence
from datetime import datetime

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part
from bot.alerts.board_content import BoardContent
from bot.alerts.news import News
from bot.alerts.slot_notice import SlotNotice
from bot.chat.embeds.news import FLAPS, STATES, Reading, by_urgency, free, past, reading, slots, unheard
from bot.chat.embeds.notices import Call, notice_line
from bot.chat.embeds.speech import Speech
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount, count, duration
from bot.subscriptions.topic import Condition, TopicKind

DRILL = "Drill: nothing happened, alerts arrive here"

_CHECKED = {Condition.SILENT: "can't be checked", Condition.ANSWERS: "can be checked again"}


def headline(alert: Alert, speech: Speech, call: Call = Naming.plain) -> str:
    """Say all that fits on a lock screen, but for the pings."""
    match alert.content:
        case Drill():
            return DRILL
        case SlotNotice() as notice:
            return notice_line(notice, speech, call)
        case BoardContent():
            raise TypeError("a board is drawn by board_message")
        case Changes(parts=parts):
            said = "; ".join(_part(part, speech, call, brief=False) for part in parts)
            belated = dict.fromkeys(_belated(part.digest, part.at) for part in parts if part.digest is not None)
            return " · ".join([said, *belated])


def part_title(part: Part, speech: Speech) -> str:
    """Say what changed at a provider, without its numbers."""
    return _part(part, speech, Naming.plain, brief=True)


def pool(part: Part) -> str:
    """Say how many slots a provider has free; nothing where none is known of."""
    return f"{amount(part.free)} of {count(part.total, 'slot')} free" if part.total else ""


def _part(part: Part, speech: Speech, call: Call, *, brief: bool) -> str:
    groups: dict[tuple[TopicKind, Condition, Reading], list[News]] = {}
    for news in by_urgency(part.news):
        groups.setdefault((news.topic.kind, news.what, reading(news)), []).append(news)
    naming, alone = speech.naming(part), len(part.news) == 1
    said = [_group(group, naming, call, alone=alone, brief=brief) for group in groups.values()]
    said = said or [pool(part) or "free slots unknown"]
    between = " · " if brief else ": "
    if alone and _is_of_provider(part.news[0]):
        between = " "
    return f"{speech.provider(part.provider)}{between}{', '.join(said)}"


def _is_of_provider(news: News) -> bool:
    """Tell whether the provider itself is the subject of what is said."""
    return news.topic.kind is TopicKind.PROVIDER or (
        news.topic.kind is TopicKind.POOL and reading(news) is not Reading.PLAIN
    )


def _group(group: Sequence[News], naming: Naming, call: Call, *, alone: bool, brief: bool) -> str:
    news = group[0]
    match news.topic.kind:
        case TopicKind.ACCOUNT | TopicKind.JOB if len(group) > 1:
            return f"{count(len(group), news.topic.kind)} {_many(news)}"
        case TopicKind.ACCOUNT:
            return f"{call(naming, news.topic.account)} {_one(news, alone=alone, brief=brief)}"
        case TopicKind.JOB:
            kind, where = news.details.stuck.kind if news.details.stuck else "job", call(naming, news.topic.account)
            return f"{kind}{f' on {where}' if news.topic.account else ''} {_one(news, alone=alone, brief=brief)}"
        case TopicKind.POOL:
            again = " again" if news.what is Condition.RISEN else ""
            return _general(news, f"{slots(news)}{again}", f"has settled: {slots(news)}")
        case TopicKind.PROVIDER:
            return _general(news, _CHECKED[news.what], f"has settled: {STATES[news.what]}")


def _one(news: News, *, alone: bool, brief: bool) -> str:
    again = f", {unheard(news)}" if alone and news.before is news.what and unheard(news) else ""
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


def _belated(digest: Digest, at: datetime) -> str:
    """Say that what is told is not what just happened."""
    match digest.cause:
        case Cause.QUIET_OVER:
            return "quiet hours are over"
        case Cause.AWAY if digest.since is not None:
            return f"nothing seen for {duration(at - digest.since)}"
        case Cause.AWAY:
            return "nothing seen for a while"
        case Cause.LATE:
            return "told late"
