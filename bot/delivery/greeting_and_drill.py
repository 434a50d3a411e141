"""Alerts that follow from no look: one greeting ever for each channel of the settings, and drills on request."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Drill, Greeting, WatchedProvider
from bot.alerts.alert_composition import key_of
from bot.delivery.stored_alerts import DeliveryStatus
from bot.errors import StorageUnavailable
from bot.subscriptions.watch import Watch

LONGEST_WAIT = timedelta(seconds=10)
"""How long to wait for a drill's result; one that takes longer still arrives, but its result is not shown."""

CHECK_EVERY = 0.1
"""Seconds between checks whether the drill was delivered."""

log = logging.getLogger(__name__)


class ChannelGreeter:
    """Owes greetings once it is known what is watched.

    Args:
        owe: Owes a greeting and notes that its channel was greeted; returns False if it had been greeted before, and
            raises ``StorageUnavailable``.
        channels: The channels.
        watched: Returns what is watched; None until each provider was looked at once, or while none is set up.
        paused: The channels that get no alerts for now; they are greeted once they do.
        wake: Wakes the alert sender.
        now: The clock.
    """

    def __init__(
        self,
        owe: Callable[[Alert, datetime], Awaitable[bool]],
        channels: Sequence[int],
        *,
        watched: Callable[[], Sequence[WatchedProvider] | None],
        paused: Collection[int],
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._owe = owe
        self._channels = channels
        self._left = set(channels)
        self._watched = watched
        self._paused = paused
        self._wake = wake
        self._now = now

    async def on_snapshot(self, _: object, /) -> None:
        """Greet the channels that are left; raises ``StorageUnavailable``, and the next good look tries again."""
        for channel in sorted(self._left.difference(self._paused)):
            if (watched := self._watched()) is None:
                return
            at = self._now()
            alert = Alert(
                key=key_of(channel, at, "greeting"),
                channel=channel,
                at=at,
                content=Greeting(providers=tuple(watched)),
                silent=True,
            )
            if await self._owe(alert, at):
                log.info("Channel %d is told what is watched: it was not greeted before.", channel)
                self._wake()
            self._left.discard(channel)

    def ask_again(self, channel: int) -> None:
        """Ask the database again whether a channel was greeted: an alert to it was given up, perhaps the greeting."""
        self._left.update({channel}.intersection(self._channels))


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRunner:
    """Sends drills.

    Attributes:
        owe: Stores alerts as owed; raises ``StorageUnavailable``.
        status: Returns what became of the alert with a key; raises ``StorageUnavailable``.
        wake: Wakes the alert sender.
        now: The clock.
        sleep: Waits for a number of seconds.
    """

    owe: Callable[[Sequence[Alert], datetime], Awaitable[None]]
    status: Callable[[str], Awaitable[DeliveryStatus]]
    wake: Callable[[], None]
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]

    async def __call__(self, watch: Watch, *, ping: bool = False) -> DeliveryStatus:
        """Send a drill to a watch's channel, wait up to ``LONGEST_WAIT`` for the result, and return it.

        Args:
            watch: The watch that is tried.
            ping: As in ``drill_alert``.

        Raises:
            StorageUnavailable: It could not be stored, so it will not be sent either.
        """
        started = self.now()
        alert = drill_alert(watch, started, ping=ping)
        await self.owe((alert,), started)
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_WAIT.total_seconds()):
                for _ in range(int(LONGEST_WAIT.total_seconds() / CHECK_EVERY)):  # no clock, which may be set back
                    with contextlib.suppress(StorageUnavailable):  # the drill stays owed all the same
                        status = await self.status(alert.key)
                        if status != DeliveryStatus():
                            return status
                    await self.sleep(CHECK_EVERY)
        return DeliveryStatus()


def drill_alert(watch: Watch, at: datetime, *, ping: bool) -> Alert:
    """Compose a drill.

    Args:
        watch: The watch that is tried.
        at: The time; it must differ between two drills of a watch.
        ping: Whether to ping the role that the watch pings; otherwise the drill comes without a sound.
    """
    return Alert(
        key=key_of(watch.channel, watch.id, at, "drill"),
        channel=watch.channel,
        at=at,
        roles=(watch.pinged_role,) if ping and watch.pinged_role is not None else (),
        silent=not ping,
        content=Drill(),
    )
