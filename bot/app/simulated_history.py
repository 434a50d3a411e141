"""Records the last hour of a simulated useapi.net as the bot would have, so that there is a past to ask about.

Client, decisions and recorder are those of ``capacity-bot run``; only the clock is set back. No alerts are owed for
that hour.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import Evaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.app.clock import Clock
from bot.app.polling_assembly import provider_reader
from bot.history.duration_curve import JobObservation
from bot.history.history_recorder import HistoryAddition, HistoryRecorder, StoredHistory
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.storage.database import Store

LENGTH = timedelta(hours=1)

EVERY = timedelta(seconds=30)


@dataclass(slots=True, kw_only=True)
class ClockBehind:
    """Our clock, or one that is behind it.

    Attributes:
        ours: Our clock.
        behind: How far it is behind.
    """

    ours: Callable[[], datetime]
    behind: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        """Return the current time."""
        return self.ours() - self.behind


class _GatheredHistory:
    """The past of one provider, to be stored in one transaction: one for each of its looks would take seconds."""

    def __init__(self) -> None:
        self._changes: list[StateChange] = []
        self._running: dict[str, TrackedJob] = {}
        self._observations: list[JobObservation] = []

    async def load(self, _provider: str, /) -> StoredHistory:
        return StoredHistory()

    async def add(self, _provider: str, addition: HistoryAddition, /) -> None:
        self._changes += addition.changes
        self._observations += addition.observations
        self._running |= {job.id: job for job in addition.running}
        for job in addition.gone:
            self._running.pop(job, None)

    def addition(self) -> HistoryAddition:
        return HistoryAddition(
            changes=tuple(self._changes), running=tuple(self._running.values()), observations=tuple(self._observations)
        )


async def live_through(
    client: UseapiClient, store: Store, clock: ClockBehind, providers: Iterable[str], *, max_gap: timedelta
) -> None:
    """Look at providers as if it were earlier, and store the history.

    Args:
        client: A client of a simulation whose clock is ``clock``, and which began when that was behind by ``LENGTH``.
        store: Where to store it.
        clock: Ends behind ours by as long as this took, so that the simulation goes on as if no time had passed.
        providers: The providers' names.
        max_gap: The longest gap between two looks that is not an outage.
    """
    until = clock.ours()
    times = Clock(now=clock, monotonic=lambda: clock().timestamp())
    for name in providers:
        gathered = _GatheredHistory()
        recorder = HistoryRecorder(gathered, max_gap=max_gap, stuck_after=LENGTH)
        reader, was = provider_reader(CATALOGUE[name], client, times), ProviderMemory()
        for left in range(LENGTH // EVERY, -1, -1):
            clock.behind = clock.ours() - until + left * EVERY
            evaluation = evaluate_look(
                name, was, await reader.look(), Audience(), AlertThresholds(), recorder
            ).at_once()
            if evaluation.snapshot is not None:
                await recorder.on_snapshot(evaluation.snapshot)
            was = evaluation.remembered
        await store.history.add(name, gathered.addition())
        await store.save_evaluation(name, Evaluation(remembered=was), until)
