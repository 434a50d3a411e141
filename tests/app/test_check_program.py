"""``check`` and ``providers`` as a person starts them: what they print where, and the exit code."""

import asyncio
import json
import shutil
import ssl
from pathlib import Path

import pytest

from bot.providers.catalogue import CATALOGUE
from tests.app.started import at_a_terminal, ran
from tests.app.useapi_answers import answers
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.forks import Forks


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


async def test_a_provider_without_accounts_is_named_as_not_set_up(
    useapi: FakeUseapi, forks: Forks, tmp_path: Path
) -> None:
    useapi.answers["/v1/minimax/scheduler/available"] = Reply()
    useapi.answers["/v1/minimax/accounts"] = Reply(body={})
    settings = {"USEAPI_URL": useapi.url, "USEAPI_TOKEN": useapi.token}
    exit_code, out, error = await ran(forks, tmp_path, "check", "minimax", settings=settings)
    assert (exit_code, out, error) == (2, "", "capacity-bot: No account of minimax is set up at useapi.net.\n")


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
    assert error == sentence


async def test_a_port_without_tls_is_said_in_words(useapi: FakeUseapi, forks: Forks, tmp_path: Path) -> None:
    settings = {"USEAPI_URL": useapi.url.replace("http:", "https:"), "USEAPI_TOKEN": useapi.token}
    _, _, error = await ran(forks, tmp_path, "check", "minimax", settings=settings)
    assert "Can't reach useapi.net: no secure connection can be made." in error


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate that nobody signed")
async def test_a_certificate_that_is_not_trusted_is_said_in_words(forks: Forks, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    making = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
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


async def test_in_a_narrow_terminal_the_catalogue_has_a_line_for_each(forks: Forks, tmp_path: Path) -> None:
    async with at_a_terminal(forks, tmp_path, "providers") as (_, terminal):
        await terminal.shows("shows each one's page.")
    lines = terminal.text.splitlines()
    assert max(map(len, lines)) <= 80
    assert [name for name in CATALOGUE if not any(line.startswith(f"{name} ") for line in lines)] == []
    assert "https://" not in terminal.text
