"""One provider's capacity, as it answers ``/capacity minimax``.

What it says stays true when the message gets old: the age of the look is a moment that the platform counts from, and
where the provider fails, the last known state is spoken of in the past.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Snapshot
from bot.chat.capacity.account_entries import account_listing, advice, alternative
from bot.chat.message import Card, Level, paragraph
from bot.chat.spans import Emphasis, Line, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.estimates import usually_frees
from bot.chat.wording.job_lines import jobs_page
from bot.chat.wording.levels import of_provider
from bot.chat.wording.provider_trouble import caution, note_sections, unknown_card
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.text import amount, count
from bot.history.slot_forecast import SlotForecast

_INFERRED: Line = (
    Emphasis("inferred"),
    ": the provider's list leaves the account out while jobs are running on it, so it is taken as full.",
)


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
        return Page(card=unknown_card(words, trouble, names))
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
    caveats = [(caveat,) for caveat in words.caveats]
    card = Card(
        title=f"{subject} · {_slots(seen)}{'' if current else ' when last seen'}",
        body=(head, account_listing(seen.accounts, naming), jobs.listing),
        sections=note_sections([*caveats, _INFERRED] if inferred else caveats),
        level=of_provider(seen) if current else Level.UNKNOWN,
        footer=" · ".join(footer),
        at=snapshot.at,
    )
    return Page(card=card, number=jobs.number, pages=jobs.pages)


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
