"""The health page, asked over real sockets as a monitor asks it."""

import socket
from collections.abc import AsyncIterator, Callable
from functools import partial

import aiohttp
import pytest

from bot.errors import CannotStart
from bot.health.http_server import HealthServer
from tests.rows import each_row

LOCAL = "127.0.0.1"


class Parts:
    """Two parts of the program, dead or alive."""

    def __init__(self) -> None:
        self.gateway = True
        self.watcher = True

    def checks(self) -> dict[str, Callable[[], bool]]:
        """Name what is asked of each."""
        return {"gateway": lambda: self.gateway, "watcher": lambda: self.watcher}


@pytest.fixture
async def parts() -> Parts:
    return Parts()


@pytest.fixture
async def site(parts: Parts) -> AsyncIterator[str]:
    async with HealthServer(0, parts.checks(), host=LOCAL) as server:
        yield f"http://{LOCAL}:{server.port}"


async def ask(url: str, method: str = "GET") -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.request(method, url) as answer:
        return answer.status, await answer.text()


async def test_healthz_answers_200_while_every_part_is_alive(site: str) -> None:
    assert await ask(f"{site}/healthz") == (200, "ok\n")
    assert await ask(f"{site}/healthz", "HEAD") == (200, "")


async def test_healthz_answers_503_with_the_names_of_dead_parts(parts: Parts, site: str) -> None:
    parts.watcher = False
    assert await ask(f"{site}/healthz") == (503, "not alive: watcher\n")
    parts.gateway = False
    assert await ask(f"{site}/healthz") == (503, "not alive: gateway, watcher\n")
    parts.gateway = parts.watcher = True
    assert await ask(f"{site}/healthz") == (200, "ok\n")


async def test_of_several_platforms_one_is_enough_and_the_others_are_named() -> None:
    alive = {"gateway": True, "slack": True, "watcher": True}
    asked = {name: partial(alive.__getitem__, name) for name in alive}
    watcher = {"watcher": asked.pop("watcher")}
    async with HealthServer(0, watcher, one_of=asked, host=LOCAL) as server:
        url = f"http://{LOCAL}:{server.port}/healthz"
        assert await ask(url) == (200, "ok\n")
        alive["slack"] = False
        assert await ask(url) == (200, "ok, but not connected: slack\n")
        alive["watcher"] = False
        assert await ask(url) == (503, "not alive: watcher\n")
        alive["gateway"] = False
        assert await ask(url) == (503, "not alive: gateway, slack, watcher\n")


async def test_a_check_that_raises_counts_as_dead(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> bool:
        raise RuntimeError("private words")

    async with HealthServer(0, {"watcher": broken}, host=LOCAL) as server:
        assert await ask(f"http://{LOCAL}:{server.port}/healthz") == (503, "not alive: watcher\n")
    assert "private words" in caplog.text


@each_row(("method", "path", "status"), [("GET", "/", 404), ("GET", "/healthz/x", 404), ("POST", "/healthz", 405)])
async def test_only_get_of_healthz_is_answered(site: str, method: str, path: str, status: int) -> None:
    assert (await ask(site + path, method))[0] == status


async def test_the_answer_must_not_be_cached(site: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{site}/healthz") as answer:
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_taken_port_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind((LOCAL, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"^HEALTH_PORT {port} can't be used: another program listens there\."):
            async with HealthServer(port, {}, host=LOCAL):
                pass


async def test_the_server_stops_answering_at_the_end() -> None:
    async with HealthServer(0, {}, host=LOCAL) as server:
        assert await ask(f"http://{LOCAL}:{server.port}/healthz") == (200, "ok\n")
    with pytest.raises(aiohttp.ClientConnectorError):
        await ask(f"http://{LOCAL}:{server.port}/healthz")


async def test_the_server_listens_on_all_addresses() -> None:
    async with HealthServer(0, {}) as server:
        assert await ask(f"http://127.0.0.2:{server.port}/healthz") == (200, "ok\n")
