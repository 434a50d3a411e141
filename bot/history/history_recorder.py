"""What was seen over time, kept and learnt from: hears of every good look, and tells what the past says of the present.

Not how it is stored (``state.past_store``), nor what is shown of it (``chat.history``). At a look only what differs is
stored: marks of accounts that changed, jobs that came, were missed or went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.accounts.job import Job
from bot.accounts.snapshot import Snapshot
from bot.errors import StorageUnavailable
from bot.history.job_statistics import JobStatistics
from bot.history.job_tracking import TrackedJob, track_jobs
from bot.history.slot_forecast import Estimate
from bot.history.state_changes import StateChange, known_until, state_changes
from bot.history.stored_history import HistoryAddition, StoredHistory

LOOKS_MISSED = 4
SHORTEST_OUTAGE = timedelta(minutes=2)
"""A restart counts as an outage no sooner: the moment of the last look is stored to the minute."""


def away_after(every: timedelta) -> timedelta:
    """Tell how long a gap between two looks must be to be called an outage, by the pause between looks."""
    return max(LOOKS_MISSED * every, SHORTEST_OUTAGE)


class Memory(Protocol):
    """Where the past is kept; both raise ``StorageUnavailable``."""

    async def recall(self, provider: str) -> StoredHistory:
        """Give what the next look is compared with, and what is learnt from."""
        ...

    async def add(self, provider: str, addition: HistoryAddition) -> None:
        """Keep what a look adds: all of it, or nothing."""
        ...


@dataclass(slots=True, kw_only=True)
class _Known:
    """One provider, at hand."""

    state_changes: Mapping[str, StateChange]
    lessons: JobStatistics
    looked_at: datetime | None
    outdated: bool = False


class HistoryRecorder:
    """Keeps the past of all providers.

    Args:
        memory: Where it is kept.
        away: The longest gap between two looks that is not called an outage.
        stuck_after: A job that is older is stuck, whatever is known of others.
    """

    def __init__(self, memory: Memory, *, away: timedelta, stuck_after: timedelta) -> None:
        self._memory = memory
        self._away = away
        self._stuck_after = stuck_after
        self._known: dict[str, _Known] = {}

    async def load(self, providers: Iterable[str]) -> None:
        """Take providers' past to hand, so that the first look finds it; raises ``StorageUnavailable``."""
        for provider in providers:
            await self._recalled(provider)

    async def on_snapshot(self, seen: Snapshot, looked_at: datetime | None) -> None:
        """Keep what a good look adds to the past; where that fails, the next look does it.

        Args:
            seen: What it shows.
            looked_at: The moment of the good look before.

        Raises:
            StorageUnavailable: Nobody knows what is stored now; that is read again before the next look.
        """
        known = await self._recalled(seen.provider)
        added = state_changes(known.state_changes, seen, looked_at, self._away)
        was = known.lessons.running
        followed = track_jobs(was, seen.jobs, seen.at, away=self._away)
        addition = HistoryAddition(
            marks=added,
            running=tuple(job for job in followed.running.values() if _is_news(was.get(job.id), job)),
            gone=tuple(was.keys() - followed.running.keys()),
            lasted=followed.lasted,
        )
        if addition != HistoryAddition():
            try:
                await self._memory.add(seen.provider, addition)
            except StorageUnavailable:
                known.outdated = True
                raise
        known.state_changes = {**known.state_changes, **{mark.account: mark for mark in added}}
        known.lessons.go_on(followed.running, followed.lasted)
        known.looked_at = seen.at

    def is_stuck(self, provider: str, job: Job, at: datetime) -> bool:
        """Tell whether a job is older than the settings allow, or runs for far longer than others of its kind did."""
        age, known = job.elapsed(at), self._known.get(provider)
        if age is not None and age > self._stuck_after:
            return True
        return known is not None and known.lessons.is_stuck(job, at)

    def frees(self, seen: Snapshot, account: str | None) -> Estimate | None:
        """Estimate from ``seen.at`` on when a slot frees, of an account or of a provider; None for too little known."""
        known = self._known.get(seen.provider)
        return None if known is None else known.lessons.frees(seen, account)

    def known_until(self, provider: str, at: datetime) -> datetime | None:
        """Tell until when the last good look may be believed at the moment ``at``; None where there was none."""
        known = self._known.get(provider)
        if known is None or known.looked_at is None:
            return None
        return known_until(known.looked_at, at, self._away)

    def running(self, provider: str, account: str | None) -> tuple[TrackedJob, ...]:
        """List the jobs of an account, or of all, that run or are only missed."""
        known = self._known.get(provider)
        jobs = () if known is None else known.lessons.running.values()
        return tuple(job for job in jobs if account in {None, job.account})

    async def _recalled(self, provider: str) -> _Known:
        known = self._known.get(provider)
        if known is None or known.outdated:
            past = await self._memory.recall(provider)
            newest = [mark.at for mark in past.marks.values()]
            known = self._known[provider] = _Known(
                state_changes=past.marks,
                lessons=JobStatistics(past.lasted, past.running, away=self._away),
                looked_at=None if past.looked_at is None else max([past.looked_at, *newest]),
            )
        return known


def _is_news(was: TrackedJob | None, now: TrackedJob) -> bool:
    """Tell whether a job must be written: ``last_seen`` moves with every look and follows from that of the provider."""
    return was is None or (was.first_seen, was.missed_at) != (now.first_seen, now.missed_at)
