"""Delivery: what is owed is sent, in order for each channel, until the far end confirmed it or never will.

A channel in trouble holds up no other. An alert is struck off only after its delivery was confirmed; if the program
dies between the two, the alert is sent again with the same key, and the far end drops the repeat. What a message should
say after it was sent is not seen to here (``editor``).
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.alerts.alert import Alert, Cause
from bot.delivery.channel_workers import ChannelWorkers
from bot.delivery.retry import UNEXPECTED_TRIES, pause_after, until_stored
from bot.delivery.stored_alerts import OutboxStorage, OwedAlert
from bot.errors import ChannelRefused, GiveUp, TryAgain

KEY_TRUSTED = timedelta(minutes=2)
"""For so long the far end surely drops a repeated key. Discord's promise is "the past few minutes"
(https://discord.com/developers/docs/resources/message#create-message); after that it must be looked for."""

FOLD_AFTER = timedelta(minutes=30)

log = logging.getLogger(__name__)


class Deliver(Protocol):
    """What sends alerts."""

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None) -> int | None:
        """Send one and return the message's id, where there is one; raises ``NotDelivered``.

        Args:
            alert: What to send.
            perhaps_since: Since when it may have been sent already, where its key alone no longer drops the repeat:
                look for it first.
        """
        ...


class Outbox:
    """Delivers what is owed.

    Args:
        ledger: Where owed alerts are stored.
        deliver: Sends one alert and returns the message's id, where there is one; raises ``NotDelivered``.
        told: Called after each alert that was told: it may have been amended on the way.
        refused: Told of a channel that takes no alert any more, and why.
        unheard: Told of each alert that was given up because its channel takes none, once that is stored.
        fold_after: What is owed for longer is folded into one alert for its channel.
        now: The clock.
    """

    def __init__(
        self,
        ledger: OutboxStorage,
        deliver: Deliver,
        *,
        told: Callable[[], None],
        refused: Callable[[int, str], None],
        unheard: Callable[[Alert], None],
        fold_after: timedelta = FOLD_AFTER,
        now: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._deliver = deliver
        self._told = told
        self._refused = refused
        self._unheard = unheard
        self._fold_after = fold_after
        self._now = now
        self._lanes = ChannelWorkers("deliver to", ledger.owing_channels, self._drain)

    def wake(self) -> None:
        """Say that something new is owed."""
        self._lanes.wake()

    async def run(self) -> None:
        """Deliver until cancelled; what was owed before the start comes first."""
        await self._lanes.run()

    async def _drain(self, channel: int) -> None:
        failures: Counter[int] = Counter()
        while (owed := await until_stored(lambda: self._ledger.owed(channel))) is not None:
            if not await self._gathered(owed) and not await self._folded(owed):
                await self._attempt(owed, failures)

    async def _gathered(self, owed: OwedAlert) -> bool:
        """Wait for what a summary gathers; tell whether that took time, in which much may have changed."""
        until = owed.alert.gathers_until
        # A clock that was set back must not make a summary wait for it.
        if until is None or owed.sending_since is not None or not owed.owed_at <= self._now() < until:
            return False
        await asyncio.sleep((until - self._now()).total_seconds())
        return True

    async def _folded(self, owed: OwedAlert) -> bool:
        """Fold what has gathered or waited too long, never what may have been sent; tell whether there was anything."""
        late = self._now() - owed.owed_at > self._fold_after
        if owed.sending_since is not None or not (late or owed.alert.gathers_until):
            return False
        cause = Cause.AWAY if owed.alert.gathers_until else Cause.LATE
        channel = owed.alert.channel
        folded = await until_stored(lambda: self._ledger.fold(channel, cause, self._now()))
        if folded:
            log.info("What channel %d is owed is folded into one alert: %s.", channel, cause)
        return folded

    async def _attempt(self, owed: OwedAlert, failures: Counter[int]) -> None:
        """Send an alert once, and settle or pause; ``failures`` counts by the alerts' numbers."""
        await until_stored(lambda: self._ledger.attempted(owed.id, owed.version, self._now()))
        since = owed.sending_since
        perhaps_since = since if since is not None and self._now() - since > KEY_TRUSTED else None
        try:
            message_id = await self._deliver(owed.alert, perhaps_since=perhaps_since)
        except TryAgain as problem:
            failures[owed.id] += 1
            if failures[owed.id] == 1:
                log.warning("Alert %s to channel %s waits: %s", owed.alert.key, owed.alert.channel, problem)
            await asyncio.sleep(pause_after(failures[owed.id], problem.retry_after).total_seconds())
        except GiveUp as problem:
            await self._give_up(owed, problem)
        except Exception:
            failures[owed.id] += 1
            log.exception("Alert %s failed in an unexpected way; please report it.", owed.alert.key)
            if failures[owed.id] >= UNEXPECTED_TRIES:
                await self._give_up(owed, GiveUp(f"it failed {failures[owed.id]} times in an unexpected way"))
            else:
                await asyncio.sleep(pause_after(failures[owed.id]).total_seconds())
        else:
            log.info("Alert %s was delivered to channel %s.", owed.alert.key, owed.alert.channel)
            await until_stored(lambda: self._ledger.strike_off(owed.id, message_id, self._now()))
            self._told()

    async def _give_up(self, owed: OwedAlert, problem: GiveUp) -> None:
        reason, unheard = str(problem), isinstance(problem, ChannelRefused)
        if unheard:
            self._refused(owed.alert.channel, reason)
        log.error("Alert %s to channel %s is given up: %s", owed.alert.key, owed.alert.channel, reason)
        await until_stored(lambda: self._ledger.give_up(owed.id, reason, self._now(), unheard=unheard))
        if unheard:
            self._unheard(owed.alert)
