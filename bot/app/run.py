"""``capacity-bot run``: the bot itself."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.alerts.flapping_and_summaries import LONGEST_GATHERING, AlertThresholds
from bot.app import gc_tuning
from bot.app.chat_platform import Answering
from bot.app.clock import now, until_set
from bot.app.engine import Engine, EngineConfig, Memory
from bot.app.feature_list import alert_wording, build_features, free_slots_at_a_glance, provider_words
from bot.app.healthz_checks import HealthPort
from bot.app.leader_term import TimeLeft, run_term
from bot.app.platform_assembly import ChatPlatforms, MakePlatform, own_watches, platform_makers, platforms_of
from bot.app.polling_assembly import PollerFactory, forget_others
from bot.app.retention import delete_old_rows
from bot.app.timing_overrides import USUAL, Timings
from bot.app.versions import this_program, versions
from bot.chat.dispatcher import Dispatcher
from bot.chat.wording.account_names import AccountNames
from bot.delivery.retry import Backoff, until_stored
from bot.errors import LeadLost
from bot.health.doctor_examiner import HealthExaminer
from bot.health.doctor_findings import Setting
from bot.health.heartbeat import Heartbeat
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import RunSettings, SimulatedSettings, database_kind, simulated_database
from bot.settings.value_parsers import AUTO
from bot.storage.database import Store
from bot.storage.leader_lock import LeaderLock
from bot.storage.open_database import open_lead, open_store, sqlite_file
from bot.storage.sqlite_lock import SqliteLock

CLOSING = 0.3
"""Seconds before the hard stop that are left for closing connections: people are answered until then."""

DATABASE_BACKOFF = Backoff(longest=timedelta(seconds=2))
"""Pauses between attempts to reach the database, without which the bot can't start."""

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


async def run(settings: SimulatedSettings, timings: Timings = USUAL) -> None:
    """Run the bot until cancelled; with simulated providers unless the settings name a token of useapi.net.

    Args:
        settings: The settings; with simulated providers, the database is another one.
        timings: The pauses and waits of the bot's parts.

    Raises:
        CannotStart: The bot can't run until a person fixes something.
    """
    if not isinstance(settings, RunSettings):
        settings = settings.model_copy(update={"database_url": simulated_database(settings.database_url)})
    with gc_tuning.importing():
        makers = platform_makers(settings)  # before the lead, so that a standby has imported all it needs
    await until_set()
    async with AsyncExitStack() as stack:
        lead = await stack.enter_async_context(await _lead(settings, timings))
        health_port = HealthPort(settings)
        while True:
            async with health_port.stand_by(lead):
                await lead.take()
            try:
                await _run_as_leader(settings, timings, lead, health_port, makers)
            except LeadLost as problem:
                log.warning("This program stands by again: %s.", problem)
            await lead.step_down()
            gc_tuning.let_go()


async def _lead(settings: SimulatedSettings, timings: Timings) -> LeaderLock:
    address = settings.database_url.get_secret_value()
    if (file := sqlite_file(address)) is not None:
        return SqliteLock(file, program=this_program(), at=now(), wait=timings.lock)
    compared = dict(settings.compared())
    return await _until_stored(
        lambda: open_lead(address, program=this_program(), settings=compared, now=now, timings=timings.lead)
    )


async def _run_as_leader(
    settings: SimulatedSettings,
    timings: Timings,
    lead: LeaderLock,
    health_port: HealthPort,
    makers: Sequence[MakePlatform],
) -> None:
    """Run the bot until cancelled, then hand the lead over; raises ``LeadLost`` once another program has it."""
    async with AsyncExitStack() as stack:
        address, observers = settings.database_url.get_secret_value(), health_port.observers
        store = await _until_stored(lambda: open_store(address, now=now, timed=observers.transaction, fence=lead.fence))
        stack.push_async_callback(store.close)
        await _until_stored(lead.begin_term)
        async with lead.held():
            client = await stack.enter_async_context(_useapi(settings))
            config = engine_config(settings, timings)
            memory = Memory(store, config)
            await _until_stored(memory.load)

            names = AccountNames(
                show_full=settings.show_accounts == "full",
                labels=memory.labels,
                mark_key=await _until_stored(store.mark_key),
            )
            factory = PollerFactory(memory=memory, client=client, observers=observers, names=names)
            poller = factory.poller()
            if config.providers is not None:
                await _until_stored(partial(forget_others, memory, config.providers))
            discovery = None if config.providers else factory.discovery(poller)
            if discovery is not None:
                await _until_stored(discovery.load)
                await _until_stored(partial(memory.recorder.load, tuple(poller.providers)))
            wording = alert_wording(poller, names)
            platforms = ChatPlatforms(
                [await stack.enter_async_context(make(wording, store, observers)) for make in makers]
            )
            engine = Engine(memory, poller, ports=platforms.ports(observers), discovery=discovery)
            await _until_stored(engine.boards.load)
            examine = _examiner(settings, engine, platforms, store, lead)
            features = build_features(engine, names, platforms.channels, examine=examine, zone=settings.timezone)
            await stack.enter_async_context(health_port.open(engine, platforms.health, names, lead))
            watched = ", ".join(poller.providers) or "what the token has"
            log.info("Watching %s every %g s.", watched, settings.poll_seconds)
            gc_tuning.settle()
        time_left = TimeLeft(timings.hard_stop - CLOSING)
        answering = Answering(
            dispatcher=Dispatcher(features, names),
            watches=memory.watches,
            told=engine.told_channels,
            connected=lead.note_ready,
            time_left=time_left,
        )
        await run_term(
            lead,
            looking=(poller.run(),),
            answering=(platforms.run(answering),),
            sending=(
                *engine.sending(),
                *platforms.sending(partial(free_slots_at_a_glance, poller, memory.waiters.offers)),
                delete_old_rows(store, config.history_kept),
                _send_heartbeat(settings, examine, timings.heartbeat),
            ),
            time_left=time_left,
        )


def engine_config(settings: SimulatedSettings, timings: Timings = USUAL) -> EngineConfig:
    """Return the engine's configuration from the settings, and from timings that are no settings."""
    every = timedelta(seconds=settings.poll_seconds)
    usual = AlertThresholds()
    thresholds = AlertThresholds(
        flapping_changes=settings.flapping_changes,
        flapping_within=timedelta(minutes=settings.flapping_minutes),
        settled_after=timedelta(minutes=settings.flapping_quiet_minutes),
        away_after=max(usual.away_after, 3 * every),
        gathering=min(every * 1.1 + timings.gathering, LONGEST_GATHERING),
    )
    return EngineConfig(
        providers=None if settings.providers == AUTO else settings.providers,
        poll_every=every,
        thresholds=thresholds,
        stuck_after=timedelta(minutes=settings.stuck_minutes),
        fold_after=timedelta(minutes=settings.fold_minutes),
        history_kept=timedelta(days=settings.history_days),
        own_watches=own_watches(settings),
        account_labels=settings.account_labels,
        timings=timings,
    )


async def _send_heartbeat(settings: SimulatedSettings, examine: HealthExaminer, grace: float) -> None:
    """Send a heartbeat every minute if the settings name a monitor, the first after some seconds of grace."""
    if settings.heartbeat_url is None:
        return

    async def find_problems() -> tuple[str, ...]:
        return (await examine()).problems

    url = settings.heartbeat_url.get_secret_value()
    await Heartbeat(url, find_problems, sleep=asyncio.sleep, monotonic=time.monotonic, grace=grace).run()


def _examiner(
    settings: SimulatedSettings, engine: Engine, platforms: ChatPlatforms, store: Store, lead: LeaderLock
) -> HealthExaminer:
    return HealthExaminer(
        poller=engine.poller,
        platforms=platforms.health,
        outbox_statistics=store.outbox_statistics,
        revision=store.revision,
        database=database_kind(settings.database_url),
        watches=engine.memory.watches,
        titles={name: words.title for name, words in provider_words().items()},
        versions=versions(platforms_of(settings)),
        settings=tuple(Setting(name=name, value=value) for name, value in settings.described()),
        leader=lambda: lead.leader,
        now=now,
        discovery=engine.discovery,
    )


@asynccontextmanager
async def _useapi(settings: SimulatedSettings) -> AsyncIterator[UseapiClient]:
    if isinstance(settings, RunSettings):
        async with UseapiClient(settings.useapi_url, settings.useapi_token.get_secret_value()) as client:
            yield client
        return
    from bot.simulation.simulated_server import Simulation  # noqa: PLC0415 - heavy: as the web server of ``run``

    async with Simulation(now=now) as simulation, UseapiClient(simulation.url, simulation.token) as client:
        file = sqlite_file(settings.database_url.get_secret_value())
        log.warning("The providers are simulated; their database is %s.", file)
        yield client


async def _until_stored(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask the database until it answers, since the bot can't start without it."""
    return await until_stored(ask, DATABASE_BACKOFF, who="The start")
