"""``capacity-bot run``: the bot itself."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

from bot.app import garbage_collection
from bot.app.discord_app import Stored, wire_discord
from bot.app.housekeeping import beat, tidy
from bot.app.polling_setup import now
from bot.chat.discord.discord_client import Place
from bot.chat.discord.paused_channels import keep_resuming
from bot.delivery.retry import Backoff, until_stored
from bot.errors import CannotStart
from bot.history.history_recorder import HistoryRecorder, longest_gap
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import RunSettings, SimulatedSettings
from bot.storage.open_database import open_store
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

Answer = TypeVar("Answer")

DATABASE_BACKOFF = Backoff(longest=timedelta(seconds=2))
"""How often the database is asked until the bot can start."""

log = logging.getLogger(__name__)


async def run(settings: SimulatedSettings) -> None:
    """Run the bot until cancelled; simulated providers in place of useapi.net unless the settings name a token.

    Raises:
        CannotStart: Something that only a person can mend.
    """
    async with AsyncExitStack() as stack:
        address = settings.database_url.get_secret_value()
        store = await _until_stored(lambda: open_store(address, now=now))
        stack.push_async_callback(store.close)
        client = await stack.enter_async_context(_providers(settings))
        place = Place(
            guilds=frozenset(settings.discord_guild_ids),
            alert_channel=settings.alert_channel_id,
            alert_role=settings.alert_role_id,
        )
        watches, mutes = WatchRegistry(store.watches, _from_settings(settings)), MuteRegistry(store.mutes, now=now)
        await _until_stored(watches.load)
        await _until_stored(mutes.load)
        recorder = HistoryRecorder(
            store.history,
            max_gap=longest_gap(timedelta(seconds=settings.poll_seconds)),
            stuck_after=timedelta(minutes=settings.stuck_minutes),
        )
        await _until_stored(lambda: recorder.load(settings.providers))
        stored = Stored(store=store, watches=watches, mutes=mutes, recorder=recorder)
        bot = wire_discord(settings, client, stored, place)
        await _until_stored(bot.boards.load)
        if settings.health_port is not None:
            from bot.health.health_server import HealthServer  # noqa: PLC0415 - heavy: a web server, which most bots do without

            checks = {"gateway": bot.connection.is_alive, "watcher": bot.watcher.is_alive}
            await stack.enter_async_context(HealthServer(settings.health_port, checks))
        log.info("Watching %s every %g s.", ", ".join(bot.watcher.providers), settings.poll_seconds)
        garbage_collection.settle()
        await _together(
            bot.watcher.run(),
            bot.outbox.run(),
            bot.editor.run(),
            bot.waiting.run(),
            bot.keeper.run(),
            bot.connection.run(),
            keep_resuming(watches, bot.connection, place.guilds, sleep=asyncio.sleep),
            tidy(store, timedelta(days=settings.history_days)),
            beat(settings, bot.examine),
        )


@asynccontextmanager
async def _providers(settings: SimulatedSettings) -> AsyncIterator[UseapiClient]:
    if isinstance(settings, RunSettings):
        async with UseapiClient(settings.useapi_url, settings.useapi_token.get_secret_value()) as client:
            yield client
        return
    from bot.simulation.simulated_server import Simulation  # noqa: PLC0415 - heavy: as the web server of ``run``

    async with Simulation(now=now) as simulation, UseapiClient(simulation.url, simulation.token) as client:
        log.warning("The providers are simulated.")
        yield client


def _from_settings(settings: SimulatedSettings) -> Watch | None:
    if settings.alert_channel_id is None:
        return None
    return Watch(id=FROM_SETTINGS, guild=None, channel=settings.alert_channel_id, role=settings.alert_role_id)


async def _until_stored(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask the database until it answers: without it the bot can't start."""
    return await until_stored(ask, DATABASE_BACKOFF, who="The start")


async def _together(*parts: Coroutine[Any, Any, None]) -> None:
    """Run parts that never end; the first that can't go on ends them all."""
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    except ExceptionGroup as several:
        if (reason := next((one for one in several.exceptions if isinstance(one, CannotStart)), None)) is not None:
            raise reason from several
        raise
