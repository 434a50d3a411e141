"""The engine: every part that does not depend on the chat platform, each made after those that it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.accounts.account_labels import AccountLabels
from bot.accounts.snapshot import LatestState
from bot.alerts.alert import Alert, WatchedProvider
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.folded_alerts import FOLD_AFTER
from bot.app.clock import SYSTEM_CLOCK, Clock
from bot.app.leader_term import Part
from bot.app.timing_overrides import USUAL, Timings
from bot.boards.board_registry import BoardRegistry
from bot.boards.board_updater import BoardUpdater
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.greeting_and_drill import ChannelGreeter
from bot.delivery.message_editor import MessageEditor
from bot.delivery.message_port import MessagePorts
from bot.delivery.retry import until_stored
from bot.history.history_recorder import HistoryRecorder, longest_gap
from bot.polling.all_pollers import Poller
from bot.polling.provider_discovery import ProviderDiscovery
from bot.record_cache import RecordCache
from bot.reports.report_sender import ReportMaker, ReportSender
from bot.storage.database import Store
from bot.subscriptions.mute import MuteRegistry
from bot.subscriptions.watch import Watch
from bot.subscriptions.watch_registry import WatchRegistry
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waitlist import Waitlist


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """The configuration of the engine.

    Attributes:
        providers: The providers to look at, by name; None for those that the token has.
        poll_every: The usual pause between two looks at one.
        thresholds: The numbers by which changes become alerts.
        stuck_after: The age at which any job is stuck, however long others took.
        fold_after: Alerts owed for longer become one summary.
        history_kept: How long history is kept.
        own_watches: The watches that the settings make, at most one on each platform.
        account_labels: Labels of accounts until people rename them, by ``provider/account``.
        clock: The clocks.
        timings: The pauses and waits of its parts.
    """

    providers: tuple[str, ...] | None
    poll_every: timedelta
    thresholds: AlertThresholds = field(default_factory=AlertThresholds)
    stuck_after: timedelta = timedelta(hours=1)
    fold_after: timedelta = FOLD_AFTER
    history_kept: timedelta = timedelta(days=32)
    own_watches: tuple[Watch, ...] = ()
    account_labels: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = SYSTEM_CLOCK
    timings: Timings = USUAL


class Memory:
    """What is both stored and held in memory: watches, mutes, labels, history, waiters.

    Args:
        store: The database.
        config: The configuration.

    Attributes:
        wake_up: Wakes delivery when something is stored for it.
    """

    def __init__(self, store: Store, config: EngineConfig) -> None:
        self.store = store
        self.config = config
        self.wake_up = WakeUp()
        self.watches = WatchRegistry(store.watches, config.own_watches)
        self.mutes = MuteRegistry(store.mutes, now=config.clock.now)
        self.labels = AccountLabels(store.labels, config.account_labels)
        self.waiters = PresentWaiters(now=config.clock.now)  # the waitlist reads them when it runs
        self.recorder = HistoryRecorder(
            store.history, max_gap=longest_gap(config.poll_every), stuck_after=config.stuck_after
        )

    async def load(self) -> None:
        """Read all of it; raises ``StorageUnavailable``."""
        await self.watches.load()
        await self.mutes.load()
        await self.labels.load()
        await self.recorder.load(self.config.providers or ())


class Engine:
    """The parts that run side by side, made around a poller.

    Args:
        memory: What is stored and also kept in memory.
        poller: Looks at providers.
        ports: The platforms that messages go to.
        discovery: Finds the providers to poll; None if the settings name them.

    Attributes:
        sender: Sends what is owed.
        waitlist: Offers slots to waiters.
        boards: All boards.
        report_maker: Makes reports.
        report_sender: Owes scheduled reports.
    """

    def __init__(
        self,
        memory: Memory,
        poller: Poller,
        *,
        ports: MessagePorts,
        discovery: ProviderDiscovery | None = None,
    ) -> None:
        self.memory = memory
        self.poller = poller
        self.discovery = discovery
        store, watches, wake_up, config = memory.store, memory.watches, memory.wake_up, memory.config
        now, timings = config.clock.now, config.timings
        self._greeter = ChannelGreeter(
            store.outbox.owe_greeting,
            [watch.channel for watch in config.own_watches],
            watched=self._watched,
            paused=watches.paused,
            wake=wake_up.sender,
            now=now,
        )
        self._editor = MessageEditor(
            store.messages,
            ports,
            wake_up=wake_up,
            refused=watches.pause,
            edit_every=timings.edits,
            backoff=timings.retry,
            now=now,
            uptime=config.clock.uptime,
        )
        watches.when_resumed(self._editor.resume)
        self.waitlist = Waitlist(store.waiters, memory.waiters, wake=wake_up.both, now=now)
        self.sender = AlertSender(
            store.outbox,
            ports,
            wake_up=wake_up,
            refused=watches.pause,
            undelivered=self._reload,
            is_stale=self.waitlist.is_stale,
            fold_after=config.fold_after,
            backoff=timings.retry,
            now=now,
            uptime=config.clock.uptime,
        )
        self.boards = BoardRegistry(
            store.boards, latest=poller.latest, offers=memory.waiters.offers, wake=wake_up.both, now=now
        )
        self._board_updater = BoardUpdater(
            self.boards,
            store.boards,
            paused=watches.paused,
            wake=wake_up.both,
            edit_every=timings.board_edits,
            read_every=timings.board_reads,
            now=now,
        )
        poller.add_listener(self.waitlist, before_alerts=True)  # so that alerts leave out slots that are offered
        for listener in (memory.recorder, self._board_updater, self._greeter):
            poller.add_listener(listener)
        self.report_maker = ReportMaker(
            changes=store.history.state_changes,
            waited=store.waiters.waited,
            valid_until=memory.recorder.valid_until,
            accounts=poller.accounts,
            kept=config.history_kept,
            now=now,
        )
        self.report_sender = ReportSender(
            store.reports, self.report_maker, providers=self._to_report_on, wake=wake_up.sender, now=now
        )

    def told_channels(self) -> frozenset[int]:
        """Return the channels that have a watch or a board."""
        watched = {one.channel for one in self.memory.watches.all()}
        return frozenset(watched | {one.channel for one in self.boards.all()})

    def renamed(self) -> None:
        """Update the messages that show an account's former label."""
        self._board_updater.redraw()
        self.memory.wake_up.editor()

    def running(self) -> tuple[Part, ...]:
        """Return what runs until cancelled."""
        return (self.poller.run(), *self.sending())

    def sending(self) -> tuple[Part, ...]:
        """Return the parts that only the program that leads may run: all but the looks."""
        return (
            self.sender.run(),
            self._editor.run(),
            self.waitlist.run(),
            self._board_updater.run(),
            self.report_sender.run(),
            settle_doubts(self.memory.watches),
            settle_doubts(self.memory.mutes),
            settle_doubts(self.boards),
            settle_doubts(self.memory.labels, settled=self.renamed),
            *(() if self.discovery is None else (self.discovery.run(),)),
        )

    def _reload(self, alert: Alert) -> None:
        """Read again what channels were told, as an alert was given up: nobody was told of it."""
        for part in alert.parts:
            self.poller.reload(part.provider)
        self._greeter.ask_again(alert.channel)

    def _to_report_on(self) -> Sequence[str] | None:
        """Return the providers that are set up; None until each was looked at once, since nobody knows before."""
        latest = self.poller.latest()
        if not latest or any(one == LatestState() for one in latest.values()):
            return None
        return [name for name, one in latest.items() if one.set_up]

    def _watched(self) -> Sequence[WatchedProvider] | None:
        """Return what is watched; None until that is known, or while nothing is set up."""
        names = self._to_report_on()
        if not names or (self.discovery is not None and self.discovery.report.searched_at is None):
            return None
        seen = {name: self.poller.providers[name].latest.snapshot for name in names}
        return [
            WatchedProvider(provider=name)
            if snapshot is None
            else WatchedProvider(provider=name, accounts=len(snapshot.accounts), slots=snapshot.total)
            for name, snapshot in seen.items()
        ]


async def settle_doubts(records: RecordCache[Any], *, settled: Callable[[], None] = lambda: None) -> None:
    """Until cancelled, read records again whenever it is in doubt what is stored, and call ``settled``."""
    while True:
        await records.doubted()
        await until_stored(records.settle, who="What was just changed")
        settled()
