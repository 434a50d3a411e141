"""The past of a provider or account in figures; ``bot.charts`` draws the chart."""

from datetime import timedelta

from bot.chat.message import Card, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, clock, dated
from bot.chat.wording.durations import time_span
from bot.chat.wording.numbers_and_lists import amount, count, percent
from bot.history.history_figures import HistoryFigures

NO_PICTURE = "The picture could not be drawn this time; the bot's log says more."

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


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
    lines: list[Line] = []
    if figures.longest_full is not None:
        period = figures.longest_full
        took = f" · {time_span(period.duration)}, from "
        lines.append((Strong("Longest full stretch"), took, dated(period.start)))
    if figures.busiest_hour is not None:
        hour = figures.busiest_hour
        lines.append((Strong("Busiest hour"), " · ", dated(hour), " to ", clock(hour + _HOUR)))
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
