"""All providers at a glance, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Snapshot
from bot.chat.embeds.fit import DESCRIPTION, fit
from bot.chat.embeds.level import Level, of_provider, of_slots
from bot.chat.embeds.words import ProviderWords, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount, count

SENTENCE_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of one provider: its last good look, and why the latest failed if it did."""

    words: ProviderWords
    snapshot: Snapshot | None = None
    trouble: Trouble | None = None


def overview_embed(entries: Sequence[Entry], *, names: AccountNames) -> discord.Embed:
    """Draw a line for each provider: free of total, the account to use, jobs, and the age of the look or its trouble.

    The title counts only providers that answer: the slots of the others are not known to be free.
    """
    current = [one.snapshot for one in entries if one.snapshot is not None and one.trouble is None]
    free, total = sum(one.free for one in current), sum(one.total for one in current)
    level = of_slots(free, total) if total else Level.UNKNOWN
    if level is Level.FULL and (len(current) < len(entries) or any(of_provider(one) is not level for one in current)):
        level = Level.UNKNOWN
    return discord.Embed(
        title=f"Capacity · {amount(free)} of {count(total, 'slot')} free" if total else "Capacity · free slots unknown",
        description=fit(entries, lambda one: _line(one, names), DESCRIPTION) or "No provider is set up.",
        colour=level.colour,
    )


def _line(entry: Entry, names: AccountNames) -> str:
    if entry.snapshot is None:
        state = "nothing known yet"
    else:
        jobs = "no job" if not entry.snapshot.jobs else count(len(entry.snapshot.jobs), "job")
        state = " · ".join(filter(None, (_slots(entry.snapshot), _use(entry, entry.snapshot, names), jobs)))
    if entry.trouble is not None:
        sign, said = Level.FAULTED.sign, names.say(entry.trouble.sentence, SENTENCE_LENGTH)
        known = f"{state} when seen {ago(entry.snapshot.at)}" if entry.snapshot else state
        return f"{sign} **{entry.words.title}** · {known} · failing since {ago(entry.trouble.since)}: {said}"
    sign = Level.UNKNOWN.sign if entry.snapshot is None else of_provider(entry.snapshot).sign
    age = f" · {ago(entry.snapshot.at)}" if entry.snapshot else ""
    return f"{sign} **{entry.words.title}** · {state}{age}"


def _slots(snapshot: Snapshot) -> str:
    if any(one.free is not None for one in snapshot.accounts):
        return f"{amount(snapshot.free)} of {amount(snapshot.total)} free"
    return "free slots unknown"


def _use(entry: Entry, snapshot: Snapshot, names: AccountNames) -> str:
    best = snapshot.best
    if best is None or entry.trouble is not None:
        return ""
    naming = names.among(snapshot.provider, (one.name for one in snapshot.accounts))
    return f"use **{naming.plain(best.name)}** ({amount(best.free or 0)} free)"
