"""The answer that each headline owes: is there room, and where."""

from collections.abc import Collection, Sequence

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.interpreted_news import Reading, free_of, has_outdated_counts, is_over, reading, standing
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.free_slots import offered_besides, offered_of_free
from bot.chat.wording.numbers_and_lists import amount, sentence_case
from bot.subscriptions.topic import Condition

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
    soon = "" if part.free else _soon(under_way, naming)
    return (f"{free}. {soon}" if soon else free,)


def answer_first(subject: str, part: Part, under_way: Sequence[News], naming: Naming) -> Line:
    """Return the answer where several things happened at once, which follow: ``MiniMax: 7 of 13 free. Use studio-a``.

    Empty where that is not known; ``subject`` is the provider.
    """
    if not _is_known(part, under_way):
        return ()
    use = _place_to_go_now(part, under_way, naming)
    soon = "" if part.free else _soon(under_way, naming)
    more: Line = use or ((soon,) if soon else ())
    return (Strong(f"{subject}: {free_of(part, use)}{'.' if more else ''}"), *((" ", *more) if more else ()))


def _is_known(part: Part, under_way: Sequence[News]) -> bool:
    silent = any(news.what is Condition.SILENT for news in under_way)
    return part.total > 0 and not silent and not has_outdated_counts(part)


def _place_to_go_now(part: Part, under_way: Sequence[News], naming: Naming) -> Line:
    """Return the account to use, by what is under way."""
    full = {news.topic.account for news in under_way if news.what is Condition.FULL}
    # One that keeps changing, or that somebody must see to, may have no room once somebody gets there.
    unsure = {one.topic.account for one in under_way if one.what.opens or reading(one) is Reading.FLAPPING}
    return place_to_go(part, naming, full, unsure)


def tells_nothing_free(part: Part) -> bool:
    """Return whether accounts that are full leave nothing free that is known of, unless another message says so."""
    full = (news for news in standing(part) if news.what is Condition.FULL)
    none_known = part.nothing_free or bool(part.unchecked and part.total and not part.free)
    under_way = any(reading(news) in {Reading.PLAIN, Reading.SETTLED} for news in full)
    return none_known and under_way and not has_outdated_counts(part)


def nothing_free(part: Part, provider: str, naming: Naming) -> Line:
    """Return what it means that the last accounts have filled up, then which they are.

    ``MiniMax is full: 0 of 4 free.``, or ``MiniMax: 0 of 4 free, 2 accounts can't be checked.``
    """
    full = [one for one in standing(part) if one.what is Condition.FULL and not is_over(one)]
    subject = f"{provider} is full" if part.nothing_free else provider
    said = f"{subject}: {free_of(part)}" if part.total else subject
    if soon := _soon(full, naming):
        return (Strong(f"{said}."), f" {soon}")
    if len(full) > 1:
        return (Strong(said),)
    return (
        Strong(f"{said}."),
        " ",
        Strong(naming.name(full[0].topic.account)),
        " is full too" if part.nothing_free else " is full",
    )


def _soon(news: Sequence[News], naming: Naming) -> str:
    """Return when the next of these accounts usually has a slot: ``Next slot on studio-b usually in 2-5 min``."""
    frees = [(one.frees, one.topic.account) for one in news if one.frees is not None]
    if not frees:
        return ""
    soonest, account = min(frees, key=lambda one: one[0].low)
    return sentence_case(next_slot(soonest, where=naming.name(account) if account else ""))
