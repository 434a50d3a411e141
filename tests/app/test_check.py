"""One look from the command line: what it prints, where, and its exit code."""

import json
from typing import Any

import pytest

from bot.app.check import check
from bot.providers.catalogue import CATALOGUE
from bot.settings.schema import CheckSettings
from tests.fakes.useapi import FakeUseapi, Reply

FULL = {"executing": [], "available": [{"email": "joanna@example.com", "maxJobs": 3, "executing": 3, "available": 0}]}


async def looked(useapi: FakeUseapi, provider: str, *, as_json: bool, **more: Any) -> int:  # noqa: ANN401 - any setting
    settings = CheckSettings(_env_file=None, useapi_url=useapi.url, useapi_token=useapi.token, **more)
    return await check(settings, provider, as_json=as_json)


async def test_a_pipe_gets_plain_lines_that_never_wrap(useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]) -> None:
    assert await looked(useapi, "KLING", as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Kling · 2 of 4 free"
    assert lines[4] == "ACCOUNT          STATE    IN USE  OF  FREE  NOTE"
    assert (
        lines[7] == f"b…@example.com   faulted       0   1     ?  Signed out {'of everything ' * 5}by bo…@example.com"
    )
    assert lines[10].startswith("[red]shot[31m for jo…@example.com now  video  jo…@example.com  ")
    assert [line for line in lines if line != line.rstrip()] == []


async def test_json_is_one_object_with_every_promised_key(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await looked(useapi, "kling", as_json=True, account_labels='{"kling/zed@example.com": "studio-z"}') == 0
    text = capsys.readouterr().out
    assert text.count("\n") == 1
    answer = json.loads(text)
    assert answer.pop("at")
    assert answer["jobs"][0].pop("elapsed_seconds") > 0
    assert answer == {
        "provider": "kling",
        "free": 2,
        "total": 4,
        "running": 2,
        "best": "jo…@example.com",
        "unreadable": 0,
        "caveats": [],
        "accounts": [
            _account("jo…@example.com", state="free", in_use=1, total=3, free=2),
            _account("studio-z", label="studio-z", state="full", in_use=1, total=1, free=0, inferred=True),
            _account(
                "b…@example.com",
                state="faulted",
                total=1,
                fault=f"Signed out {'of everything ' * 5}by bo…@example.com",
            ),
        ],
        "jobs": [
            {
                "account": "jo…@example.com",
                "kind": "video",
                "takes_slot": True,
                "reply_ref": "[red]shot\x1b[31m for jo…@example.com\nnow",
                "started": "2026-05-15T12:00:00.123000+00:00",
                "elapsed_said": "00:07",
            },
            {
                "account": "studio-z",
                "kind": "video",
                "takes_slot": True,
                "reply_ref": None,
                "started": None,
                "elapsed_seconds": None,
                "elapsed_said": "01:02",
            },
        ],
    }


@pytest.mark.parametrize("as_json", [True, False])
async def test_what_is_private_stays_so(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    await looked(useapi, "kling", as_json=as_json)
    text = capsys.readouterr().out
    assert [word for word in ("joanna", "zed@", "hooks", "hunter2", "\x1b", useapi.token) if word in text] == []


async def test_accounts_are_named_exactly_where_the_settings_say_so(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    long = f"{'long' * 30}@example.com"
    body = {"available": [{"email": long, "available": 1}]}
    useapi.answers["/v1/kling/scheduler/available"] = Reply(body=body)
    await looked(useapi, "kling", as_json=True, show_accounts="full", account_labels=json.dumps({f"kling/{long}": "l"}))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["best"], answer["accounts"][0]["label"]) == (long, "l")


async def test_nothing_free_is_not_an_error(useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]) -> None:
    useapi.answers["/v1/kling/scheduler/available"] = Reply(body=FULL)
    assert await looked(useapi, "kling", as_json=True) == 1
    out, error = capsys.readouterr()
    assert (json.loads(out)["best"], error) == (None, "")


@pytest.mark.parametrize("as_json", [True, False])
async def test_an_unknown_provider_is_told_the_valid_ones(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    assert await looked(useapi, "kl\x1b[2Jing", as_json=as_json) == 2
    there_are = ", ".join(CATALOGUE)
    assert capsys.readouterr() == ("", f"capacity-bot: There is no provider kl[2jing. There are: {there_are}.\n")
    assert useapi.requests == []


async def test_a_failed_look_is_one_line_without_addresses(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str]
) -> None:
    error = {"error": "Account joanna@example.com in\nerror state \x1b[31m", "code": 596}
    useapi.answers["/v1/kling/scheduler/available"] = Reply(status=596, body=error)
    assert await looked(useapi, "kling", as_json=False) == 2
    out, said = capsys.readouterr()
    assert (out, said.count("\n")) == ("", 1)
    assert "jo…@example.com" in said
    assert "joanna" not in said
    assert "\x1b" not in said


def _account(name: str, **differing: object) -> dict[str, object]:
    usual = {"label": None, "in_use": 0, "free": None, "inferred": False, "fault": None, "recent": None}
    return {"account": name, **usual, **differing}


_CUT = "Can't reach useapi.net: the connection was cut before the answer was complete. Check this machine's network"


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=401, body={"error": "Unauthorized"}), "useapi.net refused the API token: check USEAPI_TOKEN."),
        (Reply(status=402, body=""), "The useapi.net subscription has ended: renew it at https://useapi.net."),
        (
            Reply(status=403, body="<html>"),
            "useapi.net turned the request away (403): it may block this network or its",
        ),
        (Reply(status=429, body=""), "useapi.net asks to be asked about Kling less often. Try again in a minute."),
        (Reply(status=502, body="<html>"), "useapi.net answers 502, a fault on its side"),
        (
            Reply(body="<html>Sign in"),
            "useapi.net's answer for Kling could not be understood: it is a web page, not JSON",
        ),
        (Reply(body="Bye"), "useapi.net's answer for Kling could not be understood: it is not JSON. If it stays so, c"),
        (Reply(resets=True), _CUT),
    ],
    ids=["401", "402", "403", "429", "502", "a page", "no JSON", "cut"],
)
async def test_a_failure_says_what_is_wrong_and_what_helps(
    useapi: FakeUseapi, capsys: pytest.CaptureFixture[str], reply: Reply, sentence: str
) -> None:
    useapi.answers["/v1/kling/scheduler/available"] = reply
    useapi.answers["/v1/kling/accounts"] = reply
    assert await looked(useapi, "kling", as_json=False) == 2
    assert capsys.readouterr().err.startswith(f"capacity-bot: {sentence}")
