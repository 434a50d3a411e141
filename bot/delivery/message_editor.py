"""The message editor: edits messages that no longer say what they should; the ``Outbox`` sends them.

There is no queue of edits. A message should say what its alert says by now, however often that changed meanwhile, and
is edited until the platform confirmed it. An edit may arrive twice and says the same, so the program may die anywhere.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.delivery.channel_workers import ChannelWorkers
from bot.delivery.message_port import MessagePorts
from bot.delivery.retry import BACKOFF, UNEXPECTED_TRIES, Backoff, until_stored
from bot.delivery.stored_alerts import MessageStorage, OutdatedMessage
from bot.delivery.wake_up import WakeUp
from bot.errors import ChannelRefused, EditPostponed, EditRefused, LeadLost, NotDelivered, TryAgain

EDIT_EVERY = timedelta(seconds=5)
"""Minimum pause between two edits of a message."""

NEVER = datetime.min.replace(tzinfo=UTC)
NO_TIME = timedelta()

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Trouble:
    """What went wrong in one channel.

    Attributes:
        failures: Number of failures in a row, by the alerts' numbers.
        finished_wait_until: Until when the platform wants no edit of messages that tell of what is over.
        postponed_until: Until when an edit leaves room for others, in seconds of the loop's clock, by the alerts'
            numbers.
    """

    failures: Counter[int] = field(default_factory=Counter)
    finished_wait_until: datetime = NEVER
    postponed_until: dict[int, float] = field(default_factory=dict)


class MessageEditor:
    """Edits messages until they say what they should.

    Args:
        messages: Where it is stored what they should say.
        ports: Make a message say it.
        wake_up: Wakes the editor; the outbox is woken when an edit was refused and a new message is owed instead.
        refused: Called with a channel that accepts no edit any more, and why; its edits wait for ``resume``.
        edit_every: Minimum pause between two edits of a message.
        backoff: Pauses after failures.
        now: The clock.
    """

    def __init__(
        self,
        messages: MessageStorage,
        ports: MessagePorts,
        *,
        wake_up: WakeUp,
        refused: Callable[[int, str], None],
        edit_every: timedelta = EDIT_EVERY,
        backoff: Backoff = BACKOFF,
        now: Callable[[], datetime],
    ) -> None:
        self._messages = messages
        self._ports = ports
        self._wake_up = wake_up
        self._refused = refused
        self._edit_every = edit_every
        self._backoff = backoff
        self._now = now
        self._workers = ChannelWorkers("edit in", self._busy, self._work, backoff)
        self._woken = asyncio.Event()
        self._started_at = NEVER
        self._attempt_ended: dict[int, datetime] = {}
        self._paused: set[int] = set()
        wake_up.register(editor=self.wake)

    def wake(self) -> None:
        """Signal that messages may be outdated."""
        self._workers.wake()
        # A new event each time: a worker that cleared a shared one would hide the wake-up from the others.
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    def resume(self, channel: int) -> None:
        """Edit again in a channel that had refused an edit."""
        self._paused.discard(channel)
        self.wake()

    async def run(self) -> None:
        """Edit until cancelled; what was outdated before the start comes first."""
        self._started_at = self._now()
        await self._workers.run()

    async def _busy(self) -> Collection[int]:
        # What a channel refused stays outdated: its messages go on to say what is over until somebody lets the bot in.
        return [channel for channel in await self._messages.outdated_channels() if channel not in self._paused]

    async def _work(self, channel: int) -> None:
        """Edit a channel's messages until all are up to date, or it refuses; one that has to wait holds up no other."""
        trouble = _Trouble()
        while channel not in self._paused:
            woken = self._woken
            outdated = await until_stored(lambda: self._messages.outdated(channel), self._backoff)
            if not outdated:
                return
            now = self._now()
            waits = {message.id: self._wait(message, trouble, now) for message in outdated}
            due = [message for message in outdated if waits[message.id] <= NO_TIME]
            if due:
                if await self._attempt(min(due, key=_order), trouble) and len(outdated) == 1:
                    return  # whoever stored more to edit meanwhile wakes the editor
            else:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(waits.values()).total_seconds()):
                        await woken.wait()

    def _wait(self, message: OutdatedMessage, trouble: _Trouble, now: datetime) -> timedelta:
        """Return how long a message must be left alone; zero or less if it may be edited now."""
        asked_for = NO_TIME if message.alert.is_live else trouble.finished_wait_until - now
        if (until := trouble.postponed_until.get(message.id)) is not None:
            asked_for = max(asked_for, timedelta(seconds=until - _elapsed()))
        if message.edited_at is None:
            return asked_for
        # Stored is when an edit was started. It may have arrived as late as its attempt ended; one of before the
        # start as late as the start.
        since = now - self._attempt_ended.get(message.id, self._started_at)
        if since < NO_TIME:  # the clock was set back
            return asked_for
        return max(asked_for, self._edit_every - since)

    async def _attempt(self, message: OutdatedMessage, trouble: _Trouble) -> bool:
        """Edit a message once, and settle or pause; return whether it was edited."""
        try:
            try:
                await self._send(message)
            except NotDelivered as problem:
                await self._judge(message, trouble, problem)
                return False
        except LeadLost:
            raise
        except Exception:
            trouble.failures[message.id] += 1
            log.exception("An edit of alert %s failed unexpectedly; please report it.", message.alert.key)
            if trouble.failures[message.id] >= UNEXPECTED_TRIES:
                await self._settle(message)
            else:
                await self._backoff.sleep(trouble.failures[message.id])
        else:
            trouble.failures.pop(message.id, None)
            await self._settle(message)
            return True
        return False

    async def _judge(self, message: OutdatedMessage, trouble: _Trouble, problem: NotDelivered) -> None:
        """Do what follows from an edit that was not made."""
        key, channel = message.alert.key, message.alert.channel
        match problem:
            case EditPostponed(wait=wait):
                # By then it may have to say something newer; meanwhile others of its channel may be more urgent.
                trouble.postponed_until[message.id] = _elapsed() + wait.total_seconds()
            case EditRefused(retry_after=wait) if wait is not None and not message.alert.is_live:
                # Edited too often. What lives needs its message now; what is over can wait for as long as it takes.
                trouble.finished_wait_until = self._now() + wait
            case EditRefused():
                log.info("Alert %s in channel %s can't be edited any more: %s", key, channel, problem)
                await self._replace(message)
            case ChannelRefused():
                log.warning("An edit of alert %s in channel %s waits: %s", key, channel, problem)
                # Only of edits: a channel where the bot may not write any more may still let it edit.
                self._paused.add(channel)
                self._refused(channel, str(problem))
            case TryAgain(retry_after=wait):
                trouble.failures[message.id] += 1
                if trouble.failures[message.id] == 1:
                    log.warning("An edit of alert %s in channel %s waits: %s", key, channel, problem)
                await self._backoff.sleep(trouble.failures[message.id], wait)
            case _:
                log.warning("Alert %s in channel %s stays as it is: %s", key, channel, problem)
                await self._settle(message)

    async def _send(self, message: OutdatedMessage) -> None:
        noted = False

        async def note() -> None:
            nonlocal noted
            await until_stored(lambda: self._messages.note_edit(message.id, self._now()), self._backoff)
            noted = True

        try:
            await self._ports.of(message.alert.channel).edit(message.alert, message.message_id, note)
        finally:
            if noted:  # else nothing was sent, and the next may be made at once
                self._note_end(message)

    def _note_end(self, message: OutdatedMessage) -> None:
        now = self._now()
        recent = {id_: ended for id_, ended in self._attempt_ended.items() if now - ended < self._edit_every}
        self._attempt_ended = recent | {message.id: now}

    async def _replace(self, message: OutdatedMessage) -> None:
        if await until_stored(
            lambda: self._messages.replace_message(message.id, message.version, self._now()), self._backoff
        ):
            self._wake_up.outbox()

    async def _settle(self, message: OutdatedMessage) -> None:
        await until_stored(lambda: self._messages.mark_edited(message.id, message.version), self._backoff)


def _elapsed() -> float:
    """Return the seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()


def _order(message: OutdatedMessage) -> tuple[bool, datetime]:
    """Edit first what is told nowhere else, then what was left alone for longest."""
    return not message.alert.is_live, message.edited_at or NEVER
