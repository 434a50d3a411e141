"""The past of a provider or account in words: its figures, and the title and alt text of its chart."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bot.accounts.roster import AccountState
from bot.charts import time_axis
from bot.charts.chart import Chart
from bot.charts.chart_encoding import Reason
from bot.chat.message import Card, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, clock, dated
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.numbers_and_lists import amount, count, percent
from bot.history.history_figures import HistoryFigures
from bot.history.state_changes import StateChange
from bot.history.usage_timeline import UsageInterval, longest_period, mean_in_use, observed_time

NO_PICTURE = "The picture could not be drawn this time; the bot's log says more."

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)

WHOLE = 0.98
"""Minimum known share of a period for a finding to be about the whole period."""

_SUBJECT = 200
_LOST = {AccountState.FAULTED: "can't be used", None: "gone"}


def history_card(subject: str, figures: HistoryFigures, asked: timedelta, *, drawn: bool) -> Card:
    """Return the figures as a card.

    Args:
        subject: The provider, or one of its accounts.
        figures: Its figures.
        asked: The time that was asked about.
        drawn: Whether there is a chart, whose title says how long it was full.
    """
    return Card(
        title=f"{subject} · last {_span(asked)}",
        body=(
            paragraph(*(() if drawn else ((Strong("Full"), f" · {_full(figures)}"),)), *_figures(figures)),
            paragraph(*_notes(figures)),
            paragraph(() if drawn else (f"{Level.FAULTED.sign} {NO_PICTURE}",)),
        ),
        level=Level.FREE,
        at=figures.end,
    )


def _figures(figures: HistoryFigures) -> list[Line]:
    begun = clock if figures.end - figures.start <= _DAY else dated  # each clock time comes once in a day
    lines: list[Line] = []
    if figures.longest_full is not None:
        period = figures.longest_full
        took = f" · {time_span(period.duration)}, from "
        lines.append((Strong("Longest full stretch"), took, begun(period.start)))
    if figures.busiest_hour is not None and figures.end - figures.start > 2 * _HOUR:
        lines.append((Strong("Busiest hour"), " · from ", begun(figures.busiest_hour)))
    return [*lines, (Strong("Jobs seen"), f" · {_jobs(figures)}")]


def _full(figures: HistoryFigures) -> str:
    if figures.full is None:
        return "not known"
    if not figures.full:
        return "never"
    return f"{percent(figures.full)} of the time, {time_span(figures.full * figures.observed_time)} in all"


def _jobs(figures: HistoryFigures) -> str:
    if not figures.jobs:
        return "none"
    if figures.median is None or figures.p90 is None:
        return f"{amount(figures.jobs)}; none was seen to end"
    if figures.ended == 1:
        return f"{amount(figures.jobs)}; 1 was seen to end, after {time_span(figures.median)}"
    longest = f"half took at most {time_span(figures.median)}, nine in ten at most {time_span(figures.p90)}"
    return f"{amount(figures.jobs)}; of {amount(figures.ended)} seen to end, {longest}"


def _notes(figures: HistoryFigures) -> list[Line]:
    """Return what the figures leave out."""
    whole = figures.end - figures.start
    unknown = whole - figures.observed_time
    notes: list[Line] = []
    if unknown > timedelta():
        part = percent(unknown / whole)
        notes.append((f"No slot is known {part} of the time ({time_span(unknown)}); no figure counts it.",))
    if figures.incomplete:
        part = percent(figures.incomplete)
        notes.append((f"For {part} of the rest an account was unknown; its slots are left out.",))
    return notes


def _span(asked: timedelta) -> str:
    if asked % _HOUR:
        return time_span(asked)
    if asked > _DAY and not asked % _DAY:
        return count(asked // _DAY, "day")
    return "hour" if asked == _HOUR else count(asked // _HOUR, "hour")


def chart_finding(intervals: Sequence[UsageInterval], span: timedelta) -> str:
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


def fewer_slots_reasons(lost: Sequence[StateChange], naming: Naming) -> tuple[Reason, ...]:
    """Return why there were fewer slots, once for each moment: ``studio-c can't be used``."""
    reasons = []
    for at, together in groupby(lost, key=lambda change: change.at):
        first, *more = together
        who = f"{amount(len(more) + 1)} accounts" if more else naming.name(first.account)
        alike = all(change.state is first.state for change in more)
        why = _LOST.get(first.state, "not known") if alike else "not counted"
        reasons.append(Reason(at=at, text=f"{who} {why}"))
    return tuple(reasons)


def alt_text(chart: Chart) -> str:
    """Describe what the picture shows, the finding first.

    It has at most 1024 characters, as many as Discord takes (https://discord.com/developers/docs/resources/message).
    """
    subject = " ".join("".join(one if one.isprintable() else " " for one in chart.subject).split())
    subject = subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1]}…"
    said = f"{subject}: {chart.finding}. Slots in use, {time_axis.time_range(chart.start, chart.end, chart.zone)}:"
    mean = mean_in_use(chart.intervals)
    if mean is None:
        return f"{said} nothing is known of that time."
    total = max(interval.total for interval in chart.intervals)
    used = [interval.in_use for interval in chart.intervals]
    range_ = f"between {min(used):,} and {max(used):,} of {total:,}, {mean:,.1f} on average"
    return f"{said} {range_}.{_longest_full(chart)}{_unknown(chart)}"


def _longest_full(chart: Chart) -> str:
    period = longest_period(chart.intervals, lambda interval: interval.all_full)
    if period is None:
        return ""
    began = period.start.astimezone(chart.zone)
    return f" Full for longest from {time_axis.day(began)} {time_axis.clock(began)}, for {time_span(period.duration)}."


def _unknown(chart: Chart) -> str:
    part = 1 - observed_time(chart.intervals) / (chart.end - chart.start)
    if not part:
        return ""
    return f" No slot is known {percent(part)} of the time."
