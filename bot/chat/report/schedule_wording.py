"""What those are answered who let reports come by themselves."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.level_signs import Level
from bot.chat.message import Block, Button, Card, Entry, EntryCommand, Listing, Message, paragraph
from bot.chat.text_spans import Line, Strong, ago, channel, dated, member
from bot.chat.wording.text import clean, count
from bot.platforms.platform_words import CommandName
from bot.reports.report_schedule import ReportSchedule

REASON_LENGTH = 300


def added_message(schedule: ReportSchedule) -> Message:
    """Word a schedule that was just added."""
    ends = CommandName("report stop", f"report:{schedule.id}")
    return _message(f"Report {schedule.id} added", paragraph(_line(schedule), _next(schedule), (ends, " ends it.")))


def removed_message(schedule: ReportSchedule, undo: Button) -> Message:
    """Word a schedule that is no more."""
    said = _message(f"Report {schedule.id} stopped", paragraph(_line(schedule)), Level.UNKNOWN)
    return replace(said, actions=(undo,))


def list_message(schedules: Sequence[tuple[ReportSchedule, Sequence[str]]], *, may_manage: bool) -> Message:
    """Word all schedules of a guild, each with what keeps it from arriving; managers may stop them."""
    if not schedules:
        none: Line = (CommandName("report every"), " posts one every week or month.")
        return _message("No scheduled reports", paragraph(none), Level.UNKNOWN)
    entries = tuple(
        Entry((_line(one), _next(one), *_warnings(missing)), commands=(_stop(one),) if may_manage else ())
        for one, missing in schedules
    )
    level = Level.TIGHT if any(missing for _, missing in schedules) else Level.FREE
    return _message(count(len(schedules), "report"), Listing(entries=entries), level)


def _stop(schedule: ReportSchedule) -> EntryCommand:
    about = {"report": str(schedule.id)}
    return EntryCommand(label="Stop", command="report stop", options=about, asks=f"Stop report {schedule.id}?")


def _line(schedule: ReportSchedule) -> Line:
    often = "month, on the" if schedule.times.day is not None else "week,"
    return (
        *(Strong(f"{schedule.id}"), " · ", channel(schedule.channel)),
        f" · every {often} {schedule.times} ({schedule.zone}) · by ",
        member(schedule.by),
    )


def _next(schedule: ReportSchedule) -> Line:
    return ("Next: ", dated(schedule.due_at), ", ", ago(schedule.due_at))


def _warnings(missing: Sequence[str]) -> tuple[Line, ...]:
    return tuple((f"{Level.FAULTED.sign} ", clean(sentence, REASON_LENGTH)) for sentence in missing)


def _message(title: str, body: Block, level: Level = Level.FREE) -> Message:
    return Message(cards=(Card(title=title, body=(body,), level=level),), private=True)
