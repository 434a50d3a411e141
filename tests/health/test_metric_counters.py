"""What Prometheus reads: counts of what was reported, the state at the moment, and nothing private."""

import asyncio
from dataclasses import fields, replace

import aiohttp
import pytest
from prometheus_client import Metric

from bot.accounts.provider_answer import Look
from bot.accounts.roster import AccountState
from bot.alerts.alert import Alert, Changes, Drill
from bot.chat.wording.account_names import AccountNames
from bot.delivery.message_port import AttemptOutcome
from bot.errors import LookFailed, NotConfigured, NotReached, ProviderBusy, StorageUnavailable
from bot.health import doctor_examiner
from bot.health.doctor_findings import Backlog
from bot.health.event_observers import UNOBSERVED, Observers
from bot.health.http_server import HealthServer
from bot.health.metric_counters import CAUSES, Metrics
from bot.health.metric_gauges import MAX_ACCOUNTS
from bot.platforms import Platform
from tests.health.measured import Measured, answer, openmetrics
from tests.moments import NOON, after
from tests.rows import each_row

LOCAL = "127.0.0.1"


def owed(at_seconds: float) -> Alert:
    return Alert(key="k", channel=1, at=after(seconds=at_seconds), content=Changes(parts=()))


async def test_slots_accounts_and_jobs_are_those_of_the_latest_snapshot() -> None:
    values = await Measured(answer(free={"a": 3, "b": 0}), answer(free={"a": 2, "b": 1}, running=2)).values()
    assert values["slots{provider=kling,state=free}"] == 3
    assert values["slots{provider=kling,state=in_use}"] == 3
    assert values["accounts{provider=kling,state=free}"] == 2
    assert [values[f"accounts{{provider=kling,state={state}}}"] for state in AccountState] == [2, 0, 0, 0, 0]
    assert values["jobs{provider=kling,kind=video}"] == 2
    assert values["jobs{provider=kling,kind=music}"] == 0
    assert values["account_free_slots{provider=kling,account=a}"] == 2


async def test_a_failed_look_is_counted_by_cause_and_ages_the_snapshot() -> None:
    measured = Measured(answer(free={"a": 1}), NotReached("no"), ProviderBusy("slow down"), ProviderBusy("slow down"))
    values = await measured.values()
    assert values["failed_looks_total{provider=kling,cause=not_reached}"] == 1
    assert values["failed_looks_total{provider=kling,cause=busy}"] == 2
    assert values["failed_looks_total{provider=kling,cause=down}"] == 0
    assert values["failed_looks_in_a_row{provider=kling}"] == 3
    assert values["look_duration_seconds_count{provider=kling}"] == 4
    assert values["look_duration_seconds_sum{provider=kling}"] == 8
    assert values["look_age_seconds{provider=kling}"] == 10
    assert values["snapshot_age_seconds{provider=kling}"] == 10


def test_whatever_is_observed_is_counted() -> None:
    counted = Measured().metrics.observers
    ignored = [one.name for one in fields(Observers) if getattr(counted, one.name) is getattr(UNOBSERVED, one.name)]
    assert ignored == [], "bot/health/metric_counters.py: Metrics counts what each field of Observers is called with"


async def test_a_provider_that_is_not_set_up_has_not_failed() -> None:
    values = await Measured(NotConfigured("nobody")).values()
    assert values["provider_set_up{provider=kling}"] == 0
    assert sum(value for name, value in values.items() if name.startswith("failed_looks_total")) == 0
    assert "slots{provider=kling,state=free}" not in values


async def test_before_the_first_look_only_what_is_known_is_said() -> None:
    measured = Measured()
    measured.metrics.observers.looked("pixverse", Look(at=NOON, answer=NotReached("no")))
    values = await measured.values()
    assert "look_age_seconds{provider=kling}" not in values
    assert "snapshot_age_seconds{provider=kling}" not in values
    assert values["look_duration_seconds_count{provider=kling}"] == 0
    # One that is looked at later starts at zero, too.
    assert values["failed_looks_total{provider=pixverse,cause=not_reached}"] == 1
    assert values["failed_looks_total{provider=pixverse,cause=busy}"] == 0


def test_every_reason_for_a_failed_look_has_a_label() -> None:
    assert {*LookFailed.__subclasses__()} - {NotConfigured} == {*CAUSES}


async def test_accounts_are_named_as_capacity_does_and_no_other_way() -> None:
    names = AccountNames(labels={"kling/200300": "studio-a"})
    free = {"john.doe@example.com": 1, "joan.roe@example.com": 2, "200300": 3}
    measured = Measured(answer(free=free), names=names)
    values = await measured.values()
    assert values["account_free_slots{provider=kling,account=studio-a}"] == 3
    assert values["account_free_slots{provider=kling,account=joh…@example.com}"] == 1
    assert values["account_free_slots{provider=kling,account=joa…@example.com}"] == 2
    said, _ = await measured.metrics.scrape(measured.state, "")
    assert not [secret for secret in ("john.doe", "joan.roe", "200300") if secret in said.decode()]


async def test_accounts_beyond_the_limit_get_no_series_of_their_own() -> None:
    free = {f"{number:03}": 1 for number in range(MAX_ACCOUNTS + 5)}
    values = await Measured(answer(free=free)).values()
    named = [name for name in values if name.startswith("account_free_slots")]
    assert len(named) == MAX_ACCOUNTS
    assert "account_free_slots{provider=kling,account=099}" in named
    assert values["accounts{provider=kling,state=free}"] == MAX_ACCOUNTS + 5


async def test_attempts_are_counted_by_outcome_and_delays_from_the_look() -> None:
    measured = Measured()
    observers = measured.metrics.observers
    for outcome in (AttemptOutcome.RETRIED, AttemptOutcome.RETRIED, AttemptOutcome.DONE):
        observers.delivered(owed(6), outcome)
    observers.delivered(owed(0), AttemptOutcome.GIVEN_UP)
    observers.delivered(Alert(key="d", channel=1, at=NOON, content=Drill()), AttemptOutcome.DONE)
    observers.edited(owed(0), AttemptOutcome.REPLACED)
    values = await measured.values()
    assert values["deliveries_total{outcome=retried,platform=discord}"] == 2
    assert values["deliveries_total{outcome=done,platform=discord}"] == 2
    assert values["deliveries_total{outcome=given_up,platform=discord}"] == 1
    assert values["deliveries_total{outcome=unexpected,platform=discord}"] == 0
    assert values["edits_total{outcome=replaced,platform=discord}"] == 1
    assert values["alert_delay_seconds_count"] == 1
    assert values["alert_delay_seconds_sum"] == 4
    assert values["alert_delay_seconds_bucket{le=5.0}"] == 1
    assert values["alert_delay_seconds_bucket{le=2.5}"] == 0


async def test_each_platform_is_counted_by_itself_and_its_answers_by_class() -> None:
    measured = Measured()
    on_slack = replace(owed(60), channel=-1)  # of a clock that was set back since
    measured.metrics.observers.delivered(on_slack, AttemptOutcome.DONE)
    measured.metrics.observers.edited(on_slack, AttemptOutcome.RETRIED)
    for status in (200, 204, 404, 429, 503, None):
        measured.metrics.observers.answered(Platform.DISCORD, status)
    measured.metrics.observers.answered(Platform.SLACK, 429)
    values = await measured.values()
    counted = {name for name, value in values.items() if value and name.startswith(("deliveries_t", "edits_t"))}
    assert counted == {"deliveries_total{outcome=done,platform=slack}", "edits_total{outcome=retried,platform=slack}"}
    assert values["alert_delay_seconds_sum"] == 0
    by_class = {name: value for name, value in values.items() if name.startswith("discord_requests_total")}
    assert list(by_class.values()) == [2, 0, 1, 1, 1, 1]
    assert values["discord_requests_total{answer=429}"] == 1
    assert values["discord_requests_total{answer=none}"] == 1
    assert [value for name, value in values.items() if name.startswith("slack_requests_total") and value] == [1]
    assert values["slack_requests_total{answer=429}"] == 1
    other = await Measured().values()
    assert other["discord_requests_total{answer=2xx}"] == 0  # two bots in one process share nothing


async def test_what_is_owed_and_who_waits_is_asked_of_the_database() -> None:
    async def backlog() -> Backlog:
        return Backlog(owed=3, oldest=after(seconds=-20), waiting={"kling": 2})

    values = await Measured(backlog=backlog).values()
    assert values["alerts_owed"] == 3
    assert values["alerts_owed_oldest_seconds"] == 30
    assert values["waiters{provider=kling}"] == 2
    assert values["database_up"] == 1


async def test_while_the_database_is_away_everything_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse() -> Backlog:
        raise StorageUnavailable("away")

    async def hang() -> Backlog:
        await asyncio.sleep(3600)
        raise AssertionError

    monkeypatch.setattr(doctor_examiner, "DATABASE_TIMEOUT", 0.01)
    for backlog in (refuse, hang):
        values = await Measured(answer(free={"a": 1}), backlog=backlog).values()
        assert values["database_up"] == 0
        assert "alerts_owed" not in values
        assert values["slots{provider=kling,state=free}"] == 1


async def test_transactions_are_timed_and_those_that_failed_counted() -> None:
    measured = Measured()
    with measured.metrics.observers.transaction():
        pass
    with pytest.raises(StorageUnavailable), measured.metrics.observers.transaction():
        raise StorageUnavailable("away")
    values = await measured.values()
    assert values["database_seconds_count"] == 2
    assert values["database_failures_total"] == 1


async def test_each_platform_is_connected_or_not() -> None:
    measured = Measured()
    values = await measured.values()
    connected = "gateway_connected{platform=%s}"
    assert (values[connected % "discord"], values[connected % "slack"]) == (1, 1)
    assert values["gateway_latency_seconds{platform=discord}"] == 0.04
    assert "gateway_latency_seconds{platform=slack}" not in values  # which it does not measure
    measured.gateway.connected = False
    values = await measured.values()
    assert (values[connected % "discord"], values[connected % "slack"]) == (0, 1)
    assert "gateway_latency_seconds{platform=discord}" not in values


async def test_a_platform_that_is_not_set_up_has_no_series() -> None:
    metrics = Metrics([], [Platform.DISCORD], now=lambda: NOON)
    text, _ = await metrics.scrape(standby, "")
    assert "slack" not in "".join(line for line in text.decode().splitlines() if not line.startswith("#"))


async def standby() -> tuple[Metric, ...]:
    return ()


@each_row(
    ("accept", "content_type"),
    [
        ("", "text/plain; version=0.0.4"),
        ("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", "application/openmetrics-text"),
    ],
)
async def test_the_page_speaks_the_format_that_is_asked_for(accept: str, content_type: str) -> None:
    measured = Measured(answer(free={'ä"\\\n': 1}))
    async with (
        HealthServer(
            0, {}, host=LOCAL, scrape=lambda wanted: measured.metrics.scrape(measured.state, wanted)
        ) as server,
        aiohttp.ClientSession(headers={"Accept": accept}) as session,
        session.get(f"http://{LOCAL}:{server.port}/metrics") as said,
    ):
        assert said.status == 200
        assert said.headers["Content-Type"].startswith(content_type)
        text = await said.text()
    if accept:
        assert "capacity_bot_gateway_connected" in {one.name for one in openmetrics(text)}


async def test_without_metrics_there_is_no_such_page() -> None:
    async with (
        HealthServer(0, {}, host=LOCAL) as server,
        aiohttp.ClientSession() as session,
        session.get(f"http://{LOCAL}:{server.port}/metrics") as said,
    ):
        assert said.status == 404
