"""A usage report: how much each provider's accounts were used in some days."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import ProviderUsage, UsageContent
from bot.chat.alert.alert_buttons import details_button
from bot.chat.alert.alert_names import AlertNames
from bot.chat.message import Card, Cell, Message, Row, Table, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.fault_and_quota_words import quota_line, quota_used_up
from bot.chat.wording.free_slots import account_room
from bot.chat.wording.numbers_and_lists import amount, count, percent
from bot.chat.wording.provider_words import ProviderWords, provider_title
from bot.history.usage_report import ENOUGH, NEARLY_ALWAYS, UsageReport, WaitTimes

IDLE_LENGTH = 300
"""Maximum number of characters for the names of idle accounts; the rest of the accounts are only counted."""

A_WEEK = 7

SLOTS_UNTOLD = "It doesn't say how many slots its accounts have, so there is nothing to report."
NOTHING_SEEN = "No slot of it was known in that time."
NOTE = "While nothing is free, one more account would help. Jobs that nobody could start are not counted"
"""The footer below any figures."""

WORTH_NOTING = 0.01
"""Minimum share of the time that must be unknown for a note to mention it."""

COLUMNS = (
    *("Nothing free", "Some account full", "In use on average", f"Enough for {NEARLY_ALWAYS}% of the time"),
    *("Waited for a slot", "Never used"),
)


def report_card(
    providers: Sequence[ProviderUsage],
    span: timedelta,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    *,
    latest: Mapping[str, Snapshot] = MappingProxyType({}),
) -> Card:
    """Return a table with a row of figures for each provider.

    Args:
        providers: The usage of each.
        span: The length of the time that was asked about.
        words: Each provider's words, by its name.
        names: How accounts are named.
        latest: The newest good looks, which show what needs attention now.
    """
    rows = tuple(_row(one, span, words, names, _now(one, latest, names)) for one in providers)
    return Card(
        title=f"Report · last {count(_days(span), 'day').removeprefix('1 ')}",
        table=Table(caption="By provider", subject="Provider", columns=COLUMNS, rows=rows),
        level=Level.FREE,
        footer=NOTE if any(row.cells for row in rows) else "",
    )


def finding(providers: Sequence[ProviderUsage], words: Mapping[str, ProviderWords]) -> str:
    """Return how long each provider with known slots was full: the answer in one line."""
    counted = (one for one in providers if _counts_slots(words, one.provider))
    return " · ".join(f"{provider_title(words, one.provider)} {_finding(one.usage)}" for one in counted)


def scheduled_message(content: UsageContent, key: str, names: AlertNames) -> Message:
    """Return a scheduled report: the finding first, then the figures of ``/report now``.

    Args:
        content: The usage of each provider.
        key: The alert's key.
        names: What providers and accounts are called.
    """
    asked = content.until - content.since
    name = "Weekly" if _days(asked) <= A_WEEK else "Monthly"
    found = finding(content.providers, names.words)
    starts = (one.usage.start for one in content.providers if one.usage is not None)
    left_out = max((one for one in starts if one < content.until), default=content.since) - content.since
    card = report_card(content.providers, asked - left_out, names.words, names.accounts)
    if left_out / asked >= WORTH_NOTING:
        gone = f"{_days(left_out) or time_span(left_out)} of {count(_days(asked), 'day')}"
        said = f"{Level.FAULTED.sign} Left out: {gone}. History doesn't go back that far."
        card = replace(card, body=(paragraph((said,)),))
    card = replace(card, at=content.until)
    headline = ("📊 ", Strong(f"{name} report"), *((f": {found}",) if found else ()))
    return Message(headline=headline, cards=(card,), actions=(details_button(key),))


def _counts_slots(words: Mapping[str, ProviderWords], provider: str) -> bool:
    return provider not in words or words[provider].counts_slots


def _finding(usage: UsageReport | None) -> str:
    if usage is None or usage.pool_full is None or usage.observed_time < ENOUGH:
        return "not known for long enough"
    return f"full {percent(usage.pool_full)} of the time" if usage.pool_full else "never full"


def is_enough(report: ProviderUsage) -> bool:
    """Return whether a provider was watched for long enough to say how full it was."""
    return report.usage is not None and report.usage.observed_time >= ENOUGH


def _days(span: timedelta) -> int:
    """Return a duration in days, rounded: a change of clocks adds or takes an hour."""
    return round(span / timedelta(days=1))


def _row(
    report: ProviderUsage,
    asked: timedelta,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    now: Sequence[Line],
) -> Row:
    title, usage = provider_title(words, report.provider), report.usage
    if not _counts_slots(words, report.provider):
        return Row(title=title, notes=((SLOTS_UNTOLD,), *now))
    if usage is None or usage.pool_full is None or usage.some_full is None or usage.mean_in_use is None:
        return Row(title=title, notes=((NOTHING_SEEN,), *now))
    if usage.observed_time < ENOUGH:
        watched = f"Slots were known for {time_span(usage.observed_time)} so far: a report needs {time_span(ENOUGH)}."
        return Row(title=title, notes=((watched,), *now))
    naming = names.among(report.provider, (*report.accounts, *usage.idle))
    cells = (
        Cell(text=_part(usage.pool_full), number=round(100 * usage.pool_full, 2)),
        Cell(text=_part(usage.some_full), number=round(100 * usage.some_full, 2)),
        Cell(text=f"{usage.mean_in_use:,.1f} of {_slots(usage.total)}", number=round(usage.mean_in_use, 2)),
        Cell(text=_enough(usage), number=usage.in_use_p95 or 0),
        Cell(text=_waits(usage.waits), number=usage.waits.count),
        Cell(text=_idle(usage), number=len(usage.idle)),
    )
    notes = (*_idle_names(usage, naming), *_scarce(usage.observed_time, asked), *_notes(usage, asked), *now)
    return Row(title=title, cells=cells, notes=notes)


def _now(report: ProviderUsage, latest: Mapping[str, Snapshot], names: AccountNames) -> list[Line]:
    """Return which accounts can't be used now, and how much of each stored quota is used."""
    seen = latest.get(report.provider)
    if seen is None:
        return []
    naming = names.among(report.provider, report.accounts)
    broken = joined((_broken(one, naming, seen.at) for one in seen.accounts), ", ")
    quota_lines = ((one, quota_line(one, seen.at)) for one in seen.accounts)
    quotas = joined(((Strong(naming.name(one.name)), " ", *quota) for one, quota in quota_lines if quota), ", ")
    lines: list[Line] = [(f"{Level.FAULTED.sign} ", Strong("Can't be used now"), " · ", *broken)] if broken else []
    return [*lines, (Strong("Quota"), " · ", *quotas)] if quotas else lines


def _broken(account: Account, naming: Naming, at: datetime) -> Line:
    if account.state is not AccountState.FAULTED:
        return ()
    why = quota_used_up(account, at) if account.fault is None else (account_room(account),)
    return (Strong(naming.name(account.name)), " ", *why)


def _scarce(observed: timedelta, asked: timedelta) -> list[Line]:
    if observed >= asked / 2:
        return []
    seen = f"Slots were known for {time_span(observed)} of {count(_days(asked), 'day')}"
    return [(f"{Level.FAULTED.sign} {seen}, less than half: take this as a hint.",)]


def _slots(number: int | None) -> str:
    return count(number or 0, "slot")


def _enough(usage: UsageReport) -> str:
    """Return how many slots sufficed for nearly all of the time, or that more are needed than there are."""
    used, total = usage.in_use_p95 or 0, usage.total or 0
    too_few = used >= total and (usage.pool_full or 0) > 1 - NEARLY_ALWAYS / 100
    return f"more than {_slots(total)}" if too_few else f"{amount(used)} of {_slots(total)}"


def _part(part: float) -> str:
    return percent(part) if part else "never"


def _waits(waits: WaitTimes) -> str:
    if not waits.count or waits.median is None or waits.longest is None:
        return "nobody"
    people = "1 person" if waits.count == 1 else f"{amount(waits.count)} people"
    if waits.count == 1:
        return f"{people}, {time_span(waits.longest)}"
    return f"{people}, half within {time_span(waits.median)}, all within {time_span(waits.longest)}"


def _idle(usage: UsageReport) -> str:
    return f"{amount(len(usage.idle))} of {count(usage.accounts, 'account')}" if usage.idle else "none"


def _idle_names(usage: UsageReport, naming: Naming) -> list[Line]:
    if not usage.idle:
        return []
    named: list[Line] = []
    room = IDLE_LENGTH
    for account in usage.idle:
        name = naming.name(account)
        room -= len(name)
        if room < 0:
            break
        named.append((Strong(name),))
    left = len(usage.idle) - len(named)
    return [("Never used: ", *joined((*named, (f"and {amount(left)} more",) if left else ()), ", "))]


def _notes(usage: UsageReport, asked: timedelta) -> list[Line]:
    unknown = asked - usage.observed_time
    notes: list[Line] = []
    if unknown / asked >= WORTH_NOTING:
        notes.append((f"No slot was known {percent(unknown / asked)} of the time, which is left out.",))
    if usage.incomplete and usage.incomplete >= WORTH_NOTING:
        notes.append((f"An account was unknown {percent(usage.incomplete)} of the time; its slots are left out.",))
    return notes
