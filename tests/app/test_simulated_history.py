"""The hour before the demo: seen by the bot's own parts, and told to nobody."""

from datetime import timedelta

import pytest

from bot.accounts.provider_answer import ProviderAnswer
from bot.app.polling_setup import now
from bot.app.simulated_history import LENGTH, Clock, live_through
from bot.history.history_recorder import HistoryRecorder
from bot.history.time_shares import observed
from bot.history.usage_timeline import timeline
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.simulation.simulated_server import Simulation
from bot.storage.store import Store

AWAY = timedelta(minutes=2)
PROVIDERS = ("minimax", "kling")


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


async def test_an_hour_is_known_and_learnt_from_and_nobody_is_told(store: Store) -> None:
    clock = Clock(ours=now, behind=LENGTH)
    async with Simulation(now=clock) as simulation, UseapiClient(simulation.url, simulation.token) as client:
        began = now()
        await live_through(client, store, clock, PROVIDERS, away=AWAY)
        chronicle = HistoryRecorder(store.past, away=AWAY, stuck_after=LENGTH)
        await chronicle.load(PROVIDERS)
        for name in PROVIDERS:
            until = chronicle.known_until(name, began)
            assert until is not None
            steps = timeline(await store.past.marks(name, None, began - LENGTH), began - LENGTH, until)
            assert observed(steps) >= LENGTH - AWAY
            lives = await store.past.lives(name, None, began - LENGTH)
            assert len(lives.durations) > 50
            assert (await store.remembered(name)).roster
            running = {job.id for job in chronicle.running(name, None)}
            assert await _running(client, name) & running
            assert len(running) < 20  # the others ended
        assert await store.owing_channels() == ()
    assert timedelta() < clock.behind <= now() - began


async def _running(client: UseapiClient, name: str) -> set[str | None]:
    answer = await client.fetch_answer(CATALOGUE[name])
    assert isinstance(answer, ProviderAnswer)
    return {job.id for job in answer.jobs}
