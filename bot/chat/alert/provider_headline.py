"""What a headline says of a provider: full, has room, low, or can't be checked, and how much is free now."""

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.account_to_use import next_slot_on, place_to_go
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.card_lines import HEADLINE_SENTENCE, trouble_reason, warned_at
from bot.chat.alert.condition_words import CONDITION_WORDS, FLAPPING_WORDS
from bot.chat.alert.interpreted_news import (
    NO_ALERTS,
    Reading,
    free_of,
    is_over,
    lasting,
    often,
    reading,
    settled,
    slots,
    standing,
)
from bot.chat.alert.news_phrases import ended, repeats
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.numbers_and_lists import sentence_case
from bot.subscriptions.topics_and_conditions import Condition, TopicKind


def provider_headline(news: News, part: Part, provider: str, names: AlertNames) -> Line:
    """Return news of a provider as a whole: ``MiniMax is full: 0 of 13 free. Next slot usually in 2-5 min``."""
    use = place_to_go(part, names.of_part(part))
    go = (" ", *use) if use else ()
    match reading(news):
        case Reading.FLAPPING:
            free = "" if news.what is Condition.SILENT else free_of(part, use)
            flaps = FLAPPING_WORDS[news.topic.kind]
            keeps = Strong(f"{provider} keeps {flaps}{f': {free}' if free else ''}{'.' if free and go else ''}")
            return (keeps, *(go if free else ()), f" · {often(news)} · {NO_ALERTS}")
        case Reading.SETTLED:
            after = (f" · after {often(news)}",) if news.live else ()
            if news.what in {Condition.SILENT, Condition.RISEN}:
                return (*_plainly(news, part, provider, names), *after)
            free = _now(news, part, use) if news.topic.kind in {TopicKind.POOL, TopicKind.SLOTS} else free_of(part, use)
            soon = () if news.frees is None else (f" {sentence_case(next_slot(news.frees))}",)
            now = Strong(f"{provider} {settled(news)}{f': {free}' if free else ''}{'.' if go or soon else ''}")
            return (now, *(go or soon), *after)
        case _:
            changed = f" · {repeats(news)}" if repeats(news) else ""
            return (*_plainly(news, part, provider, names), *((changed,) if changed else ()))


def _plainly(news: News, part: Part, provider: str, names: AlertNames) -> Line:
    use, lasted = place_to_go(part, names.of_part(part)), lasting(news)
    match news.what:
        case Condition.NOTHING_FREE:
            soon = (f" {sentence_case(next_slot(news.frees))}",) if news.frees is not None else ()
            # An account of which a later look shows nothing certain may have room.
            full = provider if part.unchecked else f"{provider} is full"
            return (Strong(f"{full}: {_now(news, part, ())}{'.' if soon else ''}"), *soon)
        case Condition.HAS_ROOM | Condition.RISEN:
            was = (f" · {ended(news)}",) if ended(news) else ()
            if news.what is Condition.HAS_ROOM:
                said, go = f"{provider} has room: {_now(news, part, use)}{'.' if use else ''}", (" ", *use)
            else:
                said, go = f"{provider}: {_now(news, part, use)} again", (", use ", *use[1:])
            return (Strong(said), *(go if use else ()), *was)
        case Condition.SILENT:
            why = trouble_reason(news, names.accounts, HEADLINE_SENTENCE)
            retried = "" if news.details.needs_person else " Retrying by itself."
            return (Strong(f"{provider} can't be checked."), f" {why}{retried}")
        case Condition.ANSWERS:
            gone = (f" · unchecked for {lasted}",) if lasted else ()
            free = free_of(part, use)
            again = Strong(f"{provider} can be checked again{f': {free}' if free else ''}")
            return (again, *((". ", *use) if use else ()), *gone)
        case Condition.LOW:
            low = Strong(f"{provider} is {'full' if part.nothing_free else 'low'}: {_now(news, part, use)}")
            return (low, *filter(None, (warned_at(news),)), *((". ", *use) if use else ()))
        case what:
            return (Strong(f"{provider} {CONDITION_WORDS[what].of_one}"), *((". ", *use) if use else ()))


def summed_up_slots(news: News, part: Part, provider: str, names: AlertNames) -> Line:
    """Return how a provider's slots are at the end of a summary's headline: ``MiniMax 4 of 13 free, use studio-a``."""
    use = place_to_go(part, names.of_part(part))
    now = _now(news, part, use)
    go = (", use ", *use[1:]) if use else ()
    match news.what:
        case Condition.NOTHING_FREE:
            soon = (f". {sentence_case(next_slot(news.frees))}",) if news.frees is not None else ()
            return (Strong(f"{provider} is full, {now}"), *soon)
        case Condition.LOW:
            low = Strong(f"{provider} is {'full' if part.nothing_free else 'low'}, {now}")
            return (low, *filter(None, (warned_at(news),)), *go)
        case _:
            return (Strong(f"{provider} {now}"), *go)


def _now(news: News, part: Part, use: Line) -> str:
    """Return how many slots a provider has free, else whether it answers."""
    if news.topic.kind in {TopicKind.POOL, TopicKind.SLOTS}:
        # An edited or folded message is about a later look, from which this news may differ until its hold is over.
        few = part.free <= (news.details.warn or 0)
        return (free_of(part, use) if few is news.what.opens else "") or slots(news) or CONDITION_WORDS[news.what].state
    return f"{CONDITION_WORDS[news.what].state}{f', {free_of(part, use)}' if free_of(part, use) else ''}"


def tells_nothing_free(part: Part) -> bool:
    """Return whether accounts that are full leave nothing free that is known of, unless another message says so."""
    full = (news for news in standing(part) if news.what is Condition.FULL)
    none_known = part.nothing_free or bool(part.unchecked and part.total and not part.free)
    under_way = any(reading(news) in {Reading.PLAIN, Reading.SETTLED} for news in full)
    return none_known and under_way


def nothing_free(part: Part, provider: str, naming: Naming) -> Line:
    """Return what it means that the last accounts have filled up, then which they are.

    ``MiniMax is full: 0 of 4 free.``, or ``MiniMax: 0 of 4 free, 2 accounts can't be checked.``
    """
    full = [one for one in standing(part) if one.what is Condition.FULL and not is_over(one)]
    subject = f"{provider} is full" if part.nothing_free else provider
    said = f"{subject}: {free_of(part)}" if part.total else subject
    if soon := next_slot_on(full, naming):
        return (Strong(f"{said}."), f" {soon}")
    if len(full) > 1:
        return (Strong(said),)
    return (
        Strong(f"{said}."),
        " ",
        Strong(naming.name(full[0].topic.account)),
        " is full too" if part.nothing_free else " is full",
    )
