"""Delivery: what is owed is sent, in order for each channel, until the far end confirmed it or never will.

A channel in trouble holds up no other. An alert is struck off only after its delivery was confirmed; if the program
dies between the two, the alert is sent again with the same key, and the far end drops the repeat.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.alerts.alert import Alert
from bot.alerts.fold import fold
from bot.errors import ChannelRefused, GiveUp, StateUnavailable, TryAgain

KEY_TRUSTED = timedelta(minutes=2)
"""For so long the far end surely drops a repeated key. Discord's promise is "the past few minutes"
(https://discord.com/developers/docs/resources/message#create-message); after that it must be looked for."""

FOLD_AFTER = timedelta(minutes=30)

LONGEST_PAUSE = timedelta(seconds=10)
"""A channel that comes back should not wait long; one request in 10 s bothers nobody."""

UNEXPECTED_TRIES = 5
"""An alert that this program itself stumbles over must not hold up its channel for ever."""

Stored = TypeVar("Stored")

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


class OwedAlert(Protocol):
    """One row of the outbox."""

    @property
    def id(self) -> int:
        """Its number; smaller is older."""
        ...

    @property
    def alert(self) -> Alert:
        """What is owed."""
        ...

    @property
    def owed_at(self) -> datetime:
        """Since when it is owed."""
        ...

    @property
    def sending_since(self) -> datetime | None:
        """When sending it was first begun; None if it never was."""
        ...


class Ledger(Protocol):
    """What delivery asks of the database; everything raises ``StateUnavailable``."""

    async def owing_channels(self) -> tuple[int, ...]:
        """Name the channels that something is owed to."""
        ...

    async def owed(self, channel: int) -> OwedAlert | None:
        """Give the oldest alert owed to a channel."""
        ...

    async def unsent(self, channel: int) -> Sequence[OwedAlert]:
        """List what is owed to a channel and was never attempted, the oldest first."""
        ...

    async def fold(self, owed_ids: Sequence[int], into: Alert, at: datetime) -> None:
        """Owe one alert in place of several: both or neither."""
        ...

    async def attempted(self, owed_id: int, at: datetime) -> None:
        """Count an attempt, before it is made, and keep the moment of the first."""
        ...

    async def strike_off(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        """Note that an alert was delivered as this message."""
        ...

    async def give_up(self, owed_id: int, reason: str, at: datetime) -> None:
        """Note that an alert will never be delivered, and why."""
        ...


class Outbox:
    """Delivers what is owed.

    Args:
        ledger: Where owed alerts are stored.
        deliver: Sends one alert and returns the message's id, where there is one; raises ``NotDelivered``.
        refused: Told of a channel that takes no alert any more, and why.
        fold_after: What is owed for longer is folded into one alert for each channel and provider.
        now: The clock.
    """

    def __init__(
        self,
        ledger: Ledger,
        deliver: Deliver,
        *,
        refused: Callable[[int, str], None],
        fold_after: timedelta = FOLD_AFTER,
        now: Callable[[], datetime],
    ) -> None:
        self._refused = refused
        self._fold_after = fold_after
        self._ledger = ledger
        self._deliver = deliver
        self._now = now
        self._owing = asyncio.Event()
        self._channels: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Say that something new is owed."""
        self._owing.set()

    async def run(self) -> None:
        """Deliver until cancelled, each channel in a task of its own; what was owed before the start comes first."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._owing.clear()
                for channel in await self._until_stored(self._ledger.owing_channels):
                    task = self._channels.get(channel)
                    if task is None or task.done():
                        self._channels[channel] = group.create_task(self._drain(channel), name=f"deliver to {channel}")
                await self._owing.wait()

    async def _drain(self, channel: int) -> None:
        while (owed := await self._until_stored(lambda: self._ledger.owed(channel))) is not None:
            if not (self._now() - owed.owed_at > self._fold_after and await self._fold(channel)):
                await self._until_settled(owed)
        self._channels.pop(channel, None)
        self._owing.set()  # something may have been stored between the last look and now

    async def _fold(self, channel: int) -> bool:
        """Fold what waited too long, by provider; what may have been sent stays as it is.

        Returns:
            Whether there was anything to fold.
        """
        providers: dict[str, list[OwedAlert]] = {}
        for owed in await self._until_stored(lambda: self._ledger.unsent(channel)):
            if not owed.alert.drill:
                providers.setdefault(owed.alert.provider, []).append(owed)
        late = [several for several in providers.values() if len(several) > 1]
        for several in late:
            await self._replace(several)
        return bool(late)

    async def _replace(self, several: Sequence[OwedAlert]) -> None:
        into, ids = fold([owed.alert for owed in several]), [owed.id for owed in several]
        log.info("%d alerts to channel %d are folded into %s.", len(ids), into.channel, into.key)
        await self._until_stored(lambda: self._ledger.fold(ids, into, self._now()))

    async def _until_settled(self, owed: OwedAlert) -> None:
        try:
            message_id = await self._until_delivered(owed)
        except GiveUp as problem:
            reason = str(problem)
            if isinstance(problem, ChannelRefused):
                self._refused(owed.alert.channel, reason)
            log.error("Alert %s to channel %s is given up: %s", owed.alert.key, owed.alert.channel, reason)
            await self._until_stored(lambda: self._ledger.give_up(owed.id, reason, self._now()))
        else:
            log.info("Alert %s was delivered to channel %s.", owed.alert.key, owed.alert.channel)
            await self._until_stored(lambda: self._ledger.strike_off(owed.id, message_id, self._now()))

    async def _until_delivered(self, owed: OwedAlert) -> int | None:
        since = owed.sending_since or self._now()
        for failures in itertools.count(1):
            await self._until_stored(lambda: self._ledger.attempted(owed.id, self._now()))
            perhaps_since = since if self._now() - since > KEY_TRUSTED else None
            try:
                return await self._deliver(owed.alert, perhaps_since=perhaps_since)
            except TryAgain as problem:
                pause = max(_pause(failures), problem.retry_after or timedelta())
                if failures == 1:
                    log.warning("Alert %s to channel %s waits: %s", owed.alert.key, owed.alert.channel, problem)
            except GiveUp:
                raise
            except Exception as problem:
                log.exception("Alert %s failed in an unexpected way; please report it.", owed.alert.key)
                if failures >= UNEXPECTED_TRIES:
                    raise GiveUp(f"it failed {failures} times in an unexpected way") from problem
                pause = _pause(failures)
            await asyncio.sleep(pause.total_seconds())
        raise AssertionError("unreachable: the count has no end")

    async def _until_stored(self, ask: Callable[[], Awaitable[Stored]]) -> Stored:
        for failures in itertools.count(1):
            try:
                return await ask()
            except StateUnavailable as problem:
                if failures == 1:
                    log.error("Delivery waits for the database: %s", problem)
            await asyncio.sleep(_pause(failures).total_seconds())
        raise AssertionError("unreachable: the count has no end")


def _pause(failures: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(failures - 1, 10)), LONGEST_PAUSE)
