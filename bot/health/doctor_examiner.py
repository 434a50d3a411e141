"""Finds out how the bot is doing, by asking its running parts."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    COUNTED_FOR,
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    Leader,
    OutboxStatistics,
    ProviderHealth,
    Setting,
)
from bot.platforms import Platform, platform_of
from bot.polling.all_pollers import Poller
from bot.polling.provider_discovery import ProviderDiscovery
from bot.polling.provider_poller import ProviderPoller
from bot.subscriptions.paused_channels import paused_because
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

DATABASE_TIMEOUT = 1.5
"""Seconds for the database: Discord waits three for the whole answer."""

Answer = TypeVar("Answer")


class PlatformHealth(Protocol):
    """A chat platform, as far as the bot's health is concerned."""

    @property
    def platform(self) -> Platform:
        """Which platform it is."""

    def connection(self) -> ConnectionHealth:
        """Return how its connection is doing."""

    def missing(self, channel: int, role: int | None) -> Sequence[str] | None:
        """Return what keeps alerts from arriving and pinging a role there, a sentence each; None if not known now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthExaminer:
    """Examines the bot.

    Attributes:
        poller: Looks at the providers.
        platforms: The chat platforms.
        outbox_statistics: Returns how delivery has gone since a moment; raises ``StorageUnavailable``.
        revision: Returns the revision of the database's tables; raises ``StorageUnavailable``.
        database: The database's kind, for people.
        watches: Which channels get alerts.
        titles: Each provider's name for people.
        versions: Versions of the program, of Python and of libraries, for people.
        settings: The settings, without secrets.
        now: The clock.
        discovery: Finds providers; None if the settings name them.
        leader: Returns which program leads; None if there can be no other.
    """

    poller: Poller
    platforms: Sequence[PlatformHealth]
    outbox_statistics: Callable[[datetime], Awaitable[OutboxStatistics]]
    revision: Callable[[], Awaitable[str]]
    database: str
    watches: WatchRegistry
    titles: Mapping[str, str]
    versions: tuple[str, ...]
    settings: tuple[Setting, ...]
    now: Callable[[], datetime]
    discovery: ProviderDiscovery | None = None
    leader: Callable[[], Leader | None] = lambda: None

    async def __call__(self) -> Diagnosis:
        """Examine the bot within two seconds, whatever is broken."""
        try:
            outbox, revision = await self._ask_database()
        except StorageUnavailable as problem:
            outbox, revision = problem, "unknown"
        for provider in self.poller.providers.values():
            # The database may be readable but fail to store what a look found: then no alert comes.
            outbox = provider.storage_problem or outbox
        return Diagnosis(
            at=self.now(),
            connections=tuple(one.connection() for one in self.platforms),
            watcher=self.poller.is_alive(),
            providers=tuple(_provider(one, self.titles[one.provider]) for one in self.poller.providers.values()),
            outbox=outbox,
            channels=self._channels({} if isinstance(outbox, StorageUnavailable) else dict(outbox.last_told)),
            versions=(*self.versions, f"{self.database}, revision {revision}"),
            settings=self.settings,
            search=None if self.discovery is None else self.discovery.report,
            leader=self.leader(),
        )

    async def _ask_database(self) -> tuple[OutboxStatistics | StorageUnavailable, str]:
        async def ask() -> tuple[OutboxStatistics, str]:
            return await self.outbox_statistics(self.now() - COUNTED_FOR), await self.revision()

        return await answered_in_time(ask())

    def _channels(self, last_told: Mapping[int, datetime]) -> tuple[ChannelHealth, ...]:
        by_channel: dict[int, list[Watch]] = {}
        for watch in self.watches.all():
            by_channel.setdefault(watch.channel, []).append(watch)
        return tuple(
            ChannelHealth(
                id=channel,
                source=_source(watches),
                guild=next((one.guild for one in watches if one.guild is not None), None),
                missing=self._missing(channel, watches),
                last_told=last_told.get(channel),
                of_settings=any(one.id == FROM_SETTINGS for one in watches),
            )
            for channel, watches in by_channel.items()
        )

    def _missing(self, channel: int, watches: Sequence[Watch]) -> tuple[str, ...] | None:
        missing: list[str] = []
        platform = next((one for one in self.platforms if one.platform is platform_of(channel)), None)
        if platform is None:
            return (f"{platform_of(channel).brand} is not set up.",)
        reason = self.watches.paused.get(channel)
        for watch in watches:
            lacks = platform.missing(channel, watch.pinged_role)
            if lacks is None:
                return None if reason is None else (paused_because(reason, ()),)
            missing += lacks
        if reason is not None:
            missing.append(paused_because(reason, platform.missing(channel, None) or ()))
        return tuple(dict.fromkeys(missing))


async def answered_in_time(asking: Awaitable[Answer]) -> Answer:
    """Return the database's answer; raises ``StorageUnavailable`` if it takes longer than ``DATABASE_TIMEOUT``."""
    task = asyncio.ensure_future(asking)
    try:
        await asyncio.wait({task}, timeout=DATABASE_TIMEOUT)
        if task.done():
            return task.result()
        raise StorageUnavailable(f"the database did not answer within {DATABASE_TIMEOUT:g} s")
    finally:
        task.cancel()  # not awaited: the transaction may take long to end


def _provider(poller: ProviderPoller, title: str) -> ProviderHealth:
    schedule, trouble = poller.schedule, poller.latest.trouble
    return ProviderHealth(
        title=title,
        due=schedule.due,
        at=schedule.looked_at,
        took=schedule.took,
        failures=schedule.failures,
        sentence=None if trouble is None else trouble.sentence,
        set_up=poller.latest.set_up,
        name=poller.provider,
        snapshot=poller.latest.snapshot,
    )


def _source(watches: Sequence[Watch]) -> str:
    """Return the names of a channel's watches: ``from settings, watch 3, watch 5``."""
    return ", ".join("from settings" if one.id == FROM_SETTINGS else f"watch {one.id}" for one in watches)
