"""What may be asked of useapi.net: a list of exact paths, GET alone, from one place; some GETs there act."""

import ast
import json
from pathlib import Path

import pytest

from bot.providers.catalogue import ALLOWED_PATHS, CATALOGUE
from bot.providers.provider import Provider
from bot.providers.useapi_client import UseapiClient
from tests.fakes.useapi import TOKEN, FakeUseapi, Reply
from tests.providers.families import recorded_accounts, recorded_jobs
from tests.rows import each_row

READS_ONLY = frozenset(
    {
        "/v2/account",
        *(f"/v1/{name}/scheduler/available" for name in ("minimax", "kling", "tempolor", "riffusion", "ltxstudio")),
        "/v2/pixverse/scheduler/available",
        *(f"/v1/{name}/jobs" for name in ("muse", "google-vids", "gemini-notebook", "flowmusic", "mureka", "acemusic")),
        *("/v1/luma/jobs", "/v1/faceswap/jobs", "/v3/midjourney/jobs"),
        *("/v1/dreamina/scheduler", "/v1/runwayml/scheduler/", "/v1/google-flow/jobs/?options=executing"),
        *(f"/v1/{name}/accounts" for name in ("minimax", "kling", "tempolor", "muse", "google-vids")),
        *(f"/v1/{name}/accounts" for name in ("gemini-notebook", "flowmusic", "mureka", "dreamina", "acemusic")),
        *(f"/v1/{name}/accounts" for name in ("runwayml", "google-flow", "luma")),
        *("/v2/pixverse/accounts", "/v1/faceswap/account"),
    }
)
"""Each was read in its documentation: it changes nothing, and asks no vendor on our behalf."""

ACTING = (
    "/v1/faceswap/jobs/cancel/?jobid=1",
    "/v1/minimax/music/create?prompt=x",
    "/v1/dreamina/accounts/US:a@example.com",
    "/v1/muse/accounts/a@example.com",
    "/v1/flowmusic/accounts/usage",
    "/v1/minimax/features/?account=1",
    "/v1/google-flow/accounts/captcha-providers",
    "/v1/google-flow/jobs/",
    "/v1/mureka/profile/",
)


def test_the_list_is_what_was_read_to_change_nothing() -> None:
    assert ALLOWED_PATHS == READS_ONLY, (
        "tests/providers/test_allowed_paths.py: once its page is read, and it changes nothing, READS_ONLY lists a path"
    )


async def test_every_request_of_the_program_is_on_the_list_and_is_a_get(useapi: FakeUseapi) -> None:
    for provider in CATALOGUE.values():
        useapi.answers[provider.jobs_path.partition("?")[0]] = Reply(body=recorded_jobs(provider.name))
        if provider.accounts_path is not None:
            useapi.answers[provider.accounts_path] = Reply(body=recorded_accounts(provider.name))
    useapi.answers["/v2/account"] = Reply(body={"accounts": {}})
    # Every public method of the client that asks: one that is added must be walked as well.
    asking = {name for name in vars(UseapiClient) if name.startswith("fetch_")}
    assert asking == {"fetch_answer", "fetch_accounts", "fetch_summary"}
    async with UseapiClient(useapi.url, TOKEN) as client:
        await client.fetch_summary()
        for provider in CATALOGUE.values():
            await client.fetch_answer(provider)
            await client.fetch_accounts(provider)
    asked = {f"{one.path}?{one.query}" if one.query else one.path for one in useapi.requests}
    assert asked == READS_ONLY
    assert {one.method for one in useapi.requests} == {"GET"}
    assert all(one.headers["User-Agent"].startswith("capacity-bot") for one in useapi.requests)
    assert useapi.problems == []


@each_row("path", ACTING)
async def test_a_get_that_acts_can_not_be_asked(path: str, useapi: FakeUseapi) -> None:
    kling = CATALOGUE["kling"]
    wrong = Provider(name="x", title="X", source=kling.source, jobs_path=path, accounts_path=path, family=kling.family)
    async with UseapiClient(useapi.url, TOKEN) as client:
        for ask in (client.fetch_answer, client.fetch_accounts):
            with pytest.raises(RuntimeError, match="not on the list"):
                await ask(wrong)
    assert useapi.requests == []


def test_one_place_sends_requests_and_sends_get_alone() -> None:
    sent = [
        (path.name, node.attr)
        for path in (Path(__file__).parents[2] / "bot" / "providers").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "_session"
    ]
    assert sent == [("useapi_client.py", "get")]


def test_a_recorded_answer_holds_no_address_that_could_be_followed() -> None:
    for provider in CATALOGUE.values():
        answer = provider.parse_answer(recorded_jobs(provider.name))
        assert "://" not in json.dumps([job.reply_ref for job in answer.jobs])
