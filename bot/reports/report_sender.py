"""Makes reports from stored history, and owes each scheduled report once it is due.

A report and the moment when the next one is due are stored in one transaction. A report that was due while the program
did not run is owed late; of several that were missed, only the oldest is owed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.alerts.alert import Alert, ProviderUsage, UsageContent
from bot.alerts.alert_composition import key_of
from bot.errors import LeadLost, StorageUnavailable
from bot.event_waiting import wait_at_most
from bot.history.state_changes import StateChange
from bot.history.usage_report import usage_report
from bot.reports.report_schedule import ReportSchedule, ReportStorage

LONGEST_PAUSE = timedelta(minutes=1)
"""Maximum pause between two checks, however far off the next report is, since the clock may be set."""

SHORTEST_PAUSE = timedelta(seconds=1)

UNOWED_PAUSE = timedelta(seconds=5)
"""Pause while a due report can't be owed yet: after a start, until each provider was looked at."""

log = logging.getLogger(__name__)

StateChanges: TypeAlias = Callable[[str, str | None, datetime], Awaitable[Sequence[StateChange]]]
"""Returns the state changes of one account or all of a provider since a moment, and of each the last one before.

Raises ``StorageUnavailable``.
"""

Waited: TypeAlias = Callable[[str, datetime, datetime], Awaitable[Sequence[timedelta]]]
"""Returns the waits of those who were offered a slot of a provider between two moments.

Raises ``StorageUnavailable``.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMaker:
    """Makes reports.

    Attributes:
        changes: Returns state changes.
        waited: Returns waits.
        valid_until: Returns the moment up to which a provider's accounts are known, given the present moment.
        accounts: Returns all known accounts of a provider.
        kept: How long history is kept.
        now: The clock.
    """

    changes: StateChanges
    waited: Waited
    valid_until: Callable[[str, datetime], datetime | None]
    accounts: Callable[[str], Sequence[str]]
    kept: timedelta
    now: Callable[[], datetime]

    async def make(self, providers: Sequence[str], since: datetime, until: datetime) -> tuple[ProviderUsage, ...]:
        """Return what was observed of providers between two moments; raises ``StorageUnavailable``.

        It goes back only as far as history is kept: of the time before, only each account's last change is stored.
        """
        since = max(since, self.now() - self.kept)
        return tuple([await self._usage(provider, since, until) for provider in providers])

    async def _usage(self, provider: str, since: datetime, until: datetime) -> ProviderUsage:
        known, accounts = self.valid_until(provider, self.now()), tuple(self.accounts(provider))
        if known is None or min(known, until) <= since:
            return ProviderUsage(provider=provider, usage=None, accounts=accounts)
        changes = await self.changes(provider, None, since)
        waits = await self.waited(provider, since, until)
        end = min(known, until)
        usage = await asyncio.to_thread(
            usage_report, [one for one in changes if one.at < end], start=since, end=end, waits=waits
        )
        return ProviderUsage(provider=provider, usage=usage, accounts=accounts)


class ReportSender:
    """Owes reports.

    Args:
        store: Where schedules are stored.
        maker: Makes a report.
        providers: Returns the providers to report on; None until each has been looked at once.
        wake: Wakes the alert sender.
        now: The clock.
    """

    def __init__(
        self,
        store: ReportStorage,
        maker: ReportMaker,
        *,
        providers: Callable[[], Sequence[str] | None],
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._maker = maker
        self._providers = providers
        self._wake = wake
        self._now = now
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """Check at once: a schedule was added."""
        self._changed.set()

    async def run(self) -> None:
        """Owe reports when they are due, until cancelled; raises ``LeadLost``."""
        while True:
            self._changed.clear()
            try:
                due = await self.owe_due()
            except LeadLost:
                raise
            except StorageUnavailable as problem:
                log.warning("Scheduled reports can't be checked now and are tried again: %s", problem)
                due = None
            await wait_at_most(self._changed, self._pause(due).total_seconds())

    def _pause(self, due: datetime | None) -> timedelta:
        """Return how long to wait for the next report."""
        left = LONGEST_PAUSE if due is None else due - self._now()
        return UNOWED_PAUSE if left <= timedelta() else min(max(left, SHORTEST_PAUSE), LONGEST_PAUSE)

    async def owe_due(self) -> datetime | None:
        """Owe the reports that are due, and return when the next one is due; raises ``StorageUnavailable``."""
        schedules = await self._store.all()
        due = [one for one in schedules if one.due_at <= self._now()]
        if due and (providers := self._providers()) is not None:
            for schedule in due:
                try:
                    await self._owe(schedule, providers)
                except StorageUnavailable:
                    raise
                except Exception:  # the other reports are still owed
                    log.exception("Report %d can't be made and is tried again; please report it.", schedule.id)
            schedules = await self._store.all()
        return min((one.due_at for one in schedules), default=None)

    async def _owe(self, schedule: ReportSchedule, providers: Sequence[str]) -> None:
        since, until, at = schedule.covers_from, schedule.due_at, self._now()
        usage = await self._maker.make(providers, since, until)
        content = UsageContent(schedule=schedule.id, since=since, until=until, providers=usage)
        key = key_of(schedule.channel, schedule.id, schedule.due_at, "report")
        alert = Alert(key=key, channel=schedule.channel, at=until, content=content)
        if await self._store.owe_report(schedule, alert, schedule.due_after(at), at):
            log.info("Report %d is owed to channel %d.", schedule.id, schedule.channel)
            self._wake()
