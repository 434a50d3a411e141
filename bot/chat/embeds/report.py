"""What was made of the accounts in some days, provider by provider, as ``/report`` answers; not how it is measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.chat.embeds.fit import FIELD_VALUE, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import amount, count, duration, percent
from bot.history.usage_report import UsageReport, WaitTimes

FIELDS = 25
"""So many an embed can have; see ``fit``."""

IDLE_LENGTH = 300
TOGETHER = 5000
"""So many characters all fields share: those of an embed's 6,000 that nothing else needs."""

SERVED = ": so long would one more account have served"
NOTHING_SEEN = "Nothing was seen of it in that time."
NOTE = "Only what was observed: how many jobs were never made, because nothing was free, nobody knows."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One provider in a report.

    Attributes:
        words: How it is spoken of.
        report: What was observed; None where it was never looked at.
        accounts: All that are known now, so that masked names that read the same are told apart as elsewhere.
    """

    words: ProviderWords
    report: UsageReport | None
    accounts: Sequence[str] = ()


def report_embed(sections: Sequence[Section], days: int, names: AccountNames) -> discord.Embed:
    """Draw a field for each provider.

    Args:
        sections: The providers.
        days: How many days were asked for.
        names: How accounts are named.
    """
    embed = discord.Embed(title=f"Report · last {count(days, 'day')}", description=NOTE, colour=Level.FREE.colour)
    share = min(TOGETHER // max(len(sections), 1), FIELD_VALUE)
    for section in sections[:FIELDS]:
        lines = _lines(section, timedelta(days=days), names)
        embed.add_field(name=section.words.title, value=fit(lines, str, share) or "…", inline=False)
    return embed


def _lines(section: Section, asked: timedelta, names: AccountNames) -> list[str]:
    seen = section.report
    if seen is None or seen.pool_full is None or seen.some_full is None or seen.mean_in_use is None:
        return [NOTHING_SEEN]
    naming = names.among(section.words.name, (*section.accounts, *seen.idle))
    return [
        f"**Every account full** · {_part(seen.pool_full)}{SERVED if seen.pool_full else ''}",
        f"**Some account full** · {_part(seen.some_full)}",
        f"**In use** · {_in_use(seen, seen.mean_in_use)}",
        f"**Waited with /notify** · {_waits(seen.waits)}",
        f"**Idle** · {_idle(seen, naming)}",
        *_notes(seen, asked),
    ]


def _in_use(seen: UsageReport, mean: float) -> str:
    slots = count(seen.total or 0, "slot")
    return f"{mean:,.1f} of {slots} on average, at most {amount(seen.in_use_p95 or 0)} for 95% of the time"


def _part(part: float) -> str:
    return f"{percent(part)} of the time" if part else "never"


def _waits(waits: WaitTimes) -> str:
    if not waits.count or waits.median is None or waits.longest is None:
        return "nobody was served"
    people = "1 person" if waits.count == 1 else f"{amount(waits.count)} people"
    return f"{people}, half of them for at most {duration(waits.median)}, the longest for {duration(waits.longest)}"


def _idle(seen: UsageReport, naming: Naming) -> str:
    if not seen.idle:
        return f"none of {count(seen.accounts, 'account')}"
    said = fit(seen.idle, lambda one: f"**{naming.plain(one)}**", IDLE_LENGTH, between=", ")
    return f"{amount(len(seen.idle))} of {count(seen.accounts, 'account')}: {said}"


def _notes(seen: UsageReport, asked: timedelta) -> list[str]:
    unknown = asked - seen.observed_time
    notes = []
    if unknown > timedelta():
        notes.append(f"Nothing is known of {percent(unknown / asked)} of the time; no figure counts it.")
    if seen.incomplete:
        notes.append(f"For {percent(seen.incomplete)} of the rest an account was unknown; its slots are left out.")
    return notes
