"""What ``/jobs`` suggests while somebody types."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from bot.accounts.job import Job
from bot.chat.jobs.jobs_options import REF_LENGTH
from bot.errors import LookFailed, NotConfigured
from tests.chat.jobs.asked import CALLER, JOBS, MAIL, MINIMAX_JOBS, Provider, answered
from tests.chat.samples import VIDEO


async def suggested(
    option: str, typed: str, said: Sequence[Job] | LookFailed = JOBS, **given: object
) -> list[tuple[str, object]]:
    jobs = await Provider(said).look()
    (command,) = jobs.feature().commands
    return [(one.label, one.value) for one in await command.suggest[option](CALLER, typed, given)]


async def test_references_of_running_jobs_are_suggested() -> None:
    mailed = structs.replace(VIDEO, reply_ref=f"https://example.com/shots/for-{MAIL}")
    assert await suggested("ref", "") == [("finale · 2:00:00", "finale"), ("shot-12 · 3:57", "shot-12")]
    assert await suggested("ref", "SHO", provider="MiniMax") == [("shot-12 · 3:57", "shot-12")]
    assert await suggested("ref", "", provider="sora") == []
    ((label, value),) = await suggested("ref", "", [mailed, mailed])
    assert MAIL not in f"{label} {value}"
    assert not (await answered(replace(MINIMAX_JOBS, ref=str(value)), [mailed])).private


async def test_a_long_reference_is_suggested_in_part_and_found() -> None:
    endless = structs.replace(VIDEO, reply_ref="Szene " * 40)
    ((_, value),) = await suggested("ref", "sz", [endless])
    assert len(str(value)) <= REF_LENGTH
    assert not (await answered(replace(MINIMAX_JOBS, ref=str(value)), [endless])).private


async def test_providers_accounts_and_ages_are_suggested_with_the_answer() -> None:
    assert await suggested("provider", "MAX") == [("MiniMax · 6 of 8 free", "minimax")]
    assert ("Kling · 6 of 8 free", "kling") in await suggested("provider", "")
    assert await suggested("account", "stu", provider="minimax") == [("studio-a · 5 of 6 free", "studio-a")]
    assert [value for _, value in await suggested("older_than", "3")] == ["3s", "3m", "3h", "3d"]


async def test_a_provider_without_an_account_is_not_suggested() -> None:
    assert await suggested("provider", "", NotConfigured("Add an account.")) == []
