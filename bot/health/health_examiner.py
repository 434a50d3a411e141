"""Finding out how the bot is doing, from its parts; what of that needs a person is decided in ``checkup``."""

import asyncio
import math
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

import discord
from pydantic import SecretStr

from bot.app.polling_setup import now, words
from bot.chat.discord.channel_permissions import missing_there
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.wording.text import count
from bot.errors import StorageUnavailable
from bot.health.diagnosis import LOOKED_BACK, Channel, Diagnosis, OutboxStatistics, ProviderChecks, Setting
from bot.polling.poller import Poller, ProviderPoller
from bot.settings.schema import Settings, SimulatedSettings
from bot.storage.store import Store
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

PATIENCE = 1.5
"""Seconds for the database: a person waits for the answer, who has three in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthExaminer:
    """Finds out how the bot is doing; the parts are those that run."""

    settings: SimulatedSettings
    guilds: frozenset[int]
    watcher: Poller
    connection: GatewayConnection
    store: Store
    watches: WatchRegistry

    async def __call__(self) -> Diagnosis:
        """Look the bot over, in two seconds at most and whatever is broken."""
        try:
            outbox, revision = await self._stored()
        except StorageUnavailable as problem:
            outbox, revision = problem, "unknown"
        for watcher in self.watcher.providers.values():
            outbox = watcher.forgetful or outbox
        client = self.connection.ready_client()
        return Diagnosis(
            at=now(),
            gateway=client is not None,
            latency=None if client is None else _latency(client),
            watcher=self.watcher.is_alive(),
            looks=tuple(_looks(one) for one in self.watcher.providers.values()),
            outbox=outbox,
            channels=self._channels(client, outbox),
            versions=(*_versions(), f"{_kind(self.settings.database_url)}, revision {revision}"),
            settings=in_words(self.settings),
        )

    async def _stored(self) -> tuple[OutboxStatistics | StorageUnavailable, str]:
        async def ask() -> tuple[OutboxStatistics, str]:
            return await self.store.outbox_state(now() - LOOKED_BACK), await self.store.revision()

        asking = asyncio.ensure_future(ask())
        try:
            await asyncio.wait({asking}, timeout=PATIENCE)
            if asking.done():
                return asking.result()
            raise StorageUnavailable(f"the database did not answer within {PATIENCE:g} s")
        finally:
            asking.cancel()  # not awaited: a transaction takes its time to end

    def _channels(
        self, client: discord.Client | None, outbox: OutboxStatistics | StorageUnavailable
    ) -> tuple[Channel, ...]:
        told = {} if isinstance(outbox, StorageUnavailable) else dict(outbox.last_told)
        by_channel: dict[int, list[Watch]] = {}
        for watch in self.watches.all():
            by_channel.setdefault(watch.channel, []).append(watch)
        return tuple(
            Channel(
                id=channel,
                source=_source(watches),
                missing=None if client is None else self._missing(client, channel, watches),
                last_told=told.get(channel),
            )
            for channel, watches in by_channel.items()
        )

    def _missing(self, client: discord.Client, channel: int, watches: Sequence[Watch]) -> tuple[str, ...]:
        pinged = [watch.role if watch.pings else None for watch in watches]
        lacks = [sentence for role in pinged for sentence in missing_there(client, channel, role, self.guilds)]
        if (reason := self.watches.paused.get(channel)) is not None:
            lacks.append(f"Nothing is told there until that is mended: {reason}")
        return tuple(dict.fromkeys(lacks))


def in_words(settings: Settings) -> tuple[Setting, ...]:
    """Say what was set, by name; of a secret only that it is set, of the database only its kind."""
    return tuple(Setting(name=name.upper(), value=_in_words(name, value)) for name, value in sorted(settings))


def _in_words(name: str, value: object) -> str | None:
    match value:
        case None:
            return None
        case SecretStr():
            return _kind(value) if name == "database_url" else "set"
        case Mapping():
            return count(len(value), "label") if value else None
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _source(watches: Sequence[Watch]) -> str:
    """Name the watches of a channel: ``from settings, watch 3, watch 5``."""
    return ", ".join("from settings" if one.id == FROM_SETTINGS else f"watch {one.id}" for one in watches)


def _kind(database_url: SecretStr) -> str:
    return "SQLite" if database_url.get_secret_value().startswith("sqlite") else "PostgreSQL"


def _latency(client: discord.Client) -> timedelta | None:
    """Give the time between the last heartbeat and its acknowledgement; it is infinite before the first."""
    return timedelta(seconds=client.latency) if math.isfinite(client.latency) else None


def _looks(watcher: ProviderPoller) -> ProviderChecks:
    turns, trouble = watcher.turns, watcher.latest.trouble
    return ProviderChecks(
        title=words()[watcher.provider].title,
        due=turns.due,
        at=turns.looked_at,
        took=turns.took,
        failures=turns.failures,
        sentence=None if trouble is None else trouble.sentence,
    )


def _versions() -> tuple[str, ...]:
    try:
        own = version("capacity-bot")
    except PackageNotFoundError:
        own = "not installed"  # run from a folder
    return (f"capacity-bot {own}", f"Python {platform.python_version()}", f"discord.py {discord.__version__}")
