"""Which account a headline tells people to use, with how much is free; or when the next slot usually frees."""

from collections.abc import Collection, Sequence

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.interpreted_news import Reading, free_of, reading
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.free_slots import offered_besides, offered_of_free
from bot.chat.wording.numbers_and_lists import amount, sentence_case
from bot.subscriptions.topics_and_conditions import Condition

_FREEING = frozenset({Condition.FREED, Condition.RISEN, Condition.USABLE, Condition.HAS_CREDITS})
"""What adds free slots."""

_TAKING = frozenset({Condition.FULL, Condition.LOW, Condition.UNUSABLE, Condition.OUT_OF_CREDITS})
"""What takes some away: what is left is *still* free."""


def place_to_go(part: Part, naming: Naming, but: Collection[str] = (), rather_not: Collection[str] = ()) -> Line:
    """Return the account with the most room, and what is not: ``Use studio-a · 1 offered to somebody who waited``.

    Empty where none has room.

    Args:
        part: The news of a provider.
        naming: What its accounts are called.
        but: Accounts that are not named.
        rather_not: Accounts that are named only if no other has room.
    """
    places = [room.account for room in part.room if room.account not in but]
    best = next((place for place in places if place not in rather_not), places[0] if places else None)
    offered = offered_besides(part.offered, part.offered_to)
    return () if best is None else ("Use ", Strong(naming.name(best)), *((offered,) if offered else ()))


def headline_answer(part: Part, under_way: Sequence[News], naming: Naming, *, brief: bool) -> Line:
    """Return how much is free now, and where: ``. 7 of 13 still free, use studio-b``; empty where that is not known.

    Args:
        part: The news of a provider.
        under_way: What of it is not over.
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
        return (f"{free}, use ", *use[1:])
    soon = "" if part.free else next_slot_on(under_way, naming)
    return (f"{free}. {soon}" if soon else free,)


def answer_first(subject: str, part: Part, under_way: Sequence[News], naming: Naming) -> Line:
    """Return the answer where several things happened at once, which follow: ``MiniMax: 7 of 13 free. Use studio-a``.

    Empty where that is not known; ``subject`` is the provider.
    """
    if not _is_known(part, under_way):
        return ()
    use = _place_to_go_now(part, under_way, naming)
    soon = "" if part.free else next_slot_on(under_way, naming)
    more: Line = use or ((soon,) if soon else ())
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
