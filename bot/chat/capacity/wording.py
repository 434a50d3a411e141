"""One provider's capacity, as it answers ``/capacity minimax``.

What it says stays true when the message gets old: the age of the look is a moment that the platform counts from, and
where the provider fails, the last known state is spoken of in the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Snapshot
from bot.chat.capacity.account_entries import account_listing, advice, alternative
from bot.chat.message import Block, Card, Entry, Level, Listing, Section, paragraph
from bot.chat.spans import Line, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.estimates import usually_frees
from bot.chat.wording.job_lines import jobs_page
from bot.chat.wording.levels import of_provider
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.text import amount, count
from bot.history.slot_forecast import SlotForecast

SENTENCE_LENGTH = 600

_INFERRED = "inferred: the provider's list leaves the account out while jobs are running on it, so it is taken as full."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A card, and where its jobs stand among all pages of them.

    Attributes:
        card: What is shown.
        number: The page that is shown, from 1; the nearest to the one asked for.
        pages: How many there are, at least 1.
    """

    card: Card
    number: int = 1
    pages: int = 1


def capacity_page(
    words: ProviderWords,
    snapshot: Snapshot | None,
    *,
    now: datetime,
    names: AccountNames,
    account: str | None = None,
    page: int = 1,
    trouble: Trouble | None = None,
    frees: SlotForecast | None = None,
) -> Page:
    """Word what is free and what is running at a provider.

    Args:
        words: What the provider is called.
        snapshot: The last good look, if there was one.
        now: The present moment.
        names: How accounts are named.
        account: Only this account, by its name at the provider.
        page: Which page of jobs, from 1; one that does not exist is taken as the nearest that does.
        trouble: Why the latest look failed, if it did; the snapshot is then the last known state.
        frees: When a slot usually frees, counted from the snapshot; said where none is free.
    """
    if snapshot is None:
        said = caution(trouble, names) if trouble else (("This provider has not been looked at yet.",),)
        return Page(card=_card(f"{words.title} · nothing known", (paragraph(*said),), Level.UNKNOWN, words.caveats))
    current, seen = trouble is None, snapshot if account is None else _only(snapshot, account)
    running = (job.account for job in snapshot.jobs if job.account is not None)
    naming = names.among(snapshot.provider, (*(one.name for one in snapshot.accounts), *running))
    guide = (
        advice(snapshot, naming, current=current)
        if account is None
        else alternative(snapshot, account, naming, current=current)
    )
    if trouble is None:
        foretold = "" if frees is None or seen.best is not None else _foretold(frees, now - snapshot.at)
        head = paragraph(guide, (f"{foretold}Looked ", ago(snapshot.at), "."))
    else:
        *first, last = caution(trouble, names)
        head = paragraph(*first, (*last, " Last known state, from ", ago(snapshot.at), ":"), guide)
    jobs = jobs_page(seen.jobs, naming, at=now if current else snapshot.at, page=page, current=current)
    subject = words.title if account is None else f"{words.title} · {naming.name(account)}"
    inferred = any(one.inferred for one in seen.accounts)
    footer = [f"Page {amount(jobs.number)} of {amount(jobs.pages)}"] if jobs.pages > 1 else []
    footer += [f"{count(snapshot.unreadable, 'row')} unreadable"] if snapshot.unreadable else []
    card = _card(
        f"{subject} · {_slots(seen)}{'' if current else ' when last seen'}",
        (head, account_listing(seen.accounts, naming), paragraph(*(one.lines[0] for one in jobs.listing.entries))),
        of_provider(seen) if current else Level.UNKNOWN,
        (*words.caveats, _INFERRED) if inferred else words.caveats,
    )
    return Page(card=replace(card, footer=" · ".join(footer), at=snapshot.at), number=jobs.number, pages=jobs.pages)


def caution(trouble: Trouble, names: AccountNames) -> tuple[Line, ...]:
    """Say why the latest look failed, and since when looks have."""
    said = names.shown(trouble.sentence, SENTENCE_LENGTH)
    return (f"{Level.FAULTED.sign} {said}",), ("Looks have failed since ", ago(trouble.since), ".")


def _card(title: str, body: tuple[Block, ...], level: Level, notes: Sequence[str]) -> Card:
    listed = Listing(entries=tuple(Entry(((note,),)) for note in notes))
    return Card(title=title, body=body, level=level, sections=(Section(title="Note", body=listed),) if notes else ())


def _foretold(frees: SlotForecast, age: timedelta) -> str:
    said = usually_frees(frees, age)
    return f"{said[:1].upper()}{said[1:]}. "


def _only(snapshot: Snapshot, account: str) -> Snapshot:
    return replace(
        snapshot,
        accounts=tuple(one for one in snapshot.accounts if one.name == account),
        jobs=tuple(job for job in snapshot.jobs if job.account == account),
    )


def _slots(seen: Snapshot) -> str:
    if any(one.free is not None for one in seen.accounts):
        return f"{amount(seen.free)} of {count(seen.total, 'slot')} free"
    return "free slots unknown" if seen.accounts else "nothing known"
