"""The message editor: edits messages that no longer say what they should; the ``AlertSender`` sends them.

There is no queue of edits. A message is edited until the platform confirms that it says what its alert says now,
however often that changed meanwhile. The program may die anywhere: an edit that arrives twice says the same twice, and
a newer edit is made only once no earlier one can arrive any more.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.delivery.channel_tasks import ChannelWorkers, WakeUp
from bot.delivery.message_port import Age, MessagePorts
from bot.delivery.retry import BACKOFF, UNEXPECTED_TRIES, Backoff, until_stored
from bot.delivery.stored_alerts import MessageStorage, OutdatedMessage, Uptime
from bot.errors import ChannelRefused, EditPostponed, EditRefused, LeadLost, NotDelivered, TryAgain
from bot.event_waiting import wait_at_most

EDIT_EVERY = timedelta(seconds=5)
"""Minimum pause between two edits of a message."""

NEVER = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Trouble:
    """What went wrong in one channel; moments are in seconds of uptime.

    Attributes:
        failures: Number of failures in a row, by the alerts' numbers.
        finished_wait_until: Until when the platform accepts no edit of messages whose incident is over.
        postponed_until: Until when an edit is postponed, by the alerts' numbers.
    """

    failures: Counter[int] = field(default_factory=Counter)
    finished_wait_until: float = 0.0
    postponed_until: dict[int, float] = field(default_factory=dict)


class MessageEditor:
    """Edits messages until they say what they should.

    Args:
        messages: Where outdated messages are stored.
        ports: The platforms to edit through.
        wake_up: Wakes the editor; the sender is woken when an edit was refused and a new message is owed instead.
        refused: Called with a channel that accepts no edit any more, and why; its edits wait for ``resume``.
        edit_every: Minimum pause between two edits of a message.
        backoff: Pauses after failures.
        now: The clock for the stored moment of an edit. It may be set.
        uptime: The clock that measures pauses between edits: nobody sets it.
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
        uptime: Callable[[], Uptime],
    ) -> None:
        self._messages = messages
        self._ports = ports
        self._wake_up = wake_up
        self._refused = refused
        self._edit_every = edit_every
        self._backoff = backoff
        self._now = now
        self._uptime = uptime
        self._workers = ChannelWorkers("edit in", self._busy, self._work, backoff)
        self._woken = asyncio.Event()
        self._started = uptime()
        self._editable_from: dict[int, float] = {}
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
        self._started = self._uptime()
        await self._wait_for_earlier_edits()
        await self._workers.run()

    async def _wait_for_earlier_edits(self) -> None:
        """Note until when an edit by an earlier program may still arrive, and overwrite a newer one."""
        for channel in await until_stored(self._messages.outdated_channels, self._backoff):
            try:
                timing = self._ports.of(channel).timing
            except ChannelRefused:
                continue  # its platform is not set up, as its first edit will say
            lands_within = (timing.request_lasts + timing.settles_after).total_seconds()
            for message in await until_stored(partial(self._messages.outdated, channel), self._backoff):
                noted = message.edit_uptime
                began = self._started if noted is None or not self._started.follows(noted) else noted
                if message.edited_at is not None:
                    self._editable_from[message.id] = began.seconds + lands_within

    async def _busy(self) -> Collection[int]:
        # In a channel that refuses edits, messages stay outdated until somebody lets the bot in.
        return [channel for channel in await self._messages.outdated_channels() if channel not in self._paused]

    async def _work(self, channel: int) -> None:
        """Edit a channel's messages until all are up to date, or it refuses; one that must wait holds up no other."""
        trouble = _Trouble()
        while channel not in self._paused:
            woken = self._woken
            outdated = await until_stored(lambda: self._messages.outdated(channel), self._backoff)
            if not outdated:
                return
            waits = {message.id: self._wait(message, trouble) for message in outdated}
            due = [message for message in outdated if waits[message.id] <= 0]
            if due:
                if await self._attempt(min(due, key=_order), trouble) and len(outdated) == 1:
                    return  # whoever stored more to edit meanwhile wakes the editor
            else:
                await wait_at_most(woken, min(waits.values()))

    def _wait(self, message: OutdatedMessage, trouble: _Trouble) -> float:
        """Return for how many seconds a message must be left alone; zero or less if it may be edited now."""
        until = max(
            self._editable_from.get(message.id, 0.0),
            trouble.postponed_until.get(message.id, 0.0),
            0.0 if message.alert.is_live else trouble.finished_wait_until,
            # An earlier program may have edited it until this one started.
            0.0 if message.edited_at is None else self._started.seconds + self._edit_every.total_seconds(),
        )
        return until - self._uptime().seconds

    async def _attempt(self, message: OutdatedMessage, trouble: _Trouble) -> bool:
        """Try to edit a message once, and settle it or pause; return whether it was edited."""
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
        """Postpone, replace, pause or settle after an edit that was not made."""
        key, channel = message.alert.key, message.alert.channel
        match problem:
            case EditPostponed(wait=wait):
                # By then its text may be newer; meanwhile other messages of the channel may be more urgent.
                trouble.postponed_until[message.id] = self._uptime().seconds + wait.total_seconds()
            case EditRefused(retry_after=wait) if wait is not None and not message.alert.is_live:
                # Edited too often. A live incident needs its message now; one that is over can wait.
                trouble.finished_wait_until = self._uptime().seconds + wait.total_seconds()
            case EditRefused():
                log.info("Alert %s in channel %s can't be edited any more: %s", key, channel, problem)
                await self._replace(message)
            case ChannelRefused():
                log.warning("An edit of alert %s in channel %s waits: %s", key, channel, problem)
                # Pause edits only, not alerts: each may be refused while the other is allowed.
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
        port = self._ports.of(message.alert.channel)
        noted, pause = False, self._edit_every

        async def note_once() -> Uptime:
            at = self._uptime()  # before it is stored, which may take a while
            await self._messages.note_edit(message.id, self._now(), at)
            return at

        async def note() -> Age:
            nonlocal noted
            at = await until_stored(note_once, self._backoff)
            noted = True
            return lambda: timedelta(seconds=self._uptime().seconds - at.seconds)

        try:
            await port.edit(message.alert, message.message_id, note)
        except TryAgain as problem:
            if problem.sent:  # it may still arrive, and overwrite a newer edit that was confirmed before
                pause = max(pause, port.timing.settles_after)
            raise
        finally:
            if noted:  # else nothing was sent, and the next edit may be made at once
                self._leave_alone(message, pause)

    def _leave_alone(self, message: OutdatedMessage, pause: timedelta) -> None:
        now = self._uptime().seconds
        waiting = {id_: until for id_, until in self._editable_from.items() if until > now}
        self._editable_from = waiting | {message.id: now + pause.total_seconds()}

    async def _replace(self, message: OutdatedMessage) -> None:
        if await until_stored(
            lambda: self._messages.replace_message(message.id, message.version, self._now()), self._backoff
        ):
            self._wake_up.sender()

    async def _settle(self, message: OutdatedMessage) -> None:
        await until_stored(lambda: self._messages.mark_edited(message.id, message.version), self._backoff)


def _order(message: OutdatedMessage) -> tuple[bool, datetime]:
    """Sort live messages first, then those that were edited longest ago."""
    return not message.alert.is_live, message.edited_at or NEVER
