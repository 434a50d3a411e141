"""The bot between a table of accounts and a chat: real watcher, outbox, editor and database file."""

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, StaticPool, create_engine, or_, select, text

from bot.accounts.provider_answer import Look, ProviderAnswer
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import PendingEvaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.app.clock import uptime
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.message_editor import MessageEditor
from bot.delivery.retry import Backoff
from bot.errors import BadInput, LookFailed
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from bot.storage import tables
from bot.storage.open_database import open_store
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waitlist import Waitlist
from tests.alerts.no_forecast import NoForecast
from tests.moments import NOON
from tests.promise.chat import Chat, PowerCutError
from tests.promise.disk import Cutter, Disk

_POLLING = 0.003
"""Seconds between two looks at whether anything has changed."""

NO_PAUSES = Backoff(first=timedelta(), longest=timedelta())
"""Time does not pass: every moment of these tests is made up."""

_UNFINISHED = select(tables.alert.c.channel, tables.unsettled).where(or_(tables.unsettled, tables.outdated))
"""What is owed and what is outdated, in one read: between two of them an alert could pass from one to the other."""


class Migrated:
    """An SQLite file with all tables, to be copied: Hypothesis makes lives by themselves, without fixtures."""

    file: Path


migrated = Migrated()


class Life:
    """A bot that can be switched off at any moment, and on again.

    Attributes:
        chat: What it talks to.
        cutter: Says when the power is cut.
        watches: Who listens.
        mutes: What is muted.
        paused: The channels that refused.
        at: The time.
    """

    def __init__(self, *watches: Watch, thresholds: AlertThresholds | None = None) -> None:
        self.chat = Chat()
        self.cutter = Cutter()
        self.watches: tuple[Watch, ...] = watches
        self.mutes: tuple[Mute, ...] = ()
        self.paused: dict[int, str] = {}
        self.at = NOON
        self._policy = thresholds or AlertThresholds()
        self._runner = asyncio.Runner(debug=False)
        self._folder = Path(tempfile.mkdtemp())
        shutil.copy(migrated.file, self._folder / "capacity.db")
        self._reader = create_engine(f"sqlite:///{self._folder / 'capacity.db'}", poolclass=StaticPool)
        self._watched = sqlite3.connect(self._folder / "capacity.db")
        self._seen: object = None
        self._runner.run(self._boot())

    def look(self, answer: ProviderAnswer | LookFailed) -> None:
        """Look once."""
        self._next = Look(at=self.at, answer=answer)
        try:
            self._runner.run(self._watcher.poll_once())
        except PowerCutError:
            self.restart()

    def wish(self, work: Callable[[Waitlist], Awaitable[object]]) -> None:
        """Change the waitlist as a member would; it may be refused."""
        try:
            self._runner.run(_wished(work(self._line)))
        except PowerCutError:
            self.restart()

    def ask(self, question: str) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of the database that answer a question."""
        with self._reader.connect() as connection:
            return connection.execute(text(question)).all()

    def deliver(self) -> None:
        """Send and edit until nothing is left to do, whatever goes wrong on the way."""
        self._runner.run(self._deliver())

    def remembered(self) -> ProviderMemory:
        """Return what is remembered of the provider."""
        return self._runner.run(self._store.load_memory("minimax"))

    def restart(self) -> None:
        """Pull the plug."""
        self._runner.run(self._reboot())

    def end(self) -> None:
        """Close everything."""
        self._runner.run(self._store.close())
        self._runner.close()
        self._reader.dispose()
        self._watched.close()
        shutil.rmtree(self._folder)

    async def _boot(self) -> None:
        self._url = f"sqlite+aiosqlite:///{self._folder / 'capacity.db'}"
        self._store = await open_store(self._url, now=self._now)
        self._present = PresentWaiters(now=self._now)
        waiters = Disk(self._store.waiters, self.cutter)
        self._line = Waitlist(waiters, self._present, wake=lambda: None, now=self._now)
        self._watcher = ProviderPoller(
            "minimax",
            look=self._look,
            schedule=PollSchedule(
                every=timedelta(seconds=30),
                now=self._now,
                monotonic=lambda: self._now().timestamp(),
                jitter=lambda: 1.0,
            ),
            store=Disk(self._store, self.cutter),
            evaluate=self._conclude,
            wake=lambda: None,
        )
        self._watcher.add_listener(self._line, before_alerts=True)

    async def _reboot(self) -> None:
        await self._store.close()
        self.paused.clear()
        await self._boot()

    async def _deliver(self) -> None:
        while self._busy():
            messages, ledger = Disk(self._store.messages, self.cutter), Disk(self._store.outbox, self.cutter)
            wake_up, ports = WakeUp(), self.chat.ports
            self._editor = MessageEditor(
                messages,
                ports,
                wake_up=wake_up,
                refused=self.paused.__setitem__,
                edit_every=timedelta(),
                backoff=NO_PAUSES,
                now=self._now,
                uptime=uptime,
            )
            self._outbox = AlertSender(
                ledger,
                ports,
                wake_up=wake_up,
                backoff=NO_PAUSES,
                refused=self.paused.__setitem__,
                undelivered=lambda _: self._watcher.reload(),
                is_stale=self._line.is_stale,
                now=self._now,
                uptime=uptime,
            )
            life = asyncio.create_task(_both(self._outbox, self._editor))
            while not life.done() and (self._at_work() or not self._has_changed() or self._busy()):  # noqa: ASYNC110 - a database tells nobody that it changed
                await asyncio.sleep(_POLLING)
            life.cancel()
            try:
                await life
            except* asyncio.CancelledError:
                pass
            except* PowerCutError:
                await self._reboot()

    def _has_changed(self) -> bool:
        """Return whether anything has changed since the last call: what is stored, or which channels are paused."""
        was, self._seen = self._seen, (self._watched.execute("PRAGMA data_version").fetchone(), dict(self.paused))
        return was != self._seen

    def _at_work(self) -> bool:
        """Return whether a channel is being worked in: what was given up there may still have to be passed on."""
        parts = (self._outbox._workers, self._editor._workers)  # noqa: SLF001 - the program never asks
        return any(workers._tasks for workers in parts)  # noqa: SLF001 - as above

    def _busy(self) -> bool:
        """Return whether anything is owed, or outdated where edits are let in."""
        with self._reader.connect() as connection:
            return any(owed or channel not in self.paused for channel, owed in connection.execute(_UNFINISHED))

    def _conclude(self, was: ProviderMemory, look: Look) -> PendingEvaluation:
        audience = Audience(watches=self.watches, mutes=self.mutes, paused=self.paused)
        return evaluate_look("minimax", was, look, audience, self._policy, NoForecast(), offers=self._present.offers)

    async def _look(self) -> Look:
        return self._next

    def _now(self) -> datetime:
        return self.at


async def _wished(work: Awaitable[object]) -> None:
    with contextlib.suppress(BadInput):
        await work


async def _both(outbox: AlertSender, editor: MessageEditor) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(outbox.run())
        group.create_task(editor.run())
