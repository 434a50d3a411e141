"""``/report every``, ``/report list`` and ``/report stop``: scheduled reports.

``/report`` is for everyone, and Discord has no permissions for subcommands
(https://discord.com/developers/docs/interactions/application-commands#permissions), so two are ``for_managers``.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from bot.chat.channel_directory import ChannelDirectory, channel_label
from bot.chat.command_options import ChannelChoice, Choice, NoOptions, matching_choices, option
from bot.chat.feature import Action, Caller, Command, FormDescription, read_number
from bot.chat.message import Button, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, channel, dated, member
from bot.chat.typed.times import zone_name
from bot.chat.wording.numbers_and_lists import count
from bot.chat.wording.refusal_sentences import warning_lines
from bot.errors import BadInput, StorageUnavailable
from bot.platforms import CommandName, Sentence
from bot.reports.report_schedule import (
    LONGEST,
    MAX_PER_GUILD,
    ReportSchedule,
    ReportStorage,
    read_report_times,
    suggest_report_times,
)

_FOR_EVERYONE = CommandName("report now")

GONE: Sentence = ("That can't be undone any more. ", CommandName("report every"), " makes it anew.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryOptions:
    """The options of ``/report every``."""

    when: str = option("On which day, at which time: Monday 09:00, or 1st 09:00 for every month", longest=LONGEST)
    channel: ChannelChoice | None = option("Where it comes; leave it out for this channel", default=None, here=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOptions:
    """The options of ``/report stop``."""

    report: int = option("The number of the report")


class ScheduleCommands:
    """Adds, lists and removes schedules.

    Args:
        store: Where schedules are stored.
        channels: The platform's channels.
        changed: Called after a schedule was added.
        zone: The time zone of what is typed.
        now: The clock.
    """

    def __init__(
        self,
        store: ReportStorage,
        channels: ChannelDirectory,
        *,
        changed: Callable[[], None],
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._channels = channels
        self._changed = changed
        self._zone = zone
        self._now = now
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold when it is stored

    def commands(self) -> tuple[Command[EveryOptions], Command[NoOptions], Command[StopOptions]]:
        """Return the commands."""
        every = Command(
            name="report every",
            description="Post a report in a channel every week or month",
            options=EveryOptions,
            run=self.every,
            form=FormDescription(title="Schedule a report", deed="Schedule"),
            suggest={"when": self.suggest_times},
            recognises={"when": _are_times},
            examples=lambda: {"when": "Monday 09:00"},
            private=True,
            for_managers=True,
            instead=_FOR_EVERYONE,
            adds="Schedule a report",
        )
        show = Command(
            name="report list",
            description="Scheduled reports",
            options=NoOptions,
            run=self.show,
            private=True,
        )
        stop = Command(
            name="report stop",
            description="Stop a scheduled report",
            options=StopOptions,
            run=self.stop,
            form=FormDescription(title="Stop a report", deed="Stop"),
            suggest={"report": self.suggest_schedules},
            private=True,
            for_managers=True,
            instead=_FOR_EVERYONE,
        )
        return every, show, stop

    def actions(self) -> tuple[Action, ...]:
        """Return the action of the *Undo* button."""
        return (Action(name="report:undo", run=self.undo, arguments=1, for_managers=True),)

    async def every(self, caller: Caller, asked: EveryOptions) -> Message:
        """Schedule a report; raises ``BadInput`` and ``StorageUnavailable``."""
        try:
            times = read_report_times(asked.when)
        except ValueError as problem:
            raise BadInput(f"{problem} Clock times are in {self._zone_name()}.", option="when") from problem
        channel = self._channels.choose_channel(caller, asked.channel)
        wanted = ReportSchedule(
            id=0,  # the database assigns the number
            guild=caller.guild,
            channel=channel,
            by=caller.member,
            times=times,
            zone=self._zone_name(),
            due_at=times.after(self._now(), self._zone),
        )
        return added_message(await self._add(wanted))

    async def show(self, caller: Caller, _: NoOptions) -> Message:
        """List the guild's reports; raises ``StorageUnavailable``."""
        listed = [(one, self._missing(one)) for one in await self._here(caller)]
        return list_message(listed, may_manage=caller.may_manage)

    async def stop(self, caller: Caller, asked: StopOptions) -> Message:
        """Remove a schedule; raises ``BadInput`` and ``StorageUnavailable``."""
        async with self._one_at_a_time:
            schedule = next((one for one in await self._here(caller) if one.id == asked.report), None)
            if schedule is None:
                raise _unknown(asked.report)
            await self._store.remove(schedule.id)
        log.info("Member %d stopped report %d in channel %d.", caller.member, schedule.id, schedule.channel)
        return removed_message(schedule, Button(label="Undo", action="report:undo", arguments=(str(schedule.id),)))

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Restore a removed schedule; raises as ``every`` does."""
        number = read_number(arguments[0])
        removed = await self._store.removed(number)
        if removed is None:
            back = next((one for one in await self._here(caller) if one.id == number), None)
            if back is None:
                raise BadInput(*GONE)
            return added_message(back)  # somebody pressed twice
        if removed.guild != caller.guild:
            raise _unknown(number)
        return added_message(await self._add(replace(removed, due_at=removed.due_after(self._now()))))

    async def suggest_times(self, _: Caller, typed: str, __: object) -> Sequence[Choice]:
        """Suggest times."""
        zone = self._zone_name()
        return [Choice(label=f"{one} ({zone})", value=one) for one in suggest_report_times(typed)]

    async def suggest_schedules(self, caller: Caller, typed: str, _: object) -> Sequence[Choice]:
        """Suggest the guild's schedules; nothing while the database doesn't answer."""
        try:
            schedules = await self._here(caller)
        except StorageUnavailable:
            return ()
        choices = (
            Choice(label=f"{one.id} · {channel_label(self._channels, one.channel)} · {one.times}", value=one.id)
            for one in schedules
        )
        return matching_choices(choices, typed)

    async def _add(self, wanted: ReportSchedule) -> ReportSchedule:
        """Store a schedule, or restore it if it has a number; raises as ``every`` does."""
        if missing := self._missing(wanted):
            raise BadInput(f"A report can't come in that channel. {' '.join(missing)}", option="channel")
        async with self._one_at_a_time:
            here = [one for one in await self._store.all() if one.guild == wanted.guild]
            for one in here:
                if one.id == wanted.id:
                    return one  # two pressed at once
                if (one.channel, one.times, one.zone) == (wanted.channel, wanted.times, wanted.zone):
                    raise BadInput(f"That report comes already: it is number {one.id}.")
            if len(here) >= MAX_PER_GUILD:
                most = count(MAX_PER_GUILD, "report")
                raise BadInput(f"There can be {most} here; stop one first (", CommandName("report stop"), ").")
            if not wanted.id:
                wanted = replace(wanted, id=await self._store.add(wanted))
            elif not await self._store.restore(wanted.id, wanted):
                raise BadInput(*GONE)
        log.info("Member %d scheduled report %d: channel %d, %s.", wanted.by, wanted.id, wanted.channel, wanted.times)
        self._changed()
        return wanted

    async def _here(self, caller: Caller) -> list[ReportSchedule]:
        return [one for one in await self._store.all() if one.guild == caller.guild]

    def _missing(self, schedule: ReportSchedule) -> tuple[str, ...]:
        return self._channels.missing(schedule.channel, guild=schedule.guild)

    def _zone_name(self) -> str:
        return zone_name(self._zone, self._now())


def _unknown(number: int) -> BadInput:
    return BadInput(f"There is no report {number} here; ", CommandName("report list"), " names them all.")


def _are_times(typed: str) -> bool:
    try:
        read_report_times(typed)
    except ValueError:
        return False
    return True


def added_message(schedule: ReportSchedule) -> Message:
    """Return the answer to a schedule that was just added."""
    ends = CommandName("report stop", f"report:{schedule.id}")
    return private_card(
        f"Report {schedule.id} added", paragraph(_schedule_line(schedule), _next_line(schedule), (ends, " ends it."))
    )


def removed_message(schedule: ReportSchedule, undo: Button) -> Message:
    """Return the answer to a schedule that was just removed, with its undo."""
    return private_card(f"Report {schedule.id} stopped", paragraph(_schedule_line(schedule)), Level.UNKNOWN, undo)


def list_message(schedules: Sequence[tuple[ReportSchedule, Sequence[str]]], *, may_manage: bool) -> Message:
    """Return the list of a guild's schedules, each with what keeps it from arriving, and buttons for managers."""
    if not schedules:
        none: Line = (CommandName("report every"), " posts one every week or month.")
        return private_card("No scheduled reports", paragraph(none), Level.UNKNOWN)
    entries = tuple(_entry(one, missing, may_manage=may_manage) for one, missing in schedules)
    level = Level.TIGHT if any(missing for _, missing in schedules) else Level.FREE
    return private_card(count(len(schedules), "report"), Listing(entries=entries), level)


def _entry(schedule: ReportSchedule, missing: Sequence[str], *, may_manage: bool) -> Entry:
    lines = (_schedule_line(schedule), _next_line(schedule), *warning_lines(missing))
    return Entry(lines, commands=(_stop_button(schedule),) if may_manage else ())


def _stop_button(schedule: ReportSchedule) -> EntryCommand:
    return EntryCommand(label="Stop", command="report stop", options={"report": str(schedule.id)})


def _schedule_line(schedule: ReportSchedule) -> Line:
    often = "month, on the" if schedule.times.day is not None else "week,"
    return (
        *(Strong(f"{schedule.id}"), " · ", channel(schedule.channel)),
        f" · every {often} {schedule.times} ({schedule.zone}) · by ",
        member(schedule.by),
    )


def _next_line(schedule: ReportSchedule) -> Line:
    return ("Next: ", dated(schedule.due_at), ", ", ago(schedule.due_at))
