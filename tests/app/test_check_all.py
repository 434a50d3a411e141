"""``check all``: every provider that the token has, and ``providers``: every one that there is."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app.check_all import check_all
from bot.providers.catalogue import CATALOGUE
from bot.settings.schema import CheckSettings
from tests.app.started import ran
from tests.fakes.useapi import FakeUseapi, Reply
from tests.providers.families import recorded_accounts, recorded_jobs
from tests.whole.forks import Forks

NO_ACCOUNT = Reply(status=404, body="Configuration not found. To create configuration use POST /accounts.")
AUTO = [name for name, provider in CATALOGUE.items() if not provider.only_named]


def answers(useapi: FakeUseapi, *names: str) -> None:
    """Have some providers answer as recorded, and every other one that nothing is configured."""
    for name, provider in CATALOGUE.items():
        jobs, accounts = (recorded_jobs(name), recorded_accounts(name)) if name in names else (None, None)
        useapi.answers[provider.jobs_path.partition("?")[0]] = NO_ACCOUNT if jobs is None else Reply(body=jobs)
        if provider.accounts_path is not None:
            useapi.answers[provider.accounts_path] = NO_ACCOUNT if accounts is None else Reply(body=accounts)


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


async def test_from_the_command_line_all_is_every_provider(useapi: FakeUseapi, forks: Forks, tmp_path: Path) -> None:
    answers(useapi, "muse")
    settings = {"USEAPI_URL": useapi.url, "USEAPI_TOKEN": useapi.token}
    exit_code, out, error = await ran(forks, tmp_path, "check", "All", "--json", settings=settings)
    assert (exit_code, error) == (0, "")
    assert [one["provider"] for one in json.loads(out)["providers"]] == ["muse"]


async def test_the_catalogue_is_listed_without_settings(forks: Forks, tmp_path: Path) -> None:
    exit_code, out, error = await ran(forks, tmp_path, "providers")
    assert (exit_code, error) == (0, "")
    rows = {line.split()[0]: line for line in out.splitlines()[3:]}
    assert list(rows) == list(CATALOGUE)
    for name, provider in CATALOGUE.items():
        assert rows[name].endswith(provider.source)
        assert f"  {provider.family.title}  " in rows[name]
        assert ("  if named  " in rows[name]) is provider.only_named
        assert ("  no     " in rows[name]) is not provider.family.counts_slots
    assert [name for name, row in rows.items() if "  not there  " in row] == [
        *("muse", "google-vids", "gemini-notebook", "google-flow"),
    ]
