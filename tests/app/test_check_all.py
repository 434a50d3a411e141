"""``check all``: every provider that the token has, and ``providers``: every one that there is."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.app.check import check_all
from bot.providers.catalogue import CATALOGUE
from bot.settings.schema import CheckSettings
from tests.app.useapi_answers import answers
from tests.fakes.useapi import FakeUseapi, Reply

AUTO = [name for name, provider in CATALOGUE.items() if not provider.only_named]


async def looked(useapi: FakeUseapi, *, as_json: bool = False, **more: Any) -> int:  # noqa: ANN401 - any setting
    settings = CheckSettings(_env_file=None, useapi_url=useapi.url, useapi_token=useapi.token, **more)
    return await check_all(settings, as_json=as_json)


@pytest.fixture
async def useapi() -> AsyncIterator[FakeUseapi]:
    async with FakeUseapi() as fake:
        yield fake


async def test_every_provider_that_the_token_has_is_printed(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(useapi, "muse", "flowmusic", "mureka")
    assert await looked(useapi) == 0
    out, error = capsys.readouterr()
    titles = [line for line in out.splitlines() if line.endswith((" free", " running"))]
    assert titles == ["Muse · 3 of 4 free", "Flow Music · 23 of 24 free", "Mureka · 2 running"]
    assert "How many slots there are, the provider doesn't say" in out
    absent = ", ".join(CATALOGUE[name].title for name in AUTO if name not in {"muse", "flowmusic", "mureka"})
    assert f"Not set up at useapi.net: {absent}." in out
    assert error == ""
    assert useapi.problems == []


async def test_what_may_be_gone_is_asked_only_where_it_is_named(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(useapi, "luma", "mureka")
    assert await looked(useapi, as_json=True, providers="luma,mureka,muse") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["provider"], one["free"], one["total"], one["running"]) for one in found["providers"]] == [
        ("luma", 7, 8, 1),
        ("mureka", None, None, 2),
    ]
    assert (found["not_set_up"], found["failed"]) == (["muse"], {})
    assert await looked(useapi) == 1
    assert "Luma" not in capsys.readouterr().out


async def test_a_provider_that_fails_is_told_and_the_others_are_printed(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(useapi, "muse")
    useapi.answers["/v1/kling/scheduler/available"] = Reply(body="<html>")
    assert await looked(useapi) == 0
    out, error = capsys.readouterr()
    assert "Muse · 3 of 4 free" in out
    assert error.count("\n") == 1
    assert error.startswith("capacity-bot: useapi.net's answer for Kling could not be understood: it is a web page")


async def test_a_token_that_is_refused_is_told_once(useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]) -> None:
    token, useapi.token = useapi.token, "another"
    settings = CheckSettings(_env_file=None, useapi_url=useapi.url, useapi_token=token)
    assert await check_all(settings, as_json=True) == 2
    assert capsys.readouterr() == ("", "capacity-bot: useapi.net refused the API token: check USEAPI_TOKEN.\n")


async def test_nothing_set_up_is_an_error(useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]) -> None:
    answers(useapi)
    assert await looked(useapi) == 2
    assert capsys.readouterr().out.startswith("Not set up at useapi.net: MiniMax, ")
