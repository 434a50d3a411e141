"""The polling loop: look, compare with what was known, store the new knowledge together with the alerts owed, repeat.

It sends nothing: the alert sender does, once the alerts are stored. Nothing but cancelling ends it: what goes wrong
with one look is logged, and the next look comes.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.accounts.provider_answer import Look
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import LatestState, Snapshot, Trouble
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.decide_for_channel import Steps
from bot.alerts.evaluate_look import Evaluation, PendingEvaluation
from bot.errors import LeadLost, LookFailed, NotConfigured, NotUnderstood, StorageUnavailable
from bot.polling.poll_schedule import PollSchedule

LATE_AFTER = timedelta(minutes=2)
"""A poller whose next look is overdue by this much is not alive: a look takes some 20 s at most."""

SLICE = 0.005
"""Seconds of work before other tasks may run."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class MemoryStorage(Protocol):
    """What polling needs of the database; both methods raise ``StorageUnavailable``."""

    async def load_memory(self, provider: str) -> ProviderMemory:
        """Return what is remembered of a provider; an empty memory if nothing is."""

    async def save_evaluation(self, provider: str, evaluation: Evaluation, at: datetime, /) -> None:
        """Store what follows from a look, all of it or nothing; the alerts are owed from that moment.

        An alert whose key is stored already is not stored again, and an amendment to one that is not stored is left
        out. Accounts that are not in the roster are deleted, and alert states that ended.
        """


class SnapshotListener(Protocol):
    """Is called with the snapshot of each good look."""

    async def on_snapshot(self, snapshot: Snapshot, /) -> None:
        """Take the snapshot of a good look; raises ``StorageUnavailable``."""


class ProviderPoller:
    """Polls one provider.

    Args:
        provider: The provider's name.
        look: Looks at it once.
        schedule: When to look.
        store: Where knowledge and owed alerts are stored.
        evaluate: Finds what follows from a look.
        wake: Called after alerts, or changes to them, were stored, or may have been.
        looked: Called with each look, failed ones included.
        name_account: Returns what the log calls an account.

    Attributes:
        storage_problem: Why what follows from the newest look could not be stored; None if it could.
    """

    def __init__(
        self,
        provider: str,
        *,
        look: Callable[[], Awaitable[Look]],
        schedule: PollSchedule,
        store: MemoryStorage,
        evaluate: Callable[[ProviderMemory, Look], PendingEvaluation],
        wake: Callable[[], None],
        looked: Callable[[Look], None] = lambda _: None,
        name_account: Callable[[str], str] = str,
    ) -> None:
        self.provider = provider
        self._look = look
        self.schedule = schedule
        self._store = store
        self._evaluate = evaluate
        self._wake = wake
        self._looked = looked
        self._name_account = name_account
        self._early_listeners: list[SnapshotListener] = []
        self._listeners: list[SnapshotListener] = []
        self._memory: ProviderMemory | None = None
        self._outdated = False
        self.storage_problem: StorageUnavailable | None = None

    @property
    def latest(self) -> LatestState:
        """The state after the newest look."""
        return self.schedule.latest

    def add_listener(self, listener: SnapshotListener, *, before_alerts: bool = False) -> None:
        """Call a listener after each good look, once what follows from it is stored.

        With ``before_alerts`` it is called before the alerts are decided: they depend on what the listener stores.
        """
        (self._early_listeners if before_alerts else self._listeners).append(listener)

    async def fresh_state(self) -> LatestState:
        """Return a fresh state, as ``PollSchedule.fresh_state`` does."""
        return await self.schedule.fresh_state()

    def accounts(self) -> tuple[str, ...]:
        """Return account names from the latest snapshot, else from before the restart."""
        if (snapshot := self.latest.snapshot) is not None:
            return tuple(account.name for account in snapshot.accounts)
        return tuple(sorted(self._memory.roster)) if self._memory is not None else ()

    def has_forgotten(self, account: str) -> bool:
        """Return whether an account is neither seen nor remembered; False if no look was made since the start."""
        snapshot, memory = self.latest.snapshot, self._memory
        seen = snapshot is None or snapshot.account(account) is not None
        return not seen and memory is not None and account not in memory.roster

    def is_alive(self) -> bool:
        """Return whether the next look is not overdue."""
        return self.schedule.overdue() < LATE_AFTER

    async def run(self) -> None:
        """Look again and again, until cancelled or the schedule is closed."""
        while not self.schedule.closed:
            await self.poll_once()
            await self.schedule.wait_until_due()

    async def poll_once(self) -> None:
        """Look once, give the state to everyone who waits for it, and store what follows."""
        before = await self._load_memory()
        look = await self._look_once()
        try:
            evaluation = await self._evaluate_and_publish(before, look)
        except Exception:
            log.exception("%s: an answer could not be understood; please report it.", self.provider)
            problem = NotUnderstood("The answer could not be understood; the log says more.")
            look = Look(at=look.at, answer=problem, took=look.took)
            evaluation = await self._evaluate_and_publish(before, look)
        if before is not None and await self._save(look, evaluation) and evaluation.snapshot is not None:
            await self._notify(self._listeners, evaluation.snapshot)

    def reload(self) -> None:
        """Read the memory again before the next look: somebody else has changed what is stored."""
        self._outdated = True

    async def _look_once(self) -> Look:
        try:
            look = await self._look()
        except Exception:
            log.exception("%s: looking failed unexpectedly; please report it.", self.provider)
            look = Look(at=self.schedule.now(), answer=NotUnderstood("Looking failed unexpectedly; the log says more."))
        if isinstance(look.answer, LookFailed) and not self.latest.set_up:
            # While no account is set up there, nobody minds that a look fails.
            return replace(look, answer=NotConfigured(look.answer.sentence, retry_after=look.answer.retry_after))
        return look

    async def _evaluate_and_publish(self, before: ProviderMemory | None, look: Look) -> Evaluation:
        """Give the state to everyone who waits for it, whether or not anything can be stored; return what follows."""
        pending = self._evaluate(before or ProviderMemory(), look)
        self._publish(look, pending.snapshot)
        if before is not None and pending.snapshot is not None and not self._is_void():
            await self._notify(self._early_listeners, pending.snapshot)
        return await run_in_slices(pending.steps)

    def _publish(self, look: Look, snapshot: Snapshot | None) -> None:
        self._looked(look)
        before = self.latest
        if isinstance(look.answer, NotConfigured):
            if before.set_up:
                log.info("%s: no account is set up at useapi.net; the bot looks again every 10 minutes.", self.provider)
            self.schedule.record(look, LatestState(set_up=False))
            return
        if isinstance(look.answer, LookFailed):
            sentence = look.answer.sentence
            trouble = Trouble(sentence=sentence, since=before.trouble.since if before.trouble else look.at)
            if before.trouble is None or before.trouble.sentence != sentence:
                log.warning("%s: %s", self.provider, sentence)
            self.schedule.record(look, LatestState(snapshot=before.snapshot, trouble=trouble))
            return
        if before.trouble is not None:
            log.info("%s: answers again.", self.provider)
        if not before.set_up:
            log.info("%s: is set up at useapi.net now, so it is watched.", self.provider)
        self.schedule.record(look, LatestState(snapshot=snapshot))

    async def _load_memory(self) -> ProviderMemory | None:
        """Return what is remembered; None if it can't be read: then nothing must be concluded from a look."""
        if self._memory is None or self._outdated:
            self._outdated = False
            try:
                self._memory = await self._store.load_memory(self.provider)
            except StorageUnavailable as problem:
                self._note_storage(problem)
                self._outdated = True
                return None
        return self._memory

    async def _save(self, look: Look, evaluation: Evaluation) -> bool:
        """Store what follows from a look, and return whether it is stored.

        After a failure nobody knows what is stored, so the next look reads it again, and delivery is woken: the
        database may have stored it all, and only its answer to the COMMIT was lost.
        """
        if self._is_void():
            return False
        try:
            await self._store.save_evaluation(self.provider, evaluation, look.at)
        except StorageUnavailable as problem:
            self._note_storage(problem)
            self._outdated = True
            return False
        except Exception:
            log.exception("%s: what follows from a look can't be stored; please report it.", self.provider)
            self._outdated = True
            return False
        finally:
            if evaluation.alerts or evaluation.amendments:
                self._wake()
        self._note_storage(None)
        known = {} if self._memory is None else self._memory.roster
        self._memory = evaluation.remembered
        changed: dict[AccountState | None, list[str]] = {}
        for account, entry in evaluation.remembered.roster.items():
            if (was := known.get(account)) is not None and was.settled not in {None, entry.settled}:
                changed.setdefault(entry.settled, []).append(self._name_account(account))
        for state, names in changed.items():
            log.info("%s: %s now: %s.", self.provider, state, ", ".join(names))
        return True

    def _is_void(self) -> bool:
        """Return whether nothing of a look may be stored: the memory is outdated by now, or the provider removed."""
        return self._outdated or self.schedule.closed

    async def _notify(self, listeners: Sequence[SnapshotListener], snapshot: Snapshot) -> None:
        """Call listeners; whatever becomes of them, the next look comes."""
        for listener in listeners:
            try:
                await listener.on_snapshot(snapshot)
            except LeadLost:
                return  # another program serves them
            except StorageUnavailable as problem:
                log.warning(
                    "%s: a part of what follows from a look is stored with the next: %s", self.provider, problem
                )
            except Exception:
                log.exception("%s: something went wrong after a look; please report it.", self.provider)

    def _note_storage(self, problem: StorageUnavailable | None) -> None:
        if isinstance(problem, LeadLost):
            return  # another program alerts
        if problem is not None and self.storage_problem is None:
            log.error("%s: no alerts until the database answers again: %s", self.provider, problem)
        if problem is None and self.storage_problem is not None:
            log.info("%s: the database answers again.", self.provider)
        self.storage_problem = problem


async def run_in_slices(steps: Steps[T]) -> T:
    """Take all steps, let other tasks run after each slice, and return the outcome: commands are answered meanwhile."""
    while True:
        until = time.monotonic() + SLICE
        try:
            while time.monotonic() < until:
                next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
        await asyncio.sleep(0)
