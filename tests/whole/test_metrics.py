"""The page for Prometheus, as the real program answers it."""

import aiohttp

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.health.measured import openmetrics, series
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import ACCOUNTS, SCHEDULER, looked
from tests.whole.program import DEADLINE

SECRET = "john.doe@example.com"
OPENMETRICS = {"Accept": "application/openmetrics-text;version=1.0.0"}


def script(useapi: FakeUseapi, free: int) -> None:
    rows = [{"account": SECRET, "maxJobs": 2, "executing": 2 - free, "available": free}]
    useapi.answers[SCHEDULER] = Reply(body={"executing": [], "available": rows})
    useapi.answers[ACCOUNTS] = Reply(body={SECRET: {"maxJobs": 2}})


async def test_it_counts_what_it_told_and_names_no_account_in_full(
    discord: Discord, useapi: FakeUseapi, bots: Bots, free_port: int
) -> None:
    script(useapi, free=2)
    async with bots.run(HEALTH_PORT=str(free_port)), aiohttp.ClientSession(headers=OPENMETRICS) as session:
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        await looked(useapi)
        async with session.get(f"http://127.0.0.1:{free_port}/metrics") as answer:
            text = await answer.text()
    values = dict(series(openmetrics(text)))
    assert values["slots{provider=minimax,state=in_use}"] == 2
    assert values["account_free_slots{provider=minimax,account=jo…@example.com}"] == 0
    assert values["look_duration_seconds_count{provider=minimax}"] >= 4
    assert values["deliveries_total{outcome=done,platform=discord}"] == 1
    assert values["alert_delay_seconds_count"] == 1
    assert 0 < values["alert_delay_seconds_sum"] < DEADLINE
    assert values["discord_requests_total{answer=2xx}"] >= 3
    assert values["database_seconds_count"] > 4
    assert (values["database_up"], values["database_failures_total"]) == (1, 0)
    assert values["gateway_connected{platform=discord}"] == 1
    assert values["alerts_owed"] == 0
    assert not [secret for secret in ("john.doe", discord.token, useapi.token) if secret in text]
