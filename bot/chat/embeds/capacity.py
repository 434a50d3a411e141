"""One provider's capacity, as it answers ``/capacity minimax``.

What it says stays true when the message gets old: the age of the look is a moment that Discord counts from, and where
the provider fails, the last known state is spoken of in the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Snapshot
from bot.chat.embeds.accounts import account_lines, advice, alternative
from bot.chat.embeds.fit import DESCRIPTION, FIELD_VALUE, TITLE, fit
from bot.chat.embeds.jobs import jobs_page
from bot.chat.embeds.level import Level, of_provider
from bot.chat.embeds.measured import usually_frees
from bot.chat.embeds.words import ProviderWords, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount, clip, count
from bot.history.slot_forecast import SlotForecast

SENTENCE_LENGTH = 600

_INFERRED = (
    "*inferred*: the provider's list leaves the account out while jobs are running on it, so it is taken as full."
)
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An embed, and where its jobs stand among all pages of them.

    Attributes:
        embed: What is shown.
        number: The page that is shown, from 1; the nearest to the one asked for.
        pages: How many there are, at least 1.
    """

    embed: discord.Embed
    number: int = 1
    pages: int = 1


def capacity_embed(
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
    """Draw what is free and what is running at a provider.

    Args:
        words: How the provider is spoken of.
        snapshot: The last good look, if there was one.
        now: The moment of drawing.
        names: How accounts are named.
        account: Only this account, by its name at the provider.
        page: Which page of jobs, from 1; one that does not exist is taken as the nearest that does.
        trouble: Why the latest look failed, if it did; the snapshot is then the last known state.
        frees: When a slot usually frees, from the snapshot on; told where none is free.
    """
    if snapshot is None:
        text = _caution(trouble, names) if trouble else "This provider has not been looked at yet."
        return Page(embed=_draw(f"{words.title} · nothing known", text, Level.UNKNOWN, words.caveats))
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
        head = f"{guide}\n{foretold}Looked {ago(snapshot.at)}."
    else:
        head = f"{_caution(trouble, names)} Last known state, from {ago(snapshot.at)}:\n{guide}"
    jobs = jobs_page(seen.jobs, naming, at=now if current else snapshot.at, page=page, current=current)
    left = DESCRIPTION - len(head) - len(jobs.text) - 2 * len(_BETWEEN)
    parts = (head.strip(), account_lines(seen.accounts, naming, left), jobs.text)
    subject = words.title if account is None else f"{words.title} · {naming.plain(account)}"
    inferred = any(one.inferred for one in seen.accounts)
    embed = _draw(
        f"{subject} · {_slots(seen)}{'' if current else ' when last seen'}",
        _BETWEEN.join(filter(None, parts)),
        of_provider(seen) if current else Level.UNKNOWN,
        (*words.caveats, _INFERRED) if inferred else words.caveats,
    )
    footer = [f"Page {amount(jobs.number)} of {amount(jobs.pages)}"] if jobs.pages > 1 else []
    footer += [f"{count(snapshot.unreadable, 'row')} unreadable"] if snapshot.unreadable else []
    embed.set_footer(text=" · ".join(footer) or None)
    embed.timestamp = snapshot.at
    return Page(embed=embed, number=jobs.number, pages=jobs.pages)


def _draw(title: str, text: str, level: Level, notes: Sequence[str]) -> discord.Embed:
    embed = discord.Embed(title=clip(title, TITLE), description=text, colour=level.colour)
    if notes:
        embed.add_field(name="Note", value=fit(notes, str, FIELD_VALUE), inline=False)
    return embed


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


def _caution(trouble: Trouble, names: AccountNames) -> str:
    said = names.say(trouble.sentence, SENTENCE_LENGTH)
    return f"{Level.FAULTED.sign} {said}\nLooks have failed since {ago(trouble.since)}."
