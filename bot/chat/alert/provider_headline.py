"""What a headline says of a provider: full, low, can't be checked; how much is free now, and which account to use."""

from collections.abc import Collection, Sequence

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.card_lines import HEADLINE_SENTENCE, trouble_reason, warned_at
from bot.chat.alert.condition_words import CONDITION_WORDS, FLAPPING_WORDS
from bot.chat.alert.news_phrases import NO_ALERTS, ended, free_of, lasting, often, repeats, settled, slots
from bot.chat.alert.news_state import Reading, is_over, reading
from bot.chat.alert.told_news import standing
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.free_slots import offered_of_free, use_account
from bot.chat.wording.numbers_and_lists import amount, sentence_case
from bot.chat.wording.refusal_sentences import capitalised
from bot.subscriptions.topics_and_conditions import Condition, TopicKind

_FREEING = frozenset({Condition.FREED, Condition.RISEN, Condition.USABLE, Condition.HAS_CREDITS})
"""The conditions that add free slots."""

_TAKING = frozenset({Condition.FULL, Condition.LOW, Condition.UNUSABLE, Condition.OUT_OF_CREDITS})
"""The conditions that take some away: those that are left are *still* free."""


def provider_headline(news: News, part: Part, provider: str, names: AlertNames) -> Line:
    """Return news of a provider as a whole: ``MiniMax is full: 0 of 13 free. Next slot usually in 2-5 min``."""
    use = place_to_go(part, names.of_part(part))
    go = (" ", *capitalised(use)) if use else ()
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
                said, go = f"{provider} has room: {_now(news, part, use)}{'.' if use else ''}", (" ", *capitalised(use))
            else:
                said, go = f"{provider}: {_now(news, part, use)} again", (", ", *use)
            return (Strong(said), *(go if use else ()), *was)
        case Condition.SILENT:
            why = trouble_reason(news, names.accounts, HEADLINE_SENTENCE)
            retried = "" if news.details.needs_person else " Retrying by itself."
            return (Strong(f"{provider} can't be checked."), f" {why}{retried}")
        case Condition.ANSWERS:
            gone = (f" · unchecked for {lasted}",) if lasted else ()
            free = free_of(part, use)
            again = Strong(f"{provider} can be checked again{f': {free}' if free else ''}")
            return (again, *_sentence(use), *gone)
        case Condition.LOW:
            low = Strong(f"{provider} is {'full' if part.nothing_free else 'low'}: {_now(news, part, use)}")
            return (low, *filter(None, (warned_at(news),)), *_sentence(use))
        case what:
            return (Strong(f"{provider} {CONDITION_WORDS[what].of_one}"), *_sentence(use))


def summed_up_slots(news: News, part: Part, provider: str, names: AlertNames) -> Line:
    """Return how a provider's slots are at the end of a summary's headline: ``MiniMax 4 of 13 free, use studio-a``."""
    use = place_to_go(part, names.of_part(part))
    now = _now(news, part, use)
    go = (", ", *use) if use else ()
    match news.what:
        case Condition.NOTHING_FREE:
            soon = (f". {sentence_case(next_slot(news.frees))}",) if news.frees is not None else ()
            return (Strong(f"{provider} is full, {now}"), *soon)
        case Condition.LOW:
            low = Strong(f"{provider} is {'full' if part.nothing_free else 'low'}, {now}")
            return (low, *filter(None, (warned_at(news),)), *go)
        case _:
            return (Strong(f"{provider} {now}"), *go)


def _sentence(use: Line) -> Line:
    """Return the account to use as a sentence behind another one."""
    return (". ", *capitalised(use)) if use else ()


def _now(news: News, part: Part, use: Line) -> str:
    """Return how many slots a provider has free, else whether it answers."""
    if news.topic.kind in {TopicKind.POOL, TopicKind.SLOTS}:
        # An edited or folded message is about a later look, from which this news may differ until its hold is over.
        few = part.free <= (news.details.warn or 0)
        return (free_of(part, use) if few is news.what.opens else "") or slots(news) or CONDITION_WORDS[news.what].state
    return f"{CONDITION_WORDS[news.what].state}{f', {free_of(part, use)}' if free_of(part, use) else ''}"


def tells_nothing_free(part: Part) -> bool:
    """Return whether full accounts leave no slot free that is known of, and no other message says so."""
    full = (news for news in standing(part) if news.what is Condition.FULL)
    none_known = part.nothing_free or bool(part.unchecked and part.total and not part.free)
    under_way = any(reading(news) in {Reading.PLAIN, Reading.SETTLED} for news in full)
    return none_known and under_way


def nothing_free(part: Part, provider: str, naming: Naming) -> Line:
    """Return that a provider has no free slot left, then the accounts that were the last to fill up.

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


def place_to_go(part: Part, naming: Naming, but: Collection[str] = (), rather_not: Collection[str] = ()) -> Line:
    """Return the account to use, and what is offered: ``use studio-a · 1 offered to somebody who waited``.

    Empty if none has room.

    Args:
        part: The news of a provider.
        naming: What its accounts are called.
        but: Accounts that are not named.
        rather_not: Accounts that are named only if no other has room.
    """
    places = [room.account for room in part.room if room.account not in but]
    best = next((place for place in places if place not in rather_not), places[0] if places else None)
    return () if best is None else use_account(naming.name(best), part.offered, part.offered_to)


def headline_answer(part: Part, under_way: Sequence[News], naming: Naming, *, brief: bool) -> Line:
    """Return how much is free now, and where: ``. 7 of 13 still free, use studio-b``; empty if unknown.

    Args:
        part: The news of a provider.
        under_way: Those that are not over.
        naming: What its accounts are called.
        brief: Whether it is one of several providers, which leaves out the place to go.
    """
    if not _is_known(part, under_way):
        return ()
    if brief:
        return (f", {free_of(part)}",)
    kinds = {news.what for news in under_way if reading(news) in {Reading.PLAIN, Reading.SETTLED}}
    still = "still " if part.free and kinds & _TAKING and not kinds & _FREEING else ""
    use = _place_to_go_now(part, under_way, naming)
    offered = "" if use else offered_of_free(part.offered, part.offered_to, part.free)
    known = f"{amount(part.free)} of {amount(part.total)} {still}free{offered}" if part.free else free_of(part)
    free = f". {known}"
    if use:
        return (f"{free}, ", *use)
    soon = "" if part.free else next_slot_on(under_way, naming)
    return (f"{free}. {soon}" if soon else free,)


def answer_first(subject: str, part: Part, under_way: Sequence[News], naming: Naming) -> Line:
    """Return how much is free, to put before several pieces of news: ``MiniMax: 7 of 13 free. Use studio-a``.

    Empty if unknown; ``subject`` names the provider.
    """
    if not _is_known(part, under_way):
        return ()
    use = _place_to_go_now(part, under_way, naming)
    soon = "" if part.free else next_slot_on(under_way, naming)
    more = capitalised(use) or ((soon,) if soon else ())
    return (Strong(f"{subject}: {free_of(part, use)}{'.' if more else ''}"), *((" ", *more) if more else ()))


def _is_known(part: Part, under_way: Sequence[News]) -> bool:
    silent = any(news.what is Condition.SILENT for news in under_way)
    return part.total > 0 and not silent


def _place_to_go_now(part: Part, under_way: Sequence[News], naming: Naming) -> Line:
    """Return the account to use, by what is under way."""
    full = {news.topic.account for news in under_way if news.what is Condition.FULL}
    # One that keeps changing, or that somebody must see to, may have no room once somebody gets there.
    unsure = {one.topic.account for one in under_way if one.what.opens or reading(one) is Reading.FLAPPING}
    return place_to_go(part, naming, full, unsure)


def next_slot_on(news: Sequence[News], naming: Naming) -> str:
    """Return when the next of these accounts usually has a slot: ``Next slot on studio-b usually in 2-5 min``."""
    frees = [(one.frees, one.topic.account) for one in news if one.frees is not None]
    if not frees:
        return ""
    soonest, account = min(frees, key=lambda one: one[0].low)
    return sentence_case(next_slot(soonest, where=naming.name(account) if account else ""))
