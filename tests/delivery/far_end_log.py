"""An alert sender and an editor on a real database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Details, News
from bot.app.clock import uptime
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.message_editor import EDIT_EVERY, MessageEditor
from bot.delivery.retry import Backoff
from bot.delivery.stored_alerts import MessageStorage, OutboxStorage, OutdatedMessage, OwedAlert, Uptime
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import Condition, account_topic
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd
from tests.moments import NOON

PROVIDER = "minimax"

QUICK = Backoff(longest=timedelta(milliseconds=5))

OFTEN = timedelta(milliseconds=50)
"""Messages are edited more often than anyone would."""


class Clock:
    """Stands still until a test sets it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Return the current time."""
        return self.at


class Running:
    """Goes on by itself, from a moment."""

    def __init__(self, since: datetime = NOON) -> None:
        self._since = since
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()

    def __call__(self) -> datetime:
        """Return the current time."""
        return self._since + timedelta(seconds=self._loop.time() - self._began)


class WatchedMessages:
    """A store of messages that lets tests wait until it was read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reads: asyncio.Queue[None] = asyncio.Queue()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store.messages, name)

    async def outdated(self, channel: int) -> tuple[OutdatedMessage, ...]:
        """Return what is outdated."""
        found = await self._store.messages.outdated(channel)
        self._reads.put_nowait(None)
        return found

    async def read(self, editor: MessageEditor) -> None:
        """Wait until it was read with the clock as it is, and the editor acted on it."""
        while not self._reads.empty():
            self._reads.get_nowait()
        for _ in range(3):  # the first may have begun before
            editor.wake()
            async with asyncio.timeout(GIVE_UP_AFTER):
                await self._reads.get()


def outbox_of(
    store: OutboxStorage,
    far_end: FarEnd,
    *,
    wake_up: WakeUp | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    uptime: Callable[[], Uptime] = uptime,
) -> AlertSender:
    """Make an alert sender."""
    return AlertSender(
        store,
        far_end.ports,
        wake_up=wake_up or WakeUp(),
        refused=lambda channel, _: far_end.refused.append(channel),
        undelivered=lambda alert: far_end.undelivered.append(alert.key),
        backoff=QUICK,
        now=now,
        uptime=uptime,
    )


@contextlib.asynccontextmanager
async def delivering(
    store: Store,
    far_end: FarEnd,
    *,
    wake_up: WakeUp | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    uptime: Callable[[], Uptime] = uptime,
) -> AsyncIterator[AlertSender]:
    """Deliver until the block ends."""
    outbox = outbox_of(store.outbox, far_end, wake_up=wake_up, now=now, uptime=uptime)
    async with living(outbox.run()):
        yield outbox


def editor_of(
    messages: MessageStorage,
    far_end: FarEnd,
    *,
    wake_up: WakeUp | None = None,
    edit_every: timedelta = EDIT_EVERY,
    now: Callable[[], datetime] = lambda: NOON,
    uptime: Callable[[], Uptime] | None = None,
) -> MessageEditor:
    """Make an editor; the machine has been up since the epoch of the clock, where nothing else is given."""
    return MessageEditor(
        messages,
        far_end.ports,
        wake_up=wake_up or WakeUp(),
        refused=lambda channel, _: far_end.refused.append(channel),
        edit_every=edit_every,
        backoff=QUICK,
        now=now,
        uptime=uptime or (lambda: Uptime(boot="here", seconds=now().timestamp())),
    )


@contextlib.asynccontextmanager
async def editing(
    store: Store,
    far_end: FarEnd,
    *,
    wake_up: WakeUp | None = None,
    edit_every: timedelta = EDIT_EVERY,
    now: Callable[[], datetime] = lambda: NOON,
    uptime: Callable[[], Uptime] | None = None,
) -> AsyncIterator[MessageEditor]:
    """Edit until the block ends."""
    editor = editor_of(store.messages, far_end, wake_up=wake_up, edit_every=edit_every, now=now, uptime=uptime)
    async with living(editor.run()):
        yield editor


@contextlib.asynccontextmanager
async def editing_watched(
    store: Store,
    far_end: FarEnd,
    *,
    edit_every: timedelta = EDIT_EVERY,
    now: Callable[[], datetime] = lambda: NOON,
    uptime: Callable[[], Uptime] | None = None,
) -> AsyncIterator[tuple[MessageEditor, Callable[[], Awaitable[None]]]]:
    """Edit until the block ends; the second waits until the editor acted on what is stored, by the clock as it is."""
    watched = WatchedMessages(store)
    editor = editor_of(watched, far_end, edit_every=edit_every, now=now, uptime=uptime)  # type: ignore[arg-type]  # by name
    async with living(editor.run()):
        yield editor, partial(watched.read, editor)


@contextlib.asynccontextmanager
async def living(life: Awaitable[None]) -> AsyncIterator[None]:
    """Run something until the block ends."""
    task = asyncio.ensure_future(life)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def full(key: str, channel: int = 1, *, account: str = "a", provider: str = PROVIDER, live: bool = False) -> Alert:
    """Make an alert that tells of a full account."""
    news = News(
        topic=account_topic(account), what=Condition.FULL, since=NOON, details=Details(in_use=1, limit=1), live=live
    )
    return Alert(
        key=key, channel=channel, at=NOON, content=Changes(parts=(Part(provider=provider, at=NOON, news=(news,)),))
    )


async def owe(store: Store, *alerts: Alert) -> None:
    """Store alerts that are owed."""
    await store.outbox.owe(alerts, NOON)


async def attempt(store: Store, channel: int = 1, at: datetime = NOON, uptime: Uptime | None = None) -> OwedAlert:
    """Note an attempt to send what a channel is owed first, nobody knows with what success; return that."""
    owed = await store.outbox.oldest_owed(channel)
    assert owed is not None
    await store.outbox.note_attempt(owed.id, owed.version, at, uptime)
    return owed


async def tell(store: Store, *alerts: Alert) -> None:
    """Store alerts that were told, as messages numbered from the first; nothing else is owed."""
    await owe(store, *alerts)
    first = await store.outbox.oldest_owed(alerts[0].channel)
    assert first is not None
    for number in range(len(alerts)):
        await store.outbox.mark_delivered(first.id + number, number + 1, NOON)


async def tell_outdated(store: Store, *alerts: Alert) -> None:
    """Store alerts that were told, and amended to a second change since."""
    await tell(store, *alerts)
    for alert in alerts:
        await amend(store, alert.key, 2, live=alert.is_live)


async def amend(store: Store, key: str, number: int, *, account: str = "a", live: bool = False) -> None:
    """Amend an alert: its account changed so often."""
    topic = account_topic(account)
    news = News(
        topic=topic, what=Condition.FREED, since=NOON, details=Details(in_use=0, limit=1), changes=number, live=live
    )
    amendment = Amendment(key=key, provider=PROVIDER, topic=topic, at=NOON, change=news)
    await store.save_evaluation(PROVIDER, Evaluation(remembered=ProviderMemory(), amendments=(amendment,)), NOON)


async def until_nothing_is_owed(store: Store, *, but_to: Sequence[int] = ()) -> None:
    """Wait until everything is struck off or given up, but for what some channels are owed."""
    await _until(lambda: _is(store.outbox.owed_channels(), tuple(but_to)))


async def until_nothing_is_outdated(store: Store) -> None:
    """Wait until every message says what it should."""
    await _until(lambda: _is(store.messages.outdated_channels(), ()))


async def _is(asked: Awaitable[object], wanted: object) -> bool:
    return await asked == wanted


async def _until(settled: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, asking ever less often: a database tells nobody that it changed."""
    pause = 0.005
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not await settled():
            await asyncio.sleep(pause)
            pause = min(2 * pause, 0.1)


async def until_refused(far_end: FarEnd) -> None:
    """Wait until a channel was named that refuses the bot."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not far_end.refused:  # noqa: ASYNC110 - a far end tells nobody whom it refused
            await asyncio.sleep(0.01)
