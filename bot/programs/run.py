"""``capacity-bot run``: the bot itself."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import discord

from bot.alerts.alert import Alert
from bot.alerts.compose import Watch
from bot.chat.discord.budget import Budget
from bot.chat.discord.capacity import CapacityButton, capacity_command
from bot.chat.discord.client import CapacityClient, Place
from bot.chat.discord.connection import Connection
from bot.chat.discord.delivery import Delivery
from bot.chat.embeds.alert import alert_message
from bot.chat.names import AccountNames
from bot.errors import CannotStart, StateUnavailable
from bot.health import HealthServer
from bot.programs.watching import Watching, now, wire, words
from bot.providers.client import ProviderClient
from bot.settings import RunSettings, SimulatedSettings
from bot.simulation.server import Simulation
from bot.state.opening import open_store
from bot.state.store import Store

TOLD_KEPT = timedelta(days=7)
TIDY_EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


async def run(settings: SimulatedSettings) -> None:
    """Run the bot until cancelled; simulated providers in place of useapi.net unless the settings name a token.

    Raises:
        CannotStart: Something that only a person can mend.
    """
    async with AsyncExitStack() as stack:
        store = await _opened(settings)
        stack.push_async_callback(store.close)
        client = await stack.enter_async_context(_providers(settings))
        place = Place(
            guilds=frozenset(settings.discord_guild_ids),
            alert_channel=settings.alert_channel_id,
            alert_role=settings.alert_role_id,
        )
        names = AccountNames(show_full=settings.show_accounts == "full", labels=settings.account_labels)
        watching, connection = _wired(settings, client, store, place, names)
        if settings.health_port is not None:
            checks = {"gateway": connection.is_alive, "watcher": watching.watcher.is_alive}
            await stack.enter_async_context(HealthServer(settings.health_port, checks))
        log.info("Watching %s every %g s.", ", ".join(watching.watcher.providers), settings.poll_seconds)
        await _together(watching.watcher.run(), watching.outbox.run(), connection.run(), _tidy(store))


def _wired(
    settings: SimulatedSettings, client: ProviderClient, store: Store, place: Place, names: AccountNames
) -> tuple[Watching, Connection]:
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url  # discord.py reads it for every request
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here

    spoken = words()
    budget = Budget(time.monotonic)

    def make_client() -> CapacityClient:
        made = CapacityClient(place, watching.answers, store, budget=budget, sleep=asyncio.sleep)
        made.tree.add_command(capacity_command(watching.answers))
        made.add_dynamic_items(CapacityButton)
        return made

    def word(alert: Alert) -> tuple[str, list[discord.Embed]]:
        accounts = watching.watcher.accounts(alert.provider)
        return alert_message(alert, spoken[alert.provider], names, among=accounts)

    connection = Connection(
        make_client,
        settings.discord_token.get_secret_value(),
        follow_gateway=settings.discord_api_url is not None,
        sleep=asyncio.sleep,
        monotonic=time.monotonic,
    )
    watching = wire(
        providers=settings.providers,
        client=client,
        store=store,
        deliver=Delivery(connection, word, place.guilds, budget),
        watches=() if place.alert_channel is None else (Watch(channel=place.alert_channel, role=place.alert_role),),
        every=timedelta(seconds=settings.poll_seconds),
        names=names,
    )
    return watching, connection


@asynccontextmanager
async def _providers(settings: SimulatedSettings) -> AsyncIterator[ProviderClient]:
    if isinstance(settings, RunSettings):
        async with ProviderClient(settings.useapi_url, settings.useapi_token.get_secret_value()) as client:
            yield client
        return
    async with Simulation(now=now) as simulation, ProviderClient(simulation.url, simulation.token) as client:
        log.warning("The providers are simulated.")
        yield client


async def _opened(settings: SimulatedSettings) -> Store:
    """Open the database, waiting for one that is not there yet."""
    address = settings.database_url.get_secret_value()
    waiting = False
    while True:
        try:
            return await open_store(address, now=now)
        except StateUnavailable as problem:
            if not waiting:
                log.warning("Waiting for the database: %s", problem)
            waiting = True
            await asyncio.sleep(2)


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


async def _tidy(store: Store) -> None:
    """Forget what was told long ago, every now and then."""
    while True:
        try:
            await store.forget_told(now() - TOLD_KEPT)
        except StateUnavailable as problem:
            log.warning("Old alerts could not be forgotten: %s", problem)
        await asyncio.sleep(TIDY_EVERY.total_seconds())
