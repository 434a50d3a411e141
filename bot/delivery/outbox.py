"""The outbox: alerts owed are sent, in order within each channel, until they are delivered or never will be.

A channel in trouble delays no other. An alert is struck off only after its delivery was confirmed; if the program dies
between the two, the alert is sent again with the same key, and the platform drops the repeat. What messages should say
after they were sent is seen to by the ``MessageEditor``.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.alerts.alert import Alert, Cause
from bot.alerts.summary import shared_failure
from bot.delivery.channel_workers import ChannelWorkers
from bot.delivery.retry import BACKOFF, UNEXPECTED_TRIES, Backoff, until_stored
from bot.delivery.stored_alerts import OutboxStorage, OwedAlert
from bot.delivery.wake_up import WakeUp
from bot.errors import ChannelRefused, GiveUp, TryAgain

KEY_TRUSTED = timedelta(seconds=75)
"""How long after the first attempt another may still rely on its key. Discord drops a repeated one for "the past few
minutes" (https://discord.com/developers/docs/resources/message#create-message), here taken as two, and an attempt may
last for 45 s of these. Later the message must be looked for."""

FOLD_AFTER = timedelta(minutes=30)

log = logging.getLogger(__name__)


class Deliver(Protocol):
    """Sends alerts; each chat platform has its own."""

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None) -> int | None:
        """Send an alert and return the message's id, if there is one; raises ``NotDelivered``.

        Args:
            alert: What to send.
            perhaps_since: Since when it may have been sent already, if its key alone doesn't drop the repeat any more:
                look for the message first.
        """
        ...


class Outbox:
    """Sends the alerts owed.

    Args:
        store: Where alerts owed are stored.
        deliver: Sends one alert; raises ``NotDelivered``.
        wake_up: Wakes the outbox; the editor is woken after each delivery, since the alert may have been amended.
        refused: Called with a channel that accepts no alert any more, and why.
        undelivered: Called with each alert given up because its channel accepts none, once that is stored.
        fold_after: Alerts owed for longer are folded into one summary for their channel.
        backoff: Pauses after failures.
        now: The clock.
    """

    def __init__(
        self,
        store: OutboxStorage,
        deliver: Deliver,
        *,
        wake_up: WakeUp,
        refused: Callable[[int, str], None],
        undelivered: Callable[[Alert], None],
        fold_after: timedelta = FOLD_AFTER,
        backoff: Backoff = BACKOFF,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._deliver = deliver
        self._wake_up = wake_up
        self._refused = refused
        self._undelivered = undelivered
        self._fold_after = fold_after
        self._backoff = backoff
        self._now = now
        self._workers = ChannelWorkers("deliver to", store.owed_channels, self._work, backoff)
        wake_up.register(outbox=self.wake)

    def wake(self) -> None:
        """Signal that new alerts are owed."""
        self._workers.wake()

    async def run(self) -> None:
        """Deliver until cancelled; what was owed before the start comes first."""
        await self._workers.run()

    async def _work(self, channel: int) -> None:
        failures: Counter[int] = Counter()
        while (owed := await until_stored(lambda: self._store.oldest_owed(channel), self._backoff)) is not None:
            # After either of the first two another alert may be the oldest, so it is read again.
            if not await self._gather(owed) and not await self._fold(owed):
                await self._attempt(owed, failures)

    async def _gather(self, owed: OwedAlert) -> bool:
        """Wait for what a summary gathers; return whether that took time, in which much may have changed."""
        until = owed.alert.gathers_until
        # A clock that was set back must not make a summary wait for it.
        if until is None or owed.sending_since is not None or not owed.owed_at <= self._now() < until:
            return False
        await asyncio.sleep((until - self._now()).total_seconds())
        return True

    async def _fold(self, owed: OwedAlert) -> bool:
        """Fold what has gathered or waited too long, never what may have been sent; return whether it did."""
        late = self._now() - owed.owed_at > self._fold_after
        if owed.sending_since is not None or not (late or owed.alert.gathers_until):
            return False
        if not late and shared_failure(owed.alert) is not None:
            # News of accounts may be owed after it, each of which is told by itself.
            return await until_stored(lambda: self._store.join_shared(owed.alert.channel, self._now()), self._backoff)
        # What gathers says itself why it does; what is owed beside it is news of just now.
        cause = None if owed.alert.gathers_until else Cause.LATE
        channel = owed.alert.channel
        folded = await until_stored(lambda: self._store.fold(channel, cause, self._now()), self._backoff)
        if folded:
            log.info("What channel %d is owed is folded into one alert (%s).", channel, cause or "gathered")
        return folded

    async def _attempt(self, owed: OwedAlert, failures: Counter[int]) -> None:
        """Send an alert once, and settle or pause; ``failures`` counts by the alerts' numbers."""
        # Before it is sent: after a crash the message must be looked for.
        await until_stored(lambda: self._store.note_attempt(owed.id, owed.version, self._now()), self._backoff)
        perhaps_since = _perhaps_since(owed.sending_since, self._now())
        try:
            message_id = await self._deliver(owed.alert, perhaps_since=perhaps_since)
        except TryAgain as problem:
            failures[owed.id] += 1
            if failures[owed.id] == 1:
                log.warning("Alert %s to channel %s waits: %s", owed.alert.key, owed.alert.channel, problem)
            await self._pause(failures[owed.id], problem.retry_after)
        except GiveUp as problem:
            await self._give_up(owed, problem)
        except Exception:
            failures[owed.id] += 1
            log.exception("Alert %s failed in an unexpected way; please report it.", owed.alert.key)
            if failures[owed.id] >= UNEXPECTED_TRIES:
                await self._give_up(owed, GiveUp(f"it failed {failures[owed.id]} times in an unexpected way"))
            else:
                await self._pause(failures[owed.id])
        else:
            log.info("Alert %s was delivered to channel %s.", owed.alert.key, owed.alert.channel)
            await until_stored(lambda: self._store.mark_delivered(owed.id, message_id, self._now()), self._backoff)
            self._wake_up.editor()

    async def _pause(self, failures: int, retry_after: timedelta | None = None) -> None:
        await asyncio.sleep(self._backoff.pause(failures, retry_after).total_seconds())

    async def _give_up(self, owed: OwedAlert, problem: GiveUp) -> None:
        reason, undelivered = str(problem), isinstance(problem, ChannelRefused)
        if undelivered:
            self._refused(owed.alert.channel, reason)
        log.error("Alert %s to channel %s is given up: %s", owed.alert.key, owed.alert.channel, reason)
        await until_stored(
            lambda: self._store.give_up(owed.id, reason, self._now(), undelivered=undelivered), self._backoff
        )
        if undelivered:
            self._undelivered(owed.alert)


def _perhaps_since(first_attempt: datetime | None, now: datetime) -> datetime | None:
    """Return since when an alert may have arrived; None if it can't have, or if its key drops the repeat."""
    if first_attempt is None or timedelta() <= now - first_attempt <= KEY_TRUSTED:
        return None
    # Where the clock was set back meanwhile, nobody knows how long ago that was, nor which of the two was right.
    return min(first_attempt, now)
