"""Fetching over real sockets: answers, failures, and where the token goes."""

import asyncio
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.errors import (
    BadSettings,
    NotReached,
    NotUnderstood,
    ProviderDown,
    Unauthorised,
)
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.token_subscription import SUMMARY_PATH, parse_summary
from bot.providers.useapi_client import UseapiClient
from tests.fakes.useapi import TOKEN, FakeUseapi, Reply
from tests.providers.shown import everything_shown
from tests.rows import each_row

ANSWERS = Path(__file__).parents[1] / "answers"
SUMMARY = (ANSWERS / "account.json").read_bytes()
KLING = CATALOGUE["kling"]
ANSWERED = datetime(2026, 1, 2, 3, 6, tzinfo=UTC)


def _error(name: str) -> bytes:
    return (ANSWERS / "errors" / name).read_bytes()


@each_row("provider", CATALOGUE.values(), ids=CATALOGUE)
async def test_every_provider_is_asked_at_its_path(
    provider: Provider, useapi: FakeUseapi, client: UseapiClient
) -> None:
    body = (ANSWERS / "jobs" / f"{provider.name}.json").read_bytes()
    path, _, query = provider.jobs_path.partition("?")
    useapi.answers[path] = Reply(body=body, headers={"Date": format_datetime(ANSWERED, usegmt=True)})
    assert await client.fetch_answer(provider) == provider.parse_answer(body, ANSWERED)
    request = useapi.requests[-1]
    assert request.query == query
    assert request.method == "GET"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["User-Agent"].startswith("capacity-bot")
    assert request.headers["Accept"] == "application/json"
    assert "Cookie" not in request.headers


@each_row("provider", [one for one in CATALOGUE.values() if one.accounts_path])
async def test_an_account_list_is_read_if_the_provider_has_one(
    provider: Provider, useapi: FakeUseapi, client: UseapiClient
) -> None:
    body = (ANSWERS / "accounts" / f"{provider.name}.json").read_bytes()
    assert provider.accounts_path is not None
    useapi.answers[provider.accounts_path] = Reply(body=body)
    assert await client.fetch_accounts(provider) == provider.parse_accounts(body)


async def test_without_an_account_list_a_provider_is_not_asked_for_one(
    useapi: FakeUseapi, client: UseapiClient
) -> None:
    assert await client.fetch_accounts(CATALOGUE["riffusion"]) == ()
    assert useapi.requests == []


@each_row(("status", "body"), [(404, _error("404.txt").decode()), (400, _error("400.json")), (404, ""), (200, {})])
async def test_no_configured_account_is_an_empty_list(
    status: int, body: object, useapi: FakeUseapi, client: UseapiClient
) -> None:
    useapi.answers["/v1/kling/accounts"] = Reply(status=status, body=body)
    assert await client.fetch_accounts(KLING) == ()


async def test_an_account_list_that_is_refused_is_a_failed_look(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers["/v1/kling/accounts"] = Reply(status=404, body="<html>404</html>")
    with pytest.raises(NotUnderstood):
        await client.fetch_accounts(KLING)


async def test_an_answer_that_does_not_come_in_time_is_given_up(useapi: FakeUseapi) -> None:
    useapi.answers[KLING.jobs_path] = Reply(hangs=True)
    async with UseapiClient(useapi.url, TOKEN, time_limit=0.05) as client:
        with pytest.raises(NotReached, match=r"did not answer for Kling within 0\.05 s") as caught:
            await client.fetch_answer(KLING)
    assert isinstance(caught.value.__cause__, TimeoutError)


async def test_an_endless_trickle_is_given_up(useapi: FakeUseapi) -> None:
    useapi.answers[KLING.jobs_path] = Reply(endless=True)
    async with UseapiClient(useapi.url, TOKEN, time_limit=0.1, body_limit=2**40) as client:
        with pytest.raises(NotReached, match="within"):
            await client.fetch_answer(KLING)


@each_row("url", ["http://127.0.0.1:1", "http://[", "nonsense", "ftp://127.0.0.1", "http://a b"])
async def test_an_address_where_nobody_answers_is_not_reached(url: str) -> None:
    async with UseapiClient(url, TOKEN, time_limit=5.0) as client:
        with pytest.raises(NotReached) as caught:
            await client.fetch_answer(KLING)
    assert "useapi.net" in caught.value.sentence


@each_row("token", ["user:1-line\r\nbreak", "user:1-line\ud800", "user:1-linë"])
def test_a_token_that_no_header_can_hold_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(BadSettings, match="USEAPI_TOKEN") as caught:
        UseapiClient("http://127.0.0.1:1", token)
    assert not any("line" in shown for shown in everything_shown(caught.value))


async def test_a_token_is_not_shown_whatever_it_looks_like(useapi: FakeUseapi) -> None:
    useapi.token = "plain"
    useapi.answers[KLING.jobs_path] = Reply(status=500, body={"error": "is it plain?"})
    async with UseapiClient(useapi.url, useapi.token) as client:
        with pytest.raises(ProviderDown, match=r"is it …\?"):
            await client.fetch_answer(KLING)


async def test_what_is_not_http_is_not_understood_and_hides_the_token() -> None:
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, UseapiClient(f"http://127.0.0.1:{port}", TOKEN) as client:
        with pytest.raises(NotUnderstood, match="not HTTP") as caught:
            await client.fetch_answer(KLING)
    assert not any(TOKEN in shown for shown in everything_shown(caught.value))


async def test_a_redirect_within_the_server_is_followed(useapi: FakeUseapi, client: UseapiClient) -> None:
    with_user = useapi.url.replace("//", "//me:pass@")
    useapi.answers[KLING.jobs_path] = Reply(status=308, headers={"Location": f"{with_user}{KLING.jobs_path}/"})
    useapi.answers[f"{KLING.jobs_path}/"] = Reply()
    await client.fetch_answer(KLING)
    assert useapi.requests[-1].headers["Authorization"] == f"Bearer {TOKEN}"
    assert [request.path for request in useapi.requests] == [KLING.jobs_path, f"{KLING.jobs_path}/"]


@pytest.mark.parametrize(
    "target",
    [
        "/v1/faceswap/jobs/cancel/?jobid=1",
        "/v1/kling/scheduler/available/7",
        "?account=1",
        "/v1/kling/accounts",
        "../../kling/scheduler/available%2f7",
    ],
)
async def test_a_redirect_to_another_path_is_not_followed(
    target: str, useapi: FakeUseapi, client: UseapiClient
) -> None:
    useapi.answers[KLING.jobs_path] = Reply(status=307, headers={"Location": target})
    with pytest.raises(NotUnderstood, match="another path"):
        await client.fetch_answer(KLING)
    assert len(useapi.requests) == 1


async def test_a_path_that_is_not_on_the_list_is_never_asked(useapi: FakeUseapi) -> None:
    async with UseapiClient(useapi.url, TOKEN, allowed=("/v1/kling/accounts",)) as client:
        with pytest.raises(RuntimeError, match="not on the list"):
            await client.fetch_answer(KLING)
    assert useapi.requests == []


async def test_a_chain_of_redirects_is_not_followed_for_long(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers[KLING.jobs_path] = Reply(status=307, headers={"Location": KLING.jobs_path})
    with pytest.raises(NotUnderstood, match="redirects"):
        await client.fetch_answer(KLING)
    assert len(useapi.requests) == 4


async def test_the_token_goes_to_no_other_server(useapi: FakeUseapi, client: UseapiClient) -> None:
    async with FakeUseapi() as other:
        useapi.answers[KLING.jobs_path] = Reply(status=302, headers={"Location": other.url + KLING.jobs_path})
        with pytest.raises(NotUnderstood, match="elsewhere"):
            await client.fetch_answer(KLING)
        assert other.requests == []


async def test_cookies_are_not_kept(useapi: FakeUseapi) -> None:
    useapi.answers[KLING.jobs_path] = Reply(headers={"Set-Cookie": "session=1"})
    # By its name: aiohttp keeps no cookies of bare addresses anyway.
    async with UseapiClient(useapi.url.replace("127.0.0.1", "localhost"), TOKEN) as client:
        await client.fetch_answer(KLING)
        await client.fetch_answer(KLING)
    assert all("Cookie" not in request.headers for request in useapi.requests)


async def test_a_compressed_answer_is_understood(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers[KLING.jobs_path] = Reply(body={"executing": [{"id": 7}]}).gzipped()
    answer = await client.fetch_answer(KLING)
    assert [job.id for job in answer.jobs] == ["7"]


async def test_ten_thousand_rows_are_read(useapi: FakeUseapi, client: UseapiClient) -> None:
    rows = [{"email": f"a{number}@example.com", "available": 1} for number in range(10_000)]
    useapi.answers[KLING.jobs_path] = Reply(body={"available": rows})
    assert len((await client.fetch_answer(KLING)).accounts) == 10_000


async def test_a_wrong_token_is_named(useapi: FakeUseapi) -> None:
    useapi.answers[KLING.jobs_path] = Reply()
    async with UseapiClient(useapi.url, "user:1-other") as client:
        with pytest.raises(Unauthorised, match="USEAPI_TOKEN") as caught:
            await client.fetch_answer(KLING)
    assert caught.value.needs_person


async def test_providers_are_asked_side_by_side(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers[KLING.jobs_path] = Reply(hangs=True)
    useapi.answers[CATALOGUE["minimax"].jobs_path] = Reply()
    slow = asyncio.create_task(client.fetch_answer(KLING))
    await useapi.next_request()
    await client.fetch_answer(CATALOGUE["minimax"])
    assert not slow.done()
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow


async def test_a_token_is_asked_what_it_has(useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers[SUMMARY_PATH] = Reply(body=SUMMARY)
    assert await client.fetch_summary() == parse_summary(SUMMARY)


async def test_a_refused_token_is_told_from_an_answer_that_is_not_there(
    useapi: FakeUseapi, client: UseapiClient
) -> None:
    with pytest.raises(NotUnderstood, match="does not say which services"):
        await client.fetch_summary()
    useapi.token = "another"
    with pytest.raises(Unauthorised):
        await client.fetch_summary()


async def test_an_answer_that_is_not_understood_shows_nothing_of_the_owner(
    useapi: FakeUseapi, client: UseapiClient
) -> None:
    useapi.answers[SUMMARY_PATH] = Reply(body=SUMMARY[:-2])
    with pytest.raises(NotUnderstood) as raised:
        await client.fetch_summary()
    assert not any("owner" in line for line in everything_shown(raised.value))
