"""The seam for families: a made-up provider of a made-up family, which no file but this one knows."""

import csv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pytest

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.accounts.roster import AccountState, update_roster
from bot.errors import NotUnderstood
from bot.providers.answer_body import UnreadableBody
from bot.providers.provider import Provider
from bot.providers.useapi_client import UseapiClient
from tests.fakes.useapi import TOKEN, FakeUseapi, Reply
from tests.moments import NOON
from tests.providers.shown import everything_shown


@dataclass(frozen=True, kw_only=True)
class TableFamily:
    """Answers that are CSV: ``account,limit,job`` where something runs.

    Attributes:
        kind: What its jobs make.
    """

    kind: JobKind
    title: ClassVar[str] = "table"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.FULL
    counts_slots: ClassVar[bool] = True

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:  # noqa: ARG002 - as every family takes it
        """Parse ``account,limit,job`` rows."""
        rows = list(csv.reader(body.decode().splitlines()))
        if not rows:
            raise UnreadableBody("it is no table")
        whole = [row for row in rows if len(row) == 3]
        return ProviderAnswer(
            accounts=tuple(ListedSlots(account=row[0], limit=int(row[1]), executing=1) for row in whole),
            jobs=tuple(Job(id=row[2], account=row[0], kind=self.kind) for row in whole),
            unreadable=len(rows) - len(whole),
        )


PARROT = Provider(
    name="parrot",
    title="Parrot",
    source="https://useapi.net/docs/api-parrot-v1/get-parrot-table",
    jobs_path="/v1/parrot/table",
    accounts_path="/v1/parrot/nests",
    family=TableFamily(kind=JobKind.AUDIO),
)


@pytest.fixture
async def client(useapi: FakeUseapi) -> AsyncIterator[UseapiClient]:
    async with UseapiClient(useapi.url, TOKEN, allowed=PARROT.paths) as asking:
        yield asking


async def test_a_provider_of_a_new_family_goes_all_the_way_to_a_snapshot(
    useapi: FakeUseapi, client: UseapiClient
) -> None:
    useapi.answers["/v1/parrot/table"] = Reply(body=b"polly,3,job-1\njack,1,job-2\nhalf a row\n")
    useapi.answers["/v1/parrot/nests"] = Reply(body={"polly": {"maxJobs": 3}, "jack": {"maxJobs": 1}})

    answer, configured = await client.fetch_answer(PARROT), await client.fetch_accounts(PARROT)
    snapshot = take_snapshot("parrot", answer, update_roster({}, answer, configured, NOON), NOON)

    assert [(one.name, one.state, one.free, one.limit) for one in snapshot.accounts] == [
        ("polly", AccountState.FREE, 2, 3),
        ("jack", AccountState.FULL, 0, 1),
    ]
    assert [(job.id, job.kind) for job in snapshot.jobs] == [("job-1", JobKind.AUDIO), ("job-2", JobKind.AUDIO)]
    assert snapshot.unreadable == 1


async def test_a_body_of_another_family_is_not_understood_and_says_why(
    useapi: FakeUseapi, client: UseapiClient
) -> None:
    useapi.answers["/v1/parrot/table"] = Reply(body=b"")

    with pytest.raises(NotUnderstood, match="answer for Parrot could not be understood: it is no table") as caught:
        await client.fetch_answer(PARROT)

    assert isinstance(caught.value.__cause__, UnreadableBody)


async def test_the_error_for_an_account_list_is_chained_to_nothing(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers["/v1/parrot/nests"] = Reply(body=b'{"polly": {"password": "hush"')

    with pytest.raises(NotUnderstood, match="Parrot") as caught:
        await client.fetch_accounts(PARROT)

    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert not any("hush" in shown for shown in everything_shown(caught.value))
