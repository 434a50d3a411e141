"""The answer to ``/capacity minimax``: free slots first, then which account to use.

It stays true as the message ages: the platform counts the age of the look from its moment, and if the provider can't be
checked, the last known state is worded in the past tense.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.accounts.account_to_use import account_to_use, open_accounts
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import LatestState, Snapshot, Trouble
from bot.chat.capacity.account_entries import (
    account_entry,
    counted_states,
    pages_of_accounts,
    pages_of_jobs,
    several_kinds,
)
from bot.chat.message import Card, Entry, Listing, paragraph
from bot.chat.signs_and_colours import Level, level_of_provider
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.free_slots import account_room, offers_line, people_waiting, snapshot_room
from bot.chat.wording.numbers_and_lists import amount, count, sentence_case
from bot.chat.wording.provider_words import ProviderWords, caution, checked, last_known, small_print, unknown_card
from bot.chat.wording.refusal_sentences import capitalised
from bot.history.slot_forecast import SlotForecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of an answer.

    Attributes:
        card: The page's card.
        number: The page shown, from 1; the nearest to the one asked for.
        pages: Number of pages, at least 1.
    """

    card: Card
    number: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who else wants a slot of a provider, or of one account.

    Attributes:
        waiting: How many people wait for one; shown if none is free for whoever comes.
        offers: Which of the free slots are offered to people who waited.
    """

    waiting: int = 0
    offers: OpenOffers = NO_OFFERS


NOBODY = Queue()


def capacity_page(
    words: ProviderWords,
    latest: LatestState,
    *,
    now: datetime,
    names: AccountNames,
    account: str | None = None,
    page: int = 1,
    frees: Callable[[str | None], SlotForecast | None] = lambda _: None,
    queue: Queue = NOBODY,
) -> Page:
    """Return a page of what is free and what is running at a provider.

    Args:
        words: The provider's words.
        latest: Its last good look, and why newer ones failed.
        now: The present moment.
        names: How accounts are named.
        account: Only this account, by its name at the provider.
        page: The page of accounts, or of one account's jobs, from 1; one that doesn't exist becomes the nearest.
        frees: Forecasts when a slot of an account, or with None of any, frees; None if too little is known.
        queue: Who else wants a slot.
    """
    snapshot, trouble, offers = latest.snapshot, latest.trouble, queue.offers
    if snapshot is None:
        return Page(card=unknown_card(words, trouble, names))
    seen = snapshot if account is None else _only(snapshot, account)
    naming = names.in_snapshot(snapshot)

    def soon(of: str | None) -> str:
        forecast = None if trouble is not None else frees(of)
        return "" if forecast is None else next_slot(forecast, now - snapshot.at)

    first = "" if seen.free or account else soon(None)

    pages = pages_of_jobs(seen.accounts[0], seen.jobs) if account and seen.accounts else pages_of_accounts(seen)
    number = min(max(page, 1), len(pages))
    at, kinds = now if trouble is None else snapshot.at, several_kinds(seen.jobs)
    listed = [
        account_entry(
            group, naming, at=at, kinds=kinds, next_slot=lambda name: "" if (own := soon(name)) == first else own
        )
        for group in pages[number - 1]
    ]
    if trouble is not None:
        *why, since = caution(trouble, names)
        head = paragraph(
            _most_room_then(snapshot, account, naming, offers),
            *why,
            (*since, *last_known(snapshot.at, checking=latest.checking)),
        )
    else:
        has_room = seen.free or account
        now_or_soon = advice(snapshot, account, naming, offers) if has_room else _when_full(seen, first)
        wanted = people_waiting(queue.waiting) if offers.slots or not has_room else ()
        head = paragraph(capitalised(joined((now_or_soon, wanted, checked(snapshot.at, checking=latest.checking)))))
    paged = [f"Page {amount(number)} of {amount(len(pages))}"] if len(pages) > 1 else []
    unread = [f"{count(snapshot.unreadable, 'row')} could not be read"] if snapshot.unreadable else []
    only = None if account is None else seen.account(account)
    room = snapshot_room(seen) if only is None or only.free is not None else account_room(only)
    card = Card(
        title=_title(
            words.title if account is None else f"{words.title} · {naming.name(account)}", seen, room, trouble
        ),
        body=(head, Listing(entries=(*map(_set_apart, listed[:-1]), *listed[-1:]))),
        level=level_of_provider(seen) if trouble is None else Level.FAULTED,
        footer=small_print(words, *paged, *unread),
    )
    return Page(card=card, number=number, pages=len(pages))


def advice(snapshot: Snapshot, account: str | None, naming: Naming, offers: OpenOffers = NO_OFFERS) -> Line:
    """Return which account to use, or which to use instead if the one asked for has no room.

    Slots that are offered to people who waited are named as such, and not as a place to go.
    """
    asked, left = None if account is None else snapshot.account(account), open_accounts(snapshot, offers)
    own = offers_line(offers if account is None else offers.of(account), naming)
    if asked is not None and any(one.account is asked for one in left):
        return own
    missing = "" if account is None or asked is not None else "The provider does not name this account now. "
    if left:
        instead, best = "" if account is None else " instead", left[0].account
        use: Line = (f"{missing}Use ", Strong(naming.name(best.name)), f"{instead} ({amount(best.free or 0)} free)")
        return joined((use, own))
    if account is None and offers.slots:
        return own
    if account is not None and snapshot.counts_slots:
        is_certain = snapshot.nothing_free or (offers.slots and not snapshot.unchecked)
        none = f"no other {'account has' if is_certain else 'is known to have'} a "
        sentence = f"{none}{'slot to use now' if offers.slots else 'free slot'}"
        return joined((own, (f"{missing}{sentence_case(sentence)}" if missing else sentence,)))
    return _none_free(snapshot)


def _set_apart(entry: Entry) -> Entry:
    """End an account's jobs with an empty line, so that they are seen to belong to it."""
    return replace(entry, lines=(*entry.lines, ())) if len(entry.lines) > 1 else entry


def _most_room_then(snapshot: Snapshot, account: str | None, naming: Naming, offers: OpenOffers) -> Line:
    asked, best = None if account is None else snapshot.account(account), account_to_use(snapshot, offers)
    if best is None or (asked is not None and asked.state is AccountState.FREE):
        return ()
    return ("Most room then: ", Strong(naming.name(best.name)), f" ({amount(best.free or 0)} free)")


def _title(subject: str, seen: Snapshot, room: str, trouble: Trouble | None) -> str:
    if trouble is not None:
        return f"{subject} · {room} when last checked"
    return f"{subject} {'is full:' if seen.nothing_free else '·'} {room}"


def _when_full(seen: Snapshot, soon: str) -> Line:
    """Return when a slot frees, or why that is not known."""
    return joined((() if seen.nothing_free else _none_free(seen), (soon,) if soon else ()))


def _none_free(snapshot: Snapshot) -> Line:
    if not snapshot.accounts:
        return ("No account has been seen yet",)
    if not snapshot.counts_slots:
        return ("How many slots there are, the provider doesn't say",)
    known = "known to be " if snapshot.unchecked else ""
    return (f"No slot is {known}free: {counted_states(snapshot.accounts)}",)


def _only(snapshot: Snapshot, account: str) -> Snapshot:
    return replace(
        snapshot,
        accounts=tuple(one for one in snapshot.accounts if one.name == account),
        jobs=tuple(job for job in snapshot.jobs if job.account == account),
    )
