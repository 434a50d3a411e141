"""The loop: look, compare with what was known, save the new knowledge together with the alerts it owes, look again.

It never sends: ``outbox`` does, once the alerts are stored. It never ends either: what goes wrong in one look is logged
and the next look comes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.accounts.latest_state import LatestState, Trouble
from bot.accounts.look import Look
from bot.accounts.snapshot import Snapshot
from bot.alerts.evaluation import Evaluation
from bot.alerts.provider_memory import ProviderMemory
from bot.errors import LookFailed, NotUnderstood, StorageUnavailable
from bot.polling.poll_schedule import PollSchedule

LATE_AFTER = timedelta(minutes=2)
"""A watcher whose next look is overdue by this much is not alive: a look takes some 20 s at most."""

log = logging.getLogger(__name__)


class MemoryStore(Protocol):
    """What the watcher asks of the database; both raise ``StorageUnavailable``."""

    async def remembered(self, provider: str) -> ProviderMemory:
        """Give what is remembered of a provider."""
        ...

    async def remember(self, provider: str, conclusion: Evaluation, at: datetime) -> None:
        """Store what follows from a look: all of it or nothing."""
        ...


class SnapshotListener(Protocol):
    """What wants to hear of good looks."""

    async def on_snapshot(self, seen: Snapshot, looked_at: datetime | None, /) -> None:
        """Take the snapshot of a good look, and the time of the good look before it; raises ``StorageUnavailable``."""
        ...


class ProviderPoller:
    """Watches one provider.

    Args:
        provider: The provider's name.
        look: Looks at it once.
        turns: When to look.
        memory: Where knowledge and owed alerts are stored.
        conclude: Finds what follows from a look.
        owing: Called after alerts, or changes to them, were stored.
        onlookers: Hear of each good look after what follows from it was stored.
        now: The clock.

    Attributes:
        forgetful: Why what follows from the newest look could not be stored, where that is so.
    """

    def __init__(
        self,
        provider: str,
        *,
        look: Callable[[], Awaitable[Look]],
        turns: PollSchedule,
        memory: MemoryStore,
        conclude: Callable[[ProviderMemory, Look], Evaluation],
        owing: Callable[[], None],
        onlookers: Sequence[SnapshotListener] = (),
        now: Callable[[], datetime],
    ) -> None:
        self.provider = provider
        self._look = look
        self.turns = turns
        self._memory = memory
        self._conclude = conclude
        self._owing = owing
        self._onlookers = onlookers
        self._now = now
        self._remembered: ProviderMemory | None = None
        self._outdated = False
        self.forgetful: StorageUnavailable | None = None

    @property
    def latest(self) -> LatestState:
        """Tell what came of the newest look."""
        return self.turns.latest

    async def fresh(self) -> LatestState:
        """Give a look that is young enough, asking the provider where there is none."""
        return await self.turns.fresh()

    def accounts(self) -> tuple[str, ...]:
        """Name the accounts there are, as far as anyone knows: of the newest look, or of before the restart."""
        if (snapshot := self.latest.snapshot) is not None:
            return tuple(account.name for account in snapshot.accounts)
        return tuple(sorted(self._remembered.roster)) if self._remembered is not None else ()

    def is_alive(self) -> bool:
        """Tell whether the next look is not overdue."""
        return self._now() < self.turns.due + LATE_AFTER

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await self.turn()
            await self.turns.wait()

    async def turn(self) -> None:
        """Look once, tell everyone who waits for it, and save what follows from it."""
        was = await self._recall()
        look = await self._look_once()
        try:
            conclusion = self._conclude(was or ProviderMemory(), look)
        except Exception:
            log.exception("%s: an answer that this program can't make sense of; please report it.", self.provider)
            problem = NotUnderstood("The answer could not be made sense of; the log says more.")
            look = Look(at=look.at, answer=problem, took=look.took)
            conclusion = self._conclude(was or ProviderMemory(), look)
        self._publish(look, conclusion)
        if was is not None and await self._saved(look, conclusion) and conclusion.snapshot is not None:
            await self._show(conclusion.snapshot, was.looked_at)

    def recall(self) -> None:
        """Read again what is remembered, before the next look: somebody else has changed it."""
        self._outdated = True

    async def _look_once(self) -> Look:
        try:
            return await self._look()
        except Exception:
            log.exception("%s: looking failed in an unexpected way; please report it.", self.provider)
            return Look(at=self._now(), answer=NotUnderstood("Looking failed unexpectedly; the log says more."))

    def _publish(self, look: Look, conclusion: Evaluation) -> None:
        before = self.latest
        if isinstance(look.answer, LookFailed):
            sentence = look.answer.sentence
            trouble = Trouble(sentence=sentence, since=before.trouble.since if before.trouble else look.at)
            if before.trouble is None or before.trouble.sentence != sentence:
                log.warning("%s: %s", self.provider, sentence)
            self.turns.came(look, LatestState(snapshot=before.snapshot, trouble=trouble))
            return
        if before.trouble is not None:
            log.info("%s: answers again.", self.provider)
        self.turns.came(look, LatestState(snapshot=conclusion.snapshot))

    async def _recall(self) -> ProviderMemory | None:
        """Give what is remembered; None where the database can't say, so that nothing is concluded from ignorance."""
        if self._remembered is None or self._outdated:
            self._outdated = False
            try:
                self._remembered = await self._memory.remembered(self.provider)
            except StorageUnavailable as problem:
                self._note_memory(problem)
                self._outdated = True
                return None
        return self._remembered

    async def _show(self, seen: Snapshot, looked_at: datetime | None) -> None:
        """Let others hear of a good look; whatever becomes of them, the next look comes."""
        for onlooker in self._onlookers:
            try:
                await onlooker.on_snapshot(seen, looked_at)
            except StorageUnavailable as problem:
                self._note_memory(problem)
            except Exception:
                log.exception("%s: something went wrong after a look; please report it.", self.provider)

    async def _saved(self, look: Look, conclusion: Evaluation) -> bool:
        """Store what follows; where that fails nobody knows what is stored, and the next look reads it again."""
        if self._outdated:  # it follows from what is not so any more
            return False
        try:
            await self._memory.remember(self.provider, conclusion, look.at)
        except StorageUnavailable as problem:
            self._note_memory(problem)
            self._outdated = True
            return False
        self._note_memory(None)
        self._remembered = conclusion.remembered
        for entry in conclusion.remembered.roster.values():
            if entry.since == look.at and entry.since_witnessed:
                log.info("%s: an account is %s now.", self.provider, entry.settled)
        if conclusion.alerts or conclusion.amendments:
            self._owing()
        return True

    def _note_memory(self, problem: StorageUnavailable | None) -> None:
        if problem is not None and self.forgetful is None:
            log.error("%s: no alerts until the database answers again: %s", self.provider, problem)
        if problem is None and self.forgetful is not None:
            log.info("%s: the database answers again.", self.provider)
        self.forgetful = problem


class Poller:
    """Watches all providers side by side, so that a slow one delays nobody."""

    def __init__(self, watchers: Sequence[ProviderPoller]) -> None:
        self.providers: Mapping[str, ProviderPoller] = {watcher.provider: watcher for watcher in watchers}

    async def run(self) -> None:
        """Watch until cancelled."""
        async with asyncio.TaskGroup() as group:
            for watcher in self.providers.values():
                group.create_task(watcher.run(), name=f"watch {watcher.provider}")

    def accounts(self, provider: str) -> tuple[str, ...]:
        """Name the accounts of a provider, as far as anyone knows; none of one that is not watched any more."""
        watcher = self.providers.get(provider)
        return watcher.accounts() if watcher is not None else ()

    def is_alive(self) -> bool:
        """Tell whether every provider is still looked at."""
        return all(watcher.is_alive() for watcher in self.providers.values())
