"""What was made of the accounts in some days, provider by provider."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.usage_content import ProviderUsage, UsageContent
from bot.chat.level_signs import Level
from bot.chat.message import Card, Entry, Listing, Message, Section, paragraph
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_faults import out_of_credits, quota_line
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.alert_id import details_button
from bot.chat.wording.durations import time_span
from bot.chat.wording.free_slots import account_room
from bot.chat.wording.provider_words import ProviderWords, provider_title
from bot.chat.wording.text import amount, count, percent
from bot.history.usage_report import UsageReport, WaitTimes

IDLE_LENGTH = 300
"""Characters of the names of idle accounts; the others are counted."""

ENOUGH = timedelta(hours=24)
"""With less than this observed, a share of the time says nothing about the accounts."""

A_WEEK = 7

SERVED = ": so long would one more account have served"
SLOTS_UNTOLD = "It doesn't say how many slots its accounts have, so there is nothing to report."
NOTHING_SEEN = "Nothing was seen of it in that time."
NOTE = "Only what was observed: how many jobs were never made, because nothing was free, nobody knows."


def report_card(
    providers: Sequence[ProviderUsage],
    span: timedelta,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    *,
    latest: Mapping[str, Snapshot] = MappingProxyType({}),
) -> Card:
    """Word a section for each provider.

    Args:
        providers: What was observed of each.
        span: How long the time is that was asked about.
        words: What each provider is called.
        names: How accounts are named.
        latest: The newest good looks, for what needs attention now.
    """
    sections = []
    for one in providers:
        lines = (*_lines(one, span, words, names), *_now(one, latest, names))
        body = Listing(entries=tuple(Entry((line,)) for line in lines))
        sections.append(Section(title=provider_title(words, one.provider), body=body))
    return Card(
        title=f"Report · last {count(_days(span), 'day')}",
        body=(paragraph((NOTE,)),),
        sections=tuple(sections),
        level=Level.FREE,
    )


def scheduled_message(
    content: UsageContent, key: str, *, words: Mapping[str, ProviderWords], names: AccountNames
) -> Message:
    """Word a report that comes by itself: the finding first, then what ``/report now`` would have said.

    Args:
        content: What was observed.
        key: The alert's key.
        words: What each provider is called.
        names: How accounts are named.
    """
    span = content.until - content.since
    name = "Weekly" if _days(span) <= A_WEEK else "Monthly"
    counted = (one for one in content.providers if _counts_slots(words, one.provider))
    found = " · ".join(f"{provider_title(words, one.provider)} {_finding(one.usage)}" for one in counted)
    card = replace(report_card(content.providers, span, words, names), at=content.until)
    headline = ("📊 ", Strong(f"{name} report"), *((f": {found}",) if found else ()))
    return Message(headline=headline, cards=(card,), actions=(details_button(key),))


def _counts_slots(words: Mapping[str, ProviderWords], provider: str) -> bool:
    return provider not in words or words[provider].counts_slots


def _finding(usage: UsageReport | None) -> str:
    if usage is None or usage.pool_full is None or usage.observed_time < ENOUGH:
        return "not watched for long enough"
    return f"full {_part(usage.pool_full)}" if usage.pool_full else "never full"


def _days(span: timedelta) -> int:
    """Return a duration in days; an hour more or less is the clocks' change."""
    return round(span / timedelta(days=1))


def _lines(
    report: ProviderUsage, asked: timedelta, words: Mapping[str, ProviderWords], names: AccountNames
) -> list[Line]:
    usage = report.usage
    if not _counts_slots(words, report.provider):
        return [(SLOTS_UNTOLD,)]
    if usage is None or usage.pool_full is None or usage.some_full is None or usage.mean_in_use is None:
        return [(NOTHING_SEEN,)]
    if usage.observed_time < ENOUGH:
        watched = f"Watched for {time_span(usage.observed_time)} so far; from 24 h on there is something to report."
        return [(watched,)]
    naming = names.among(report.provider, (*report.accounts, *usage.idle))
    return [
        *_scarce(usage.observed_time, asked),
        (Strong("Every account full"), f" · {_part(usage.pool_full)}{SERVED if usage.pool_full else ''}"),
        (Strong("Some account full"), f" · {_part(usage.some_full)}"),
        (Strong("In use"), f" · {_in_use(usage, usage.mean_in_use)}"),
        (Strong("Waited to be notified"), f" · {_waits(usage.waits)}"),
        (Strong("Idle"), " · ", *_idle(usage, naming)),
        *_notes(usage, asked),
    ]


def _now(report: ProviderUsage, latest: Mapping[str, Snapshot], names: AccountNames) -> list[Line]:
    """Say which accounts can't be used now, and how much of each stored quota is used."""
    seen = latest.get(report.provider)
    if seen is None:
        return []
    naming = names.among(report.provider, report.accounts)
    broken = joined((_broken(one, naming, seen.at) for one in seen.accounts), ", ")
    found = ((one, quota_line(one, seen.at)) for one in seen.accounts)
    quotas = joined(((Strong(naming.name(one.name)), " ", *quota) for one, quota in found if quota), ", ")
    lines: list[Line] = [(f"{Level.FAULTED.sign} ", Strong("Can't be used now"), " · ", *broken)] if broken else []
    return [*lines, (Strong("Quota"), " · ", *quotas)] if quotas else lines


def _broken(account: Account, naming: Naming, at: datetime) -> Line:
    if account.state is not AccountState.FAULTED:
        return ()
    why = out_of_credits(account, at) if account.fault is None else (account_room(account),)
    return (Strong(naming.name(account.name)), " ", *why)


def _scarce(observed: timedelta, asked: timedelta) -> list[Line]:
    if observed >= asked / 2:
        return []
    seen = f"Seen for {time_span(observed)} of {count(_days(asked), 'day')}, less than half: what follows is a hint."
    return [(f"{Level.FAULTED.sign} {seen}",)]


def _in_use(usage: UsageReport, mean: float) -> str:
    slots = count(usage.total or 0, "slot")
    return f"{mean:,.1f} of {slots} on average, at most {amount(usage.in_use_p95 or 0)} for 95% of the time"


def _part(part: float) -> str:
    return f"{percent(part)} of the time" if part else "never"


def _waits(waits: WaitTimes) -> str:
    if not waits.count or waits.median is None or waits.longest is None:
        return "nobody was served"
    people = "1 person" if waits.count == 1 else f"{amount(waits.count)} people"
    return f"{people}, half of them for at most {time_span(waits.median)}, the longest for {time_span(waits.longest)}"


def _idle(usage: UsageReport, naming: Naming) -> Line:
    if not usage.idle:
        return (f"none of {count(usage.accounts, 'account')}",)
    said: list[Line] = []
    room = IDLE_LENGTH
    for account in usage.idle:
        name = naming.name(account)
        room -= len(name)
        if room < 0:
            break
        said.append((Strong(name),))
    left = len(usage.idle) - len(said)
    named = joined((*said, (f"and {amount(left)} more",) if left else ()), ", ")
    return (f"{amount(len(usage.idle))} of {count(usage.accounts, 'account')}: ", *named)


def _notes(usage: UsageReport, asked: timedelta) -> list[Line]:
    unknown = asked - usage.observed_time
    notes: list[Line] = []
    if unknown > timedelta():
        notes.append((f"Nothing is known of {percent(unknown / asked)} of the time; no figure counts it.",))
    if usage.incomplete:
        part = percent(usage.incomplete)
        notes.append((f"For {part} of the rest an account was unknown; its slots are left out.",))
    return notes
