"""Greets the channels that the settings name for alerts, each once ever."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime

from bot.alerts.alert import Alert, Greeting, WatchedProvider
from bot.alerts.alert_composition import key_of

log = logging.getLogger(__name__)


class ChannelGreeter:
    """Owes greetings once it is known what is watched.

    Args:
        owe: Owes a greeting and notes that its channel was greeted; returns False if it had been before, and raises
            ``StorageUnavailable``.
        channels: The channels.
        watched: Returns what is watched; None until each provider was looked at once, or while none is set up.
        paused: The channels that get nothing for now; they are greeted once they do.
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

    async def on_snapshot(self, _snapshot: object, _previous_at: datetime | None) -> None:
        """Greet who is left, after a good look; raises ``StorageUnavailable``, and the next look tries again."""
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
        """Ask the database again whether a channel was greeted: something for it was given up, perhaps the greeting."""
        self._left.update({channel}.intersection(self._channels))
