"""``capacity-bot run``: the bot itself."""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any, TypeVar

import discord

from bot.alerts.alert import Alert
from bot.alerts.watch import FROM_SETTINGS, Watch
from bot.chat.discord.budget import Budget
from bot.chat.discord.capacity import CapacityButton, capacity_command
from bot.chat.discord.client import CapacityClient, Place
from bot.chat.discord.connection import Connection
from bot.chat.discord.delivery import Delivery
from bot.chat.discord.doctor import doctor_command
from bot.chat.discord.resuming import keep_resuming
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_commands import watch_group
from bot.chat.discord.watch_desk import WatchDesk
from bot.chat.discord.watch_list import WatchListButton
from bot.chat.embeds.alert import alert_message
from bot.chat.names import AccountNames
from bot.drill import Drill
from bot.errors import CannotStart, StateUnavailable
from bot.health import HealthServer
from bot.outbox import Outbox
from bot.programs.examining import Examiner
from bot.programs.upkeep import beat, tidy
from bot.programs.watching import Watching, now, wire, words
from bot.providers.client import ProviderClient
from bot.settings import RunSettings, SimulatedSettings
from bot.simulation.server import Simulation
from bot.state.opening import open_store
from bot.state.store import Store
from bot.watches import Watches

Stored = TypeVar("Stored")

log = logging.getLogger(__name__)


async def run(settings: SimulatedSettings) -> None:
    """Run the bot until cancelled; simulated providers in place of useapi.net unless the settings name a token.

    Raises:
        CannotStart: Something that only a person can mend.
    """
    async with AsyncExitStack() as stack:
        address = settings.database_url.get_secret_value()
        store = await _when_stored(lambda: open_store(address, now=now))
        stack.push_async_callback(store.close)
        client = await stack.enter_async_context(_providers(settings))
        place = Place(
            guilds=frozenset(settings.discord_guild_ids),
            alert_channel=settings.alert_channel_id,
            alert_role=settings.alert_role_id,
        )
        names = AccountNames(show_full=settings.show_accounts == "full", labels=settings.account_labels)
        watches = Watches(store.watches, _from_settings(settings))
        await _when_stored(watches.load)
        watching, connection, examine = _wired(settings, client, store, watches, place, names)
        if settings.health_port is not None:
            checks = {"gateway": connection.is_alive, "watcher": watching.watcher.is_alive}
            await stack.enter_async_context(HealthServer(settings.health_port, checks))
        log.info("Watching %s every %g s.", ", ".join(watching.watcher.providers), settings.poll_seconds)
        await _together(
            watching.watcher.run(),
            watching.outbox.run(),
            connection.run(),
            keep_resuming(watches, connection, place.guilds, sleep=asyncio.sleep),
            tidy(store),
            beat(settings, examine),
        )


def _wired(
    settings: SimulatedSettings,
    client: ProviderClient,
    store: Store,
    watches: Watches,
    place: Place,
    names: AccountNames,
) -> tuple[Watching, Connection, Examiner]:
    if settings.discord_api_url is not None:
        discord.http.Route.BASE = settings.discord_api_url  # discord.py reads it for every request
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here

    spoken = words()
    budget = Budget(time.monotonic)

    def make_client() -> CapacityClient:
        made = CapacityClient(place, watching.answers, store, watch_board=board, budget=budget, sleep=asyncio.sleep)
        made.tree.add_command(capacity_command(watching.answers))
        made.tree.add_command(doctor_command(examine, names))
        made.tree.add_command(watch_group(desk, board, watching.answers.subjects))
        made.add_dynamic_items(CapacityButton, WatchListButton)
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
    outbox = Outbox(
        store,
        Delivery(connection, word, place.guilds, budget),
        refused=watches.pause,
        fold_after=timedelta(minutes=settings.fold_minutes),
        now=now,
    )
    watching = wire(
        providers=settings.providers,
        client=client,
        store=store,
        outbox=outbox,
        watches=watches.listening,
        every=timedelta(seconds=settings.poll_seconds),
        names=names,
    )
    drill = Drill(store, watching.outbox.wake, now=now, sleep=asyncio.sleep)
    board = WatchBoard(watches, watching.answers.subjects)
    desk = WatchDesk(watches, board, watching.answers.subjects, names, drill)
    examine = Examiner(
        settings=settings,
        guilds=place.guilds,
        watcher=watching.watcher,
        connection=connection,
        store=store,
        watches=watches,
    )
    return watching, connection, examine


@asynccontextmanager
async def _providers(settings: SimulatedSettings) -> AsyncIterator[ProviderClient]:
    if isinstance(settings, RunSettings):
        async with ProviderClient(settings.useapi_url, settings.useapi_token.get_secret_value()) as client:
            yield client
        return
    async with Simulation(now=now) as simulation, ProviderClient(simulation.url, simulation.token) as client:
        log.warning("The providers are simulated.")
        yield client


def _from_settings(settings: SimulatedSettings) -> Watch | None:
    if settings.alert_channel_id is None:
        return None
    return Watch(id=FROM_SETTINGS, guild=None, channel=settings.alert_channel_id, role=settings.alert_role_id)


async def _when_stored(ask: Callable[[], Awaitable[Stored]]) -> Stored:
    """Ask the database, waiting for one that is not there yet."""
    for tries in itertools.count():
        try:
            return await ask()
        except StateUnavailable as problem:
            if not tries:
                log.warning("Waiting for the database: %s", problem)
            await asyncio.sleep(2)
    raise AssertionError("unreachable: the count has no end")


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
