"""Mutes: a channel hears nothing of an account, a provider or all of them, until a moment.

The registry holds them in memory for every look: a mute is stored first, then applied, and ends by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.record_cache import RecordCache, RecordStorage
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """What a channel does not hear for a while.

    Attributes:
        id: Its number.
        guild: The guild that the channel belongs to.
        channel: The channel that it applies to.
        provider: The provider that is muted; None for all of them.
        account: The account that is muted; None for the whole provider with its pool and its outages.
        by: The member who muted it.
        until: When the mute ends by itself.
        alert: The key of the alert whose button was pressed; None if a command was used.
    """

    id: int
    guild: int
    channel: int
    provider: str | None = None
    account: str | None = None
    by: int
    until: datetime
    alert: str | None = None

    def covers(self, provider: str, topic: Topic) -> bool:
        """Return whether it silences a topic of a provider."""
        if self.account is None:
            return self.provider in {None, provider}
        return self.provider == provider and topic.kind in OF_ACCOUNTS and topic.account == self.account

    def overlaps(self, provider: str | None, account: str | None) -> bool:
        """Return whether it mutes a part of what a watch listens to; None stands for all providers, or accounts."""
        same_provider = None in {self.provider, provider} or self.provider == provider
        return same_provider and (None in {self.account, account} or self.account == account)

    def includes(self, other: "Mute") -> bool:
        """Return whether it covers all that another mute of the channel covers."""
        return self.provider in {None, other.provider} and self.account in {None, other.account}

    def outlasts(self, other: "Mute") -> bool:
        """Return whether it covers all that another mute of the channel covers, for at least as long."""
        return self.until >= other.until and self.includes(other)

    def replaces(self, other: "Mute") -> bool:
        """Return whether it takes the place of another mute, which covers exactly the same."""
        return (self.channel, self.provider, self.account) == (other.channel, other.provider, other.account)


class MuteRegistry(RecordCache[Mute]):
    """Holds the mutes.

    Args:
        store: Where they are stored.
        now: The clock.
    """

    def __init__(self, store: RecordStorage[Mute], *, now: Callable[[], datetime]) -> None:
        super().__init__(store.all)
        self._store = store
        self._now = now

    def all(self) -> tuple[Mute, ...]:
        """Return every mute that has not ended, the oldest first."""
        at = self._now()
        return tuple(mute for mute in self.held if at < mute.until)

    def in_channel(self, channel: int) -> tuple[Mute, ...]:
        """Return the mutes of a channel that have not ended."""
        return tuple(mute for mute in self.all() if mute.channel == channel)

    async def add(self, mute: Mute) -> Mute:
        """Store a mute in place of those that it replaces, apply it from now on, and return it with its number.

        Raises:
            StorageUnavailable: It could not be stored.
        """
        return await self._add(mute, lambda: self._store.add(mute))

    async def remove(self, mute: Mute) -> None:
        """Remove a mute before it ends; raises ``StorageUnavailable``."""
        async with self._changing(lambda: mute not in self.held):
            await self._store.remove(mute.id)
