"""Editing: messages that don't say what they should are brought up to date; sending them is the ``outbox``'s.

There is no queue of edits. A message should say what its alert says by now, however often that changed meanwhile, and
is edited until the far end confirmed it. An edit may arrive twice and says the same, so the program may die anywhere.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.alerts.alert import Alert
from bot.delivery.channel_workers import ChannelWorkers
from bot.delivery.retry import UNEXPECTED_TRIES, pause_after, until_stored
from bot.delivery.stored_alerts import MessageStorage, OutdatedMessage
from bot.errors import EditRefused, GiveUp, TryAgain

EDIT_EVERY = timedelta(seconds=5)
"""No message is edited more often."""

NEVER = datetime.min.replace(tzinfo=UTC)
NO_TIME = timedelta()

log = logging.getLogger(__name__)


class Edit(Protocol):
    """What edits messages."""

    async def __call__(self, alert: Alert, message_id: int) -> None:
        """Make a message say what an alert says; raises ``NotDelivered``."""
        ...


@dataclass(slots=True, kw_only=True)
class _Trouble:
    """What went wrong in one channel: failures by the alerts' numbers, and until when the past has to wait."""

    failures: Counter[int] = field(default_factory=Counter)
    past_waits: datetime = NEVER


class MessageEditor:
    """Brings messages up to date.

    Args:
        messages: Where it is stored what they should say.
        edit: Makes one say it; raises ``NotDelivered``.
        owing: Called when an edit was refused and a new message is owed instead.
        now: The clock.
    """

    def __init__(
        self, messages: MessageStorage, edit: Edit, *, owing: Callable[[], None], now: Callable[[], datetime]
    ) -> None:
        self._messages = messages
        self._edit = edit
        self._owing = owing
        self._now = now
        self._lanes = ChannelWorkers("edit in", messages.outdated_channels, self._revise)
        self._woken = asyncio.Event()
        self._began = NEVER
        self._ended: dict[int, datetime] = {}

    def wake(self) -> None:
        """Say that messages may be outdated."""
        self._lanes.wake()
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def run(self) -> None:
        """Edit until cancelled; what was outdated before the start comes first."""
        self._began = self._now()
        await self._lanes.run()

    async def _revise(self, channel: int) -> None:
        """Edit a channel's messages until all are up to date; one that has to wait holds up no other."""
        trouble = _Trouble()
        while True:
            woken = self._woken
            outdated = await until_stored(lambda: self._messages.outdated(channel))
            if not outdated:
                return
            now = self._now()
            waits = {message.id: self._wait(message, trouble, now) for message in outdated}
            due = [message for message in outdated if waits[message.id] <= NO_TIME]
            if due:
                await self._attempt(min(due, key=_turn), trouble)
            else:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(waits.values()).total_seconds()):
                        await woken.wait()

    def _wait(self, message: OutdatedMessage, trouble: _Trouble, now: datetime) -> timedelta:
        """Tell for how long a message must be left alone."""
        asked_for = NO_TIME if message.alert.lives else trouble.past_waits - now
        if message.edited_at is None:
            return asked_for
        # Known is when an edit was begun. It may have arrived as late as its attempt ended, and one before the start
        # until the start.
        since = now - self._ended.get(message.id, self._began)
        if since < NO_TIME:  # the clock was set back
            return asked_for
        return max(asked_for, EDIT_EVERY - since)

    async def _attempt(self, message: OutdatedMessage, trouble: _Trouble) -> None:
        """Edit a message once, and settle or pause."""
        key, channel = message.alert.key, message.alert.channel
        try:
            await self._send(message)
        except TryAgain as problem:
            trouble.failures[message.id] += 1
            if trouble.failures[message.id] == 1:
                log.warning("An edit of alert %s in channel %s waits: %s", key, channel, problem)
            await asyncio.sleep(pause_after(trouble.failures[message.id], problem.retry_after).total_seconds())
        except EditRefused as problem:
            if problem.retry_after is None or message.alert.lives:
                log.info("Alert %s in channel %s can't be edited any more: %s", key, channel, problem)
                if await until_stored(lambda: self._messages.continue_anew(message.id, message.version, self._now())):
                    self._owing()
            else:
                trouble.past_waits = self._now() + problem.retry_after
        except GiveUp as problem:
            log.warning("Alert %s in channel %s stays as it is: %s", key, channel, problem)
            await self._settle(message)
        except Exception:
            trouble.failures[message.id] += 1
            log.exception("An edit of alert %s failed in an unexpected way; please report it.", key)
            if trouble.failures[message.id] >= UNEXPECTED_TRIES:
                await self._settle(message)
            else:
                await asyncio.sleep(pause_after(trouble.failures[message.id]).total_seconds())
        else:
            trouble.failures.pop(message.id, None)
            await self._settle(message)

    async def _send(self, message: OutdatedMessage) -> None:
        await until_stored(lambda: self._messages.edit_begun(message.id, self._now()))
        try:
            await self._edit(message.alert, message.message_id)
        finally:
            now = self._now()
            recent = {id_: ended for id_, ended in self._ended.items() if now - ended < EDIT_EVERY}
            self._ended = recent | {message.id: now}

    async def _settle(self, message: OutdatedMessage) -> None:
        await until_stored(lambda: self._messages.edited(message.id, message.version))


def _turn(message: OutdatedMessage) -> tuple[bool, datetime]:
    """Order by who goes first: what is told nowhere else, and then what was left alone for longest."""
    return not message.alert.lives, message.edited_at or NEVER
