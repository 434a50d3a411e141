"""Answers to the commands for scheduled reports."""

from collections.abc import Sequence

from bot.chat.message import Button, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, channel, dated, member
from bot.chat.wording.numbers_and_lists import count
from bot.chat.wording.sentence_answers import warning_lines
from bot.platforms import CommandName
from bot.reports.report_schedule import ReportSchedule


def added_message(schedule: ReportSchedule) -> Message:
    """Return the answer to a schedule that was just added."""
    ends = CommandName("report stop", f"report:{schedule.id}")
    return private_card(f"Report {schedule.id} added", paragraph(_line(schedule), _next(schedule), (ends, " ends it.")))


def removed_message(schedule: ReportSchedule, undo: Button) -> Message:
    """Return the answer to a schedule that was just removed, with its undo."""
    return private_card(f"Report {schedule.id} stopped", paragraph(_line(schedule)), Level.UNKNOWN, undo)


def list_message(schedules: Sequence[tuple[ReportSchedule, Sequence[str]]], *, may_manage: bool) -> Message:
    """Return the list of a guild's schedules, each with what keeps it from arriving, and buttons for managers."""
    if not schedules:
        none: Line = (CommandName("report every"), " posts one every week or month.")
        return private_card("No scheduled reports", paragraph(none), Level.UNKNOWN)
    entries = tuple(_entry(one, missing, may_manage=may_manage) for one, missing in schedules)
    level = Level.TIGHT if any(missing for _, missing in schedules) else Level.FREE
    return private_card(count(len(schedules), "report"), Listing(entries=entries), level)


def _entry(schedule: ReportSchedule, missing: Sequence[str], *, may_manage: bool) -> Entry:
    lines = (_line(schedule), _next(schedule), *warning_lines(missing))
    return Entry(lines, commands=(_stop(schedule),) if may_manage else ())


def _stop(schedule: ReportSchedule) -> EntryCommand:
    about = {"report": str(schedule.id)}
    return EntryCommand(label="Stop", command="report stop", options=about, confirmation=f"Stop report {schedule.id}?")


def _line(schedule: ReportSchedule) -> Line:
    often = "month, on the" if schedule.times.day is not None else "week,"
    return (
        *(Strong(f"{schedule.id}"), " · ", channel(schedule.channel)),
        f" · every {often} {schedule.times} ({schedule.zone}) · by ",
        member(schedule.by),
    )


def _next(schedule: ReportSchedule) -> Line:
    return ("Next: ", dated(schedule.due_at), ", ", ago(schedule.due_at))
