"""What happened, first of all what it means: all that a locked phone shows of an alert."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part
from bot.alerts.board_content import BoardContent
from bot.alerts.greeting import Greeting
from bot.alerts.news import News
from bot.alerts.slot_notice import SlotNotice
from bot.alerts.usage_content import UsageContent
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.health_words import ENDED, health_advice, health_state, unusable
from bot.chat.alert.news_words import (
    FLAPS,
    STATES,
    Reading,
    by_urgency,
    free_of,
    is_of_provider,
    is_over,
    lasting,
    often,
    part_level,
    past,
    reading,
    slots,
    standing,
    untold_changes,
    whole,
)
from bot.chat.alert.offer_wording import offer_headline
from bot.chat.alert.provider_headline import place_to_go, provider_headline
from bot.chat.alert.shared_failure_words import shared_cause, shared_headline
from bot.chat.level_signs import Level
from bot.chat.text_spans import Line, Moment, Strong, Struck, clock, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.estimates import duration_range, next_slot
from bot.chat.wording.job_lines import REFERENCE_LENGTH
from bot.chat.wording.text import amount, count
from bot.chat.wording.watched_providers import watching_line
from bot.platforms.platform_words import CommandName
from bot.subscriptions.topic import OF_ACCOUNTS, OF_HEALTH, Condition, TopicKind

_OF_SLOTS = frozenset({TopicKind.ACCOUNT, TopicKind.SLOTS, TopicKind.POOL})

_FREEING = frozenset({Condition.FREED, Condition.RISEN, Condition.USABLE, Condition.HAS_CREDITS})
"""What adds free slots."""

DRILL = "Drill: nothing happened, alerts arrive here"


def headline(alert: Alert, names: AlertNames) -> Line:
    """Return all that fits on a locked phone."""
    match alert.content:
        case SlotNotice() as notice:
            return offer_headline(notice, names)
        case Drill() | UsageContent() | BoardContent() | Greeting() as content:
            return _of_no_change(content, names)
        case Changes(parts=parts) if (cause := shared_cause(parts)) is not None:
            return shared_headline(cause, parts, names)
        case Changes(parts=parts):
            digest = next((part.digest for part in parts if part.digest is not None), None)
            told = joined((_part(part, names, brief=len(parts) > 1) for part in parts), "; ")
            return told if digest is None else _summary(digest, parts, names)


def _of_no_change(content: Drill | UsageContent | BoardContent | Greeting, names: AlertNames) -> Line:
    match content:
        case Drill():
            return (DRILL,)
        case UsageContent():
            return ("Report",)
        case BoardContent(id=number):
            return (f"Board {number}",)
        case Greeting(providers=providers):
            return watching_line([(names.provider(one.provider), one.accounts, one.slots) for one in providers])


def plain_headline(alert: Alert, names: AlertNames) -> str:
    """Return the headline where only text can stand, such as a card's title; moments are left out."""
    words = ""
    for span in headline(alert, names):
        if isinstance(span, Moment):
            words = words.removesuffix("until ").removesuffix("as of ").rstrip(", ·")
        elif isinstance(span, Strong | Struck):
            words += span.text
        elif isinstance(span, str | CommandName):
            words += str(span)
    return words


def _part(part: Part, names: AlertNames, *, brief: bool) -> Line:
    """Say what became of a provider: beside others ``brief``, without a sign and with its free slots at the end."""
    provider, naming, news = names.provider(part.provider), names.of_part(part), by_urgency(standing(part))
    if (about := whole(part)) is not None:
        news = [about]  # the rest is for the card
    sign = "" if brief else f"{(Level.UNKNOWN if about and is_over(about) else part_level(part)).sign} "
    if not news:
        return (f"{sign}{provider}: {free_of(part) or 'free slots unknown'}",)
    under_way = [one for one in news if not is_over(one)]
    if not under_way:
        return (f"{sign}", *_ended(news, provider, naming))
    if len(news) == 1 and is_of_provider(news[0]):
        said = provider_headline(news[0], part, provider, names)
        now = f" {free_of(part)}" if brief and free_of(part) and news[0].topic.kind is TopicKind.PROVIDER else ""
        return (*((sign,) if sign else ()), *said, *((now,) if now else ()))
    said = (f"{sign}{provider}: ", *joined((_group(group, naming) for group in _groups(news)), ", "))
    return (*said, *(_alone(news[0], part) if len(news) == 1 else ()), *_answer(part, under_way, naming, brief=brief))


def is_summed_up(part: Part) -> bool:
    """Return whether a headline gives the free slots of a summary's part alone, and its card what changed."""
    news = [one for one in standing(part) if not is_over(one)]
    of_slots = all(one.topic.kind in _OF_SLOTS and reading(one) is not Reading.FLAPPING for one in news)
    return part.digest is not None and part.total > 0 and of_slots


def _summed_up(part: Part, names: AlertNames, digest: Digest) -> Line:
    """Say how a provider is now, and where there is room: ``MiniMax 3 of 13 free, use studio-b``."""
    if not is_summed_up(part):
        return _part(part, names, brief=True)
    if digest.cause is Cause.LATE:
        part = replace(part, room=())  # what had room when it was seen may be full by now
    provider, about = names.provider(part.provider), whole(part)
    if about is not None and not is_over(about):
        return provider_headline(replace(about, changes=1), part, provider, names)
    use = place_to_go(part, names.of_part(part))
    return (Strong(f"{provider} {free_of(part)}"), *((", use ", *use[1:]) if use else ()))


def _groups(news: Iterable[News]) -> Iterable[Sequence[News]]:
    groups: dict[tuple[TopicKind, Condition, Reading], list[News]] = {}
    for one in news:
        groups.setdefault((one.topic.kind, one.what, reading(one)), []).append(one)
    return groups.values()


def _group(group: Sequence[News], naming: Naming) -> Line:
    news = group[0]
    match news.topic.kind:
        case TopicKind.ACCOUNT | TopicKind.JOB if len(group) > 1:
            return (f"{count(len(group), news.topic.kind)} {_many(news)}",)
        case TopicKind.ACCOUNT:
            return (Strong(naming.name(news.topic.account)), f" {_one(news)}")
        case TopicKind.HEALTH | TopicKind.QUOTA | TopicKind.SESSION | TopicKind.QUOTA_USED if len(group) > 1:
            return (f"{count(len(group), 'account')} {_many(news)}",)
        case TopicKind.HEALTH | TopicKind.QUOTA | TopicKind.SESSION | TopicKind.QUOTA_USED:
            state = health_state(news) if reading(news) is Reading.PLAIN else (_one(news),)
            return (Strong(naming.name(news.topic.account)), " ", *state)
        case TopicKind.JOB:
            return (*job_subject(news, naming), f" {_one(news)}")
        case TopicKind.SLOTS | TopicKind.POOL | TopicKind.PROVIDER:
            return (_one(news),)


def job_subject(news: News, naming: Naming) -> Line:
    """Name a job as its maker would know it: its reference, else what it makes, and where."""
    stuck = news.details.stuck
    reference = naming.names.shown(stuck.reply_ref or "", REFERENCE_LENGTH) if stuck is not None else ""
    where = (" on ", naming.name(news.topic.account)) if news.topic.account else ()
    return (Strong(reference or (str(stuck.kind) if stuck is not None else "job")), *where)


def _one(news: News) -> str:
    match reading(news):
        case Reading.OVER:
            return past(news)
        case Reading.FLAPPING:
            return f"keeps {FLAPS[news.topic.kind]}: {often(news)}"
        case Reading.FLAPPED:
            return f"kept {FLAPS[news.topic.kind]}: {often(news)}"
        case Reading.SETTLED:
            now = slots(news) if news.what is Condition.FREED else ""
            return f"has settled: {now or STATES[news.what]}, after {often(news)}"
        case Reading.PLAIN:
            return _PLAINLY[news.what]


_PLAINLY = {
    Condition.FULL: "is full",
    Condition.FREED: "has room again",
    Condition.NOTHING_FREE: "is full",
    Condition.HAS_ROOM: "has room",
    Condition.LOW: "low on slots",
    Condition.RISEN: "not low on slots any more",
    Condition.SILENT: "can't be checked",
    Condition.ANSWERS: "can be checked again",
    Condition.STUCK: "seems stuck",
    Condition.GOES_ON: "is not stuck any more",
    Condition.UNUSABLE: "can't be used",
    Condition.OUT_OF_CREDITS: "is out of credits",
    Condition.SESSION_ENDS: "is about to be signed out",
    Condition.QUOTA_LOW: "is low on quota",
    **ENDED,
}
"""What a piece of news says of its topic just now."""


def _many(news: News) -> str:
    match reading(news):
        case Reading.PLAIN:
            return "have room again" if news.what is Condition.FREED else f"are {STATES[news.what]}"
        case Reading.OVER:
            return f"were {STATES[news.what]}"
        case Reading.FLAPPING:
            return f"keep {FLAPS[news.topic.kind]}"
        case Reading.FLAPPED:
            return f"kept {FLAPS[news.topic.kind]}"
        case Reading.SETTLED:
            return f"have settled: {STATES[news.what]}"


def _alone(news: News, part: Part) -> Line:
    """Say what there is room for where one account or job is all that is told of."""
    has_room = news.what is Condition.FREED and reading(news) is Reading.PLAIN
    # A change that was over before it counted is recorded with what came after it.
    room = has_room and news.details.limit is not None and news.details.in_use < news.details.limit
    said = f", {slots(news)}" if room else ""
    if reading(news) is Reading.PLAIN:
        said += f": {time_span(part.at - news.since)} so far{_usually(news)}" if news.what is Condition.STUCK else ""
        said += f" · was full for {lasting(news)}" if news.what is Condition.FREED and lasting(news) else ""
        said += health_advice(news) if news.topic.kind in OF_HEALTH else ""
        said += f" · {untold_changes(news)}" if untold_changes(news) else ""
    return (said,) if said else ()


def _usually(news: News) -> str:
    usual = None if news.details.stuck is None else news.details.stuck.usual
    return "" if usual is None else f", usually {duration_range(usual)}"


def _answer(part: Part, under_way: Sequence[News], naming: Naming, *, brief: bool) -> Line:
    """Answer what people ask: is there room, and where?"""
    kinds = {news.what for news in under_way if reading(news) in {Reading.PLAIN, Reading.SETTLED}}
    if brief:
        return (f", {free_of(part)}",) if part.total else ()
    one_freed = len(under_way) == 1 and Condition.FREED in kinds and part.news == (under_way[0],)
    if not part.total or one_freed or not kinds & {Condition.FULL, Condition.LOW, *_FREEING}:
        return ()
    still = "still " if part.free and not kinds & _FREEING else ""
    use = place_to_go(part, naming, but={news.topic.account for news in under_way if news.what is Condition.FULL})
    soon = f". {next_slot(under_way[0].frees).capitalize()}" if not part.free and under_way[0].frees else ""
    free = f". {amount(part.free)} of {amount(part.total)} {still}free"
    return (free, *((", use ", *use[1:]) if use else ())) if use else (f"{free}{soon}",)


def _ended(news: Sequence[News], provider: str, naming: Naming) -> Line:
    """Say what a message claimed, struck, and how it ended: ``~~MiniMax is full~~ · was full for 12 min``."""
    first = news[0]
    closed = [one.closed.at for one in news if one.closed is not None]
    until: Line = ("until ", clock(max(closed))) if closed else ("over",)
    claims = ", ".join(_claim(group, provider, naming) for group in _groups(news))
    if len(news) > 1:
        return (Struck(f"{provider}: {claims}"), " · ", *until)
    told = often(first) if reading(first) is Reading.FLAPPED else past(first)
    subject = claims if is_of_provider(first) else f"{provider}: {claims}"
    return (Struck(subject), f" · {told}", *((", ", *until) if lasting(first) else (" · not followed here any more",)))


def _claim(group: Sequence[News], provider: str, naming: Naming) -> str:
    """Return what a message claimed of topics that share a state, before that was over: ``studio-b is full``."""
    news = group[0]
    changing = reading(news) is Reading.FLAPPED
    if len(group) > 1 and not is_of_provider(news):
        state = f"keep {FLAPS[news.topic.kind]}" if changing else f"are {STATES[news.what]}"
        return f"{count(len(group), 'job' if news.topic.kind is TopicKind.JOB else 'account')} {state}"
    subject = provider
    if news.topic.kind in OF_ACCOUNTS:
        subject = naming.name(news.topic.account)
    elif news.topic.kind is TopicKind.JOB:
        subject = _text(job_subject(news, naming))
    if changing:
        return f"{subject} keeps {FLAPS[news.topic.kind]}"
    if news.what is Condition.UNUSABLE:
        return f"{subject} {unusable(news)}"
    return f"{subject} {'is low' if news.what is Condition.LOW else _PLAINLY[news.what]}"


def _text(line: Line) -> str:
    return "".join(span if isinstance(span, str) else span.text for span in line if isinstance(span, str | Strong))


def _summary(digest: Digest, parts: Sequence[Part], names: AlertNames) -> Line:
    """Say how everything is, and that this is not what just happened."""
    now = joined((_summed_up(part, names, digest) for part in parts), "; ")
    match digest.cause:
        case Cause.QUIET_OVER:
            return ("☀️ Quiet hours over: ", *now)
        case Cause.AWAY if digest.since is not None:
            return (f"🔵 Back after {time_span((digest.until or parts[0].at) - digest.since)}: ", *now)
        case Cause.AWAY:
            return ("🔵 Back: ", *now)
        case Cause.LATE:
            return (f"{part_level(parts[0]).sign} ", *now, " · as of ", clock(max(part.at for part in parts)))
