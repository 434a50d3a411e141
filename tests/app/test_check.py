"""One look from the command line: what it prints, where, and its exit code."""

import asyncio
import json
import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app.check import check
from bot.providers.catalogue import CATALOGUE
from bot.settings.schema import CheckSettings
from tests.app.started import ran, ran_anew
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.forks import Forks

JOB = {
    "id": 77,
    "email": "joanna@example.com",
    "started": "2026-05-15T12:00:00.123Z",
    "elapsed": "00:07",
    "replyUrl": "https://hooks.example.com/secret",
    "replyRef": "[red]shot\x1b[31m for jo.maier@example.com\nnow",
}
ROSTER = {
    "joanna@example.com": {"maxJobs": 3, "password": "hunter2-password"},
    "zed@example.com": {"maxJobs": 1},
    "bad@example.com": {"maxJobs": 1, "error": f"Signed out {'of everything ' * 5}by boss@example.com"},
}
FREE = {
    "executing": [JOB, {"email": "zed@example.com", "elapsed": "01:02"}],
    "available": [{"email": "joanna@example.com", "maxJobs": 3, "executing": 1, "available": 2}],
}
FULL = {"executing": [], "available": [{"email": "joanna@example.com", "maxJobs": 3, "executing": 3, "available": 0}]}


@pytest.fixture
async def useapi() -> AsyncIterator[FakeUseapi]:
    async with FakeUseapi() as fake:
        fake.answers["/v1/kling/accounts"] = Reply(body=ROSTER)
        fake.answers["/v1/kling/scheduler/available"] = Reply(body=FREE)
        yield fake


async def looked(useapi: FakeUseapi, provider: str, *, as_json: bool, **more: Any) -> int:  # noqa: ANN401 - any setting
    settings = CheckSettings(_env_file=None, useapi_url=useapi.url, useapi_token=useapi.token, **more)
    return await check(settings, provider, as_json=as_json)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["kling", "--json"], 0), (["minimax"], 1), (["tempolor"], 2)],
)
async def test_the_exit_code_tells_whether_something_is_free(
    useapi: FakeUseapi, forks: Forks, tmp_path: Path, arguments: list[str], code: int
) -> None:
    useapi.answers["/v1/minimax/scheduler/available"] = Reply()
    useapi.answers["/v1/minimax/accounts"] = Reply(body={"200300": {"maxJobs": 2}})
    useapi.answers["/v1/tempolor/scheduler/available"] = Reply(status=402, body={"error": "Subscription required"})
    useapi.answers["/v1/tempolor/accounts"] = Reply(body={})
    settings = {"USEAPI_URL": useapi.url, "USEAPI_TOKEN": useapi.token}
    exit_code, out, error = await ran(forks, tmp_path, "check", *arguments, settings=settings)
    assert exit_code == code
    assert (out == "") == (code == 2)
    assert error.startswith("capacity-bot: The useapi.net subscription") if code == 2 else error == ""
    assert useapi.token not in out + error


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


async def test_a_provider_without_accounts_is_named_as_not_set_up(useapi: FakeUseapi, tmp_path: Path) -> None:
    useapi.answers["/v1/minimax/scheduler/available"] = Reply()
    useapi.answers["/v1/minimax/accounts"] = Reply(body={})
    settings = {"USEAPI_URL": useapi.url, "USEAPI_TOKEN": useapi.token}
    exit_code, out, error = await ran_anew(tmp_path, "check", "minimax", settings=settings)
    assert (exit_code, out, error) == (2, "", "capacity-bot: No account of minimax is set up at useapi.net.\n")


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
        (Reply(status=502, body="<html>"), "useapi.net has trouble of its own with Kling (502): it can only be waited"),
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


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://no-such-host.invalid", "its name can't be resolved"),
        ("http://127.0.0.1:1", "the connection was refused"),
    ],
)
async def test_offline_is_said_in_words(forks: Forks, tmp_path: Path, address: str, why: str) -> None:
    settings = {"USEAPI_URL": address, "USEAPI_TOKEN": "user:1-a"}
    code, out, error = await ran(forks, tmp_path, "check", "minimax", settings=settings)
    sentence = (
        f"capacity-bot: Can't reach useapi.net: {why}. Check this machine's network and USEAPI_URL, then try again.\n"
    )
    assert (code, out) == (2, "")
    assert error.endswith(sentence)


async def test_a_port_without_tls_is_said_in_words(useapi: FakeUseapi, forks: Forks, tmp_path: Path) -> None:
    settings = {"USEAPI_URL": useapi.url.replace("http:", "https:"), "USEAPI_TOKEN": useapi.token}
    _, _, error = await ran(forks, tmp_path, "check", "minimax", settings=settings)
    assert "Can't reach useapi.net: no secure connection can be made." in error


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate that nobody signed")
async def test_a_certificate_that_is_not_trusted_is_said_in_words(forks: Forks, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    making = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
        *("-keyout", key, "-out", certificate),
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await making.wait() == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        settings = {"USEAPI_URL": f"https://127.0.0.1:{port}", "USEAPI_TOKEN": "user:1-a"}
        _, _, error = await ran(forks, tmp_path, "check", "minimax", settings=settings)
    assert "Can't reach useapi.net: the certificate that it shows is not trusted." in error
