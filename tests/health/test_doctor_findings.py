"""What of the bot's own health needs a person."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.failure_streak import FAILING_AFTER
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    Backlog,
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    Problem,
    ProviderHealth,
)
from bot.platforms import Platform
from bot.polling.found_provider import SearchReport
from tests.moments import NOON, after
from tests.rows import each_row

GOOD = ProviderHealth(title="MiniMax", due=NOON)
GLITCH = ProviderHealth(title="PixVerse", due=NOON, failures=FAILING_AFTER - 1)
BAD = ProviderHealth(title="Kling", due=NOON, failures=FAILING_AFTER)
REFUSED = SearchReport(found=(), due=NOON, trouble="useapi.net refused the API token.")
DISCORD, SLACK = (ConnectionHealth(platform=platform, alive=True) for platform in Platform)
WELL = Diagnosis(
    at=NOON, connections=(DISCORD, SLACK), watcher=True, providers=(GOOD, GLITCH), outbox=OutboxStatistics()
)
NO_GATEWAY = (replace(DISCORD, alive=False), SLACK)


def signed_out() -> Snapshot:
    broken = Account(name="a", state=AccountState.FAULTED, fault="sign in")
    return Snapshot(provider="minimax", at=NOON, accounts=(broken,))


def owed_for(**step: float) -> OutboxStatistics:
    return OutboxStatistics(backlog=Backlog(owed=1, oldest=NOON - timedelta(**step)))


@each_row(
    ("diagnosis", "problems"),
    [
        (WELL, ()),
        (replace(WELL, providers=()), ()),
        (replace(WELL, providers=(GOOD, BAD)), ()),
        (replace(WELL, providers=(GLITCH,)), ()),
        (replace(WELL, providers=(BAD, BAD)), (Problem.PROVIDERS,)),
        (replace(WELL, providers=(), search=SearchReport(found=(), due=NOON)), ()),
        (replace(WELL, providers=(), search=REFUSED), (Problem.PROVIDERS,)),
        (replace(WELL, connections=NO_GATEWAY), (Problem.GATEWAY,)),
        (replace(WELL, connections=(DISCORD, replace(SLACK, alive=False))), (Problem.SLACK,)),
        (replace(WELL, connections=(SLACK,)), ()),
        (replace(WELL, watcher=False), (Problem.WATCHER,)),
        (replace(WELL, outbox=StorageUnavailable("locked")), (Problem.DATABASE,)),
        (replace(WELL, outbox=owed_for(minutes=10)), ()),
        (replace(WELL, outbox=owed_for(minutes=10, microseconds=1)), (Problem.OUTBOX,)),
        (replace(WELL, connections=NO_GATEWAY, outbox=owed_for(hours=1)), (Problem.GATEWAY, Problem.OUTBOX)),
    ],
)
def test_a_problem_keeps_the_bot_from_watching_or_alerting(diagnosis: Diagnosis, problems: tuple[Problem, ...]) -> None:
    assert diagnosis.problems == problems
    assert diagnosis.is_well == (not problems and BAD not in diagnosis.providers)


@each_row(
    "diagnosis",
    [
        replace(WELL, providers=(GOOD, BAD)),
        replace(WELL, search=REFUSED),
        replace(WELL, connections=(DISCORD, replace(SLACK, troubles=("The token lacks files:write.",)))),
        replace(WELL, providers=(), search=replace(REFUSED, trouble=None, searched_at=NOON)),
        replace(WELL, providers=(replace(GOOD, snapshot=signed_out()),)),
        replace(WELL, channels=(ChannelHealth(id=1, source="from settings", missing=("It lacks something.",)),)),
        replace(WELL, outbox=OutboxStatistics(given_up=(GivenUpAlert(channel=1, at=after(hours=-1), reason="gone"),))),
    ],
    ids=[
        "one provider fails",
        "no search for providers succeeds",
        "a platform needs something",
        "nothing is found",
        "an account is signed out",
        "a permission is missing",
        "an alert was given up",
    ],
)
def test_a_bot_that_works_may_need_a_person_all_the_same(diagnosis: Diagnosis) -> None:
    assert not diagnosis.problems
    assert not diagnosis.is_well
