"""A chart in words: its title, and its alt text."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bot.accounts.roster import AccountState
from bot.charts.chart import Chart, Reason
from bot.charts.time_axis import clock, day, time_range
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.durations import time_span
from bot.chat.wording.numbers_and_lists import amount, percent
from bot.history.state_changes import StateChange
from bot.history.usage_timeline import UsageInterval, longest_period, mean_in_use, observed_time

WHOLE = 0.98
"""Share of a time that must be known for it to be called by its whole length."""

_SUBJECT = 200
_LOST = {AccountState.FAULTED: "can't be used", None: "gone"}


def finding(intervals: Sequence[UsageInterval], span: timedelta) -> str:
    """Return how long nothing was free: ``nothing free for 5 h 53 of 24 h``.

    Args:
        intervals: The known intervals, at least one.
        span: The chart's length.
    """
    known = observed_time(intervals)
    of = time_span(span) if known >= WHOLE * span else f"{time_span(known)} known"
    full = observed_time([interval for interval in intervals if interval.all_full])
    if full == known:
        return f"nothing free for all of {of}"
    if full:
        return f"nothing free for {time_span(full)} of {of}"
    most = max(intervals, key=lambda interval: interval.in_use)
    return f"never full in {of}, at most {amount(most.in_use)} of {amount(most.total)} in use"


def reasons(lost: Sequence[StateChange], provider: str, names: AccountNames) -> tuple[Reason, ...]:
    """Return why there were fewer slots, once for each moment: ``studio-c can't be used``."""
    naming = names.among(provider, (change.account for change in lost))
    said = []
    for at, together in groupby(lost, key=lambda change: change.at):
        first, *more = together
        who = f"{amount(len(more) + 1)} accounts" if more else naming.name(first.account)
        alike = all(change.state is first.state for change in more)
        why = _LOST.get(first.state, "not known") if alike else "not counted"
        said.append(Reason(at=at, text=f"{who} {why}"))
    return tuple(said)


def alt_text(chart: Chart) -> str:
    """Describe what the picture shows, the finding first.

    It has at most 1024 characters, as many as Discord takes (https://discord.com/developers/docs/resources/message).
    """
    subject = " ".join("".join(one if one.isprintable() else " " for one in chart.subject).split())
    subject = subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1]}…"
    said = f"{subject}: {chart.finding}. Slots in use, {time_range(chart.start, chart.end, chart.zone)}:"
    mean = mean_in_use(chart.intervals)
    if mean is None:
        return f"{said} nothing is known of that time."
    total = max(interval.total for interval in chart.intervals)
    used = [interval.in_use for interval in chart.intervals]
    range_ = f"between {min(used):,} and {max(used):,} of {total:,}, {mean:,.1f} on average"
    return f"{said} {range_}.{_longest(chart)}{_unknown(chart)}"


def _longest(chart: Chart) -> str:
    period = longest_period(chart.intervals, lambda interval: interval.all_full)
    if period is None:
        return ""
    began = period.start.astimezone(chart.zone)
    return f" Full for longest from {day(began)} {clock(began)}, for {time_span(period.duration)}."


def _unknown(chart: Chart) -> str:
    part = 1 - observed_time(chart.intervals) / (chart.end - chart.start)
    if not part:
        return ""
    return f" No slot is known {percent(part)} of the time."
