"""The hour before the demo: seen by the bot's own parts, and told to nobody."""

from datetime import timedelta

from bot.accounts.provider_answer import ProviderAnswer
from bot.app.clock import now
from bot.app.simulated_history import LENGTH, ClockBehind, live_through
from bot.history.history_recorder import HistoryRecorder
from bot.history.usage_timeline import observed_time, usage_timeline
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.simulation.simulated_server import Simulation
from bot.storage.database import Store

MAX_GAP = timedelta(minutes=2)
PROVIDER = "minimax"


async def test_an_hour_is_known_and_learnt_from_and_nobody_is_told(store: Store) -> None:
    clock = ClockBehind(ours=now, behind=LENGTH)
    async with Simulation(now=clock) as simulation, UseapiClient(simulation.url, simulation.token) as client:
        began = now()
        await live_through(client, store, clock, [PROVIDER], max_gap=MAX_GAP)
        recorder = HistoryRecorder(store.history, max_gap=MAX_GAP, stuck_after=LENGTH)
        await recorder.load([PROVIDER])
        until = recorder.valid_until(PROVIDER, began)
        assert until is not None
        changes = await store.history.state_changes(PROVIDER, None, began - LENGTH)
        assert observed_time(usage_timeline(changes, began - LENGTH, until)) >= LENGTH - MAX_GAP
        lives = await store.history.finished_jobs(PROVIDER, None, began - LENGTH)
        assert len(lives.durations) > 50
        assert (await store.load_memory(PROVIDER)).roster
        running = {job.id for job in recorder.running(PROVIDER, None)}
        assert await _running(client, PROVIDER) & running
        assert len(running) < 20  # the others ended
        assert await store.outbox.owed_channels() == ()
    assert timedelta() < clock.behind <= now() - began


async def _running(client: UseapiClient, name: str) -> set[str | None]:
    answer = await client.fetch_answer(CATALOGUE[name])
    assert isinstance(answer, ProviderAnswer)
    return {job.id for job in answer.jobs}
