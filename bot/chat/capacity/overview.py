"""All providers at a glance: a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.accounts.account_to_use import account_to_use
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import LatestState, Snapshot
from bot.chat.message import Card, Entry, Listing, Paragraph, paragraph
from bot.chat.signs_and_colours import Level, level_of_provider, level_of_slots
from bot.chat.text_spans import Line, Strong, ago, joined
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.free_slots import offered_of_free, snapshot_room, use_account
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.provider_words import ProviderWords, checked, not_set_up
from bot.chat.wording.refusal_sentences import capitalised, sentence_line
from bot.platforms import Sentence

SENTENCE_LENGTH = 200
"""Shorter than elsewhere, since each provider has a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider and its latest state.

    Attributes:
        words: The provider's words.
        latest: Its last good look, and why newer ones failed.
        next_slot: When a slot usually frees, if none is free; may be empty.
        offers: Which of its free slots are offered to people who waited.
    """

    words: ProviderWords
    latest: LatestState
    next_slot: str = ""
    offers: OpenOffers = NO_OFFERS


def overview_card(
    providers: Sequence[ProviderState], *, names: AccountNames, why_none: Sentence = ("None is set up.",)
) -> Card:
    """Return a line for each provider: its free slots and the account to use, or what is wrong.

    The title counts only providers that can be checked.

    Args:
        providers: The watched providers.
        names: How accounts are named.
        why_none: Why no provider is watched, if none is.
    """
    absent = [one.words.title for one in providers if not one.latest.set_up]
    providers = [one for one in providers if one.latest.set_up]
    latest = [one.latest for one in providers]
    current = [one.snapshot for one in latest if one.snapshot is not None and one.trouble is None]
    free, total = sum(one.free for one in current), sum(one.total for one in current)
    level = level_of_slots(free, total) if total else Level.UNKNOWN
    counted = [one for one in current if one.counts_slots]
    if level is Level.FULL and (
        len(current) < len(latest) or any(level_of_provider(one) is not level for one in counted)
    ):
        level = Level.UNKNOWN
    oldest = min((one.at for one in current), default=None)
    seen = () if oldest is None else capitalised(checked(oldest, checking=any(one.checking for one in latest)))
    lines = Listing(entries=tuple(Entry((_provider_line(one, names),)) for one in providers))
    return Card(
        title=_title(free, total) if providers or absent else "No provider is watched",
        body=(lines if providers else _none(absent, why_none, names), paragraph(seen)),
        level=level,
        footer=not_set_up(absent) if absent else "",
    )


def _none(absent: Sequence[str], why_none: Sentence, names: AccountNames) -> Paragraph:
    return paragraph(("No provider is set up.",) if absent else sentence_line(why_none, names))


def _title(free: int, total: int) -> str:
    return f"{amount(free)} of {count(total, 'slot')} free" if total else "Free slots not known"


def _provider_line(provider: ProviderState, names: AccountNames) -> Line:
    snapshot, trouble = provider.latest.snapshot, provider.latest.trouble
    title = Strong(provider.words.title)
    if trouble is not None:
        said = (
            " · can't be checked; first failed ",
            ago(trouble.since),
            f": {names.shown(trouble.sentence, SENTENCE_LENGTH)}",
        )
        known: Line = () if snapshot is None else (" Last known, ", ago(snapshot.at), f": {snapshot_room(snapshot)}")
        return (f"{Level.FAULTED.sign} ", title, *said, *known)
    if snapshot is None:
        return (f"{Level.UNKNOWN.sign} ", title, " · not checked yet")
    offers = provider.offers
    use = _use(snapshot, offers, names)
    offered = "" if use else offered_of_free(offers.slots, offers.people, snapshot.free)
    more = use if snapshot.free else (provider.next_slot,) if provider.next_slot else ()
    room = f"{snapshot_room(snapshot)}{offered}"
    return (f"{level_of_provider(snapshot).sign} ", title, " · ", *joined(((room,), more)))


def _use(snapshot: Snapshot, offers: OpenOffers, names: AccountNames) -> Line:
    """Return which account to use, and how many slots are offered; empty if every free slot is offered."""
    if (best := account_to_use(snapshot, offers)) is None:
        return ()
    return use_account(names.in_snapshot(snapshot).name(best.name), offers.slots, offers.people)
