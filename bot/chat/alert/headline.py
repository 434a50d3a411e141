"""The headline of an alert, all that a locked phone shows: first what the news means, then what happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Greeting, Part, UsageContent
from bot.alerts.news import News
from bot.alerts.waiter_notice import WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_colours import part_level
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.headline_clauses import claim, groups_of, phrase
from bot.chat.alert.health_sentences import health_advice
from bot.chat.alert.news_phrases import NO_ALERTS, ended, free_of, often, past, repeats, slots, usually
from bot.chat.alert.news_state import Reading, is_of_provider, is_over, is_superseded, is_unfollowed, reading
from bot.chat.alert.offer_wording import offer_headline
from bot.chat.alert.provider_headline import (
    answer_first,
    headline_answer,
    nothing_free,
    place_to_go,
    provider_headline,
    summed_up_slots,
    tells_nothing_free,
)
from bot.chat.alert.shared_failure import shared_cause, shared_headline
from bot.chat.alert.told_news import by_urgency, standing, whole, without_outdated_counts
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Moment, Strong, Struck, clock, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.free_slots import free_of_total
from bot.chat.wording.provider_words import watching_line
from bot.platforms import CommandName
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition, TopicKind

_OF_SLOTS = frozenset({TopicKind.ACCOUNT, TopicKind.SLOTS, TopicKind.POOL})

DRILL = "Test: alerts arrive here"


def headline(alert: Alert, names: AlertNames) -> Line:
    """Return an alert's headline; it must fit on a locked phone."""
    match alert.content:
        case WaiterNotice() as notice:
            return offer_headline(notice, names)
        case Drill() | UsageContent() | BoardContent() | Greeting() as content:
            return _of_no_change(content, names)
        case Changes(parts=parts) if (cause := shared_cause(parts)) is not None:
            return shared_headline(cause, parts, names)
        case Changes(parts=parts):
            digest = next((part.digest for part in parts if part.digest is not None), None)
            if digest is None or _was_unanswered(parts):
                return joined((_part(part, names, brief=len(parts) > 1) for part in parts), "; ")
            return _summary(digest, parts, names)


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
    for span in headline(without_outdated_counts(alert), names):
        if isinstance(span, Moment):
            words = words.removesuffix("until ").removesuffix(" by ").removesuffix("as of ").rstrip(", ·")
        elif isinstance(span, Strong | Struck):
            words += span.text
        elif isinstance(span, str | CommandName):
            words += str(span)
    return words


def _part(part: Part, names: AlertNames, *, brief: bool) -> Line:
    """Return the headline about a provider; ``brief`` beside others: without a sign, its free slots at the end."""
    provider, naming, news = names.provider(part.provider), names.of_part(part), by_urgency(standing(part))
    if (about := whole(part)) is not None:
        news = [about]  # the rest is for the card
    sign = "" if brief else f"{(Level.UNKNOWN if about and is_over(about) else part_level(part)).sign} "
    if not news:
        return (f"{sign}{provider}: {free_of(part) or 'free slots unknown'}",)
    under_way = [one for one in news if not is_over(one)]
    if not under_way:
        return (f"{sign}", *_ended(news, provider, naming))
    if about is None and tells_nothing_free(part):
        return (*((sign,) if sign else ()), *nothing_free(part, provider, naming))
    if len(news) == 1 and is_of_provider(news[0]):
        return (*((sign,) if sign else ()), *provider_headline(news[0], part, provider, names))
    again, news = _answering_again(news)
    # Where an incident was over and began anew, a newer message tells of it.
    groups = list(groups_of(one for one in news if not (one.disproved and is_over(one))))
    phrases = joined((phrase(group, naming) for group in groups), ", ")
    first = answer_first(f"{provider}{again}", part, under_way, naming) if again or len(groups) > 1 else ()
    if first and not brief:
        return (sign, *first, " · ", *phrases)
    said = (f"{sign}{provider}{again}: ", *phrases)
    before, after = _alone(news[0], part) if len(news) == 1 else ("", "")
    says_it = len(news) == 1 and _says_what_is_free(news[0], part)
    answer = () if says_it else headline_answer(part, under_way, naming, brief=brief)
    return (*said, *((before,) if before else ()), *answer, *((after,) if after else ()))


def _says_what_is_free(news: News, part: Part) -> bool:
    """Return whether news of an account names its free slots, so that the headline need not add what is free.

    An account that has settled names them only where no other account has free slots.
    """
    own = (news.details.limit or 0) - news.details.in_use
    stays = reading(news) is Reading.SETTLED and part.free <= own
    # A change that was over before it counted is recorded with the counts of a later look.
    return news.what is Condition.FREED and own > 0 and (stays or reading(news) is Reading.PLAIN)


def _answering_again(news: Sequence[News]) -> tuple[str, list[News]]:
    """Return the words for a provider that answers again, "" if that is not told, and the other news."""
    others = [one for one in news if one.what is not Condition.ANSWERS]
    return (" can be checked again" if len(others) < len(news) else "", others)


def _was_unanswered(parts: Sequence[Part]) -> bool:
    """Return whether every part follows an absence in which its provider did not answer: the bot itself was running."""
    away = [part.digest for part in parts if part.digest is not None and part.digest.cause is Cause.AWAY]
    return len(away) == len(parts) and all(
        digest.unanswered or (digest.until is None and _answers_again(part))
        for digest, part in zip(away, parts, strict=True)
    )


def _answers_again(part: Part) -> bool:
    """Return whether it tells that its provider answers again, as did alerts from before absences were recorded."""
    return any(one.what is Condition.ANSWERS for one in part.news)


def is_summed_up(part: Part) -> bool:
    """Return whether a summary's headline gives only the free slots of a part, and the card tells what changed."""
    if _has_ended(part):
        return False  # its slots were counted before
    news = [one for one in standing(part) if not is_over(one)]
    of_slots = all(one.topic.kind in _OF_SLOTS and reading(one) is not Reading.FLAPPING for one in news)
    return part.digest is not None and part.total > 0 and of_slots


def _has_ended(part: Part) -> bool:
    return bool(part.news) and all(map(is_over, standing(part)))


def _summed_up(part: Part, names: AlertNames, digest: Digest) -> Line:
    """Return how a provider is now, and where there is room: ``MiniMax 3 of 13 free, use studio-b``."""
    if digest.cause is Cause.LATE:
        part = replace(part, room=())  # what had room when it was seen may be full by now
    if not is_summed_up(part):
        return _part(part, names, brief=True)
    provider, about = names.provider(part.provider), whole(part)
    if about is not None and not is_over(about):
        return summed_up_slots(about, part, provider, names)
    use = place_to_go(part, names.of_part(part))
    return (Strong(f"{provider} {free_of(part, use)}"), *((", ", *use) if use else ()))


def _alone(news: News, part: Part) -> tuple[str, str]:
    """Return details of a single account or job: the text before the answer, and the text after it."""
    match reading(news):
        case Reading.FLAPPING:
            return "", f" · {often(news)} · {NO_ALERTS}"
        case Reading.SETTLED:
            # Another message counted the changes, unless this one is edited for each.
            return _at_length(news, part), f" · after {often(news)}" if news.live else ""
        case Reading.PLAIN:
            changed = f" · {repeats(news)}" if repeats(news) else ""
            lasted = f" · {ended(news)}" if news.what is Condition.FREED and ended(news) else ""
            advice = health_advice(news) if news.topic.kind in OF_HEALTH else ""
            return _at_length(news, part), f"{lasted}{advice}{changed}"
        case _:
            return "", ""


def _at_length(news: News, part: Part) -> str:
    if news.what is Condition.STUCK:
        return f": {time_span(part.at - news.since)} so far{usually(news.details.stuck)}"
    return f", {slots(news)}" if _says_what_is_free(news, part) else ""


def _ended(news: Sequence[News], provider: str, naming: Naming) -> Line:
    """Return what a message claimed, struck through, and its end: ``~~MiniMax is full~~ · was full for 12 min``."""
    first = news[0]
    closed = [one.closed for one in news if one.closed is not None]
    witnessed = all(one.end_witnessed for one in closed)
    until: Line = ("until " if witnessed else "over by ", clock(max(one.at for one in closed))) if closed else ("over",)
    claims = ", ".join(claim(group, provider, naming) for group in groups_of(news))
    if len(news) > 1:
        return (Struck(f"{provider}: {claims}"), " · ", *until)
    told = often(first) if reading(first) is Reading.FLAPPED else past(first)
    subject = claims if is_of_provider(first) else f"{provider}: {claims}"
    if is_superseded(first):
        return (Struck(subject), " · the reason changed at ", clock(max(one.at for one in closed)))
    if is_unfollowed(first):
        return (Struck(subject), f" · {told} · not followed here any more")
    return (Struck(subject), f" · {told}, ", *until, *(_then_free(first) if reading(first) is Reading.FLAPPED else ()))


def _then_free(news: News) -> Line:
    """Return how much was free once a topic had settled."""
    then = news.closed
    return () if then is None or not then.total else (f", then {free_of_total(then.free, then.total)}",)


def _summary(digest: Digest, parts: Sequence[Part], names: AlertNames) -> Line:
    """Return how every provider is now, after words that say that this is a summary."""
    dates = _dates(parts)
    now = joined(((*_summed_up(part, names, digest), *date) for part, date in zip(parts, dates, strict=True)), "; ")
    match digest.cause:
        case Cause.QUIET_OVER:
            return ("☀️ Quiet hours over: ", *now)
        case Cause.AWAY if digest.since is not None:
            return (f"🔵 Back after {time_span((digest.until or parts[0].at) - digest.since)}: ", *now)
        case Cause.AWAY:
            return ("🔵 Back: ", *now)
        case Cause.LATE:
            return (f"{part_level(parts[0]).sign} ", *now)


def _dates(parts: Sequence[Part]) -> list[Line]:
    """Return what the headline says of the moment of each provider's look; once for neighbours of the same minute."""
    moments = [as_of(part, parts) for part in parts]
    minutes = [None if at is None else at.replace(second=0, microsecond=0) for at in (*moments, None)]
    followed = [minute == after for minute, after in pairwise(minutes)]
    return [
        () if at is None or again else (" · as of ", clock(at)) for at, again in zip(moments, followed, strict=True)
    ]


def as_of(part: Part, parts: Sequence[Part]) -> datetime | None:
    """Return the moment of a part's look as the headline of a late alert names it; None if it names none."""
    digest = next((one.digest for one in parts if one.digest is not None), None)
    late = digest is not None and digest.cause is Cause.LATE
    return part.at if late and not _has_ended(part) else None
