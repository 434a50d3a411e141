"""An HTTP server for monitors: ``/healthz`` says whether this program is alive, ``/metrics`` how it is doing.

Anyone who can reach the port may read both. The first only says which parts fail and which program leads; the second
names accounts as ``/capacity`` does.
"""

import errno
import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Self

from aiohttp import web

from bot.errors import CannotStart
from bot.health.doctor_findings import Leader

HEALTHZ, METRICS = "/healthz", "/metrics"
SHUTDOWN_TIMEOUT = 1.0
"""Seconds to finish a request when the program ends, which has five in all."""

Scrape = Callable[[str], Awaitable[tuple[bytes, str]]]

_log = logging.getLogger(__name__)


class HealthServer:
    """Answers 200 on ``/healthz`` while every check passes, else 503 with the names of the checks that fail.

    Args:
        port: The port; 0 takes a free one, then named by ``port``.
        checks: Return whether each part is alive, by its name in the answer; called for each request, so must not wait.
        one_of: Checks of which only one must pass, such as chat platforms: a restart would not help the others. The
            answer also names those that fail.
        scrape: Returns the metrics in an accepted format, and their content type; None for no ``/metrics``.
        leader: Returns which program leads, this one or another; None if there can be no other.
        host: The address to listen at; by default all, since a container is probed from outside.
    """

    def __init__(
        self,
        port: int,
        checks: Mapping[str, Callable[[], bool]],
        *,
        one_of: Mapping[str, Callable[[], bool]] = MappingProxyType({}),
        scrape: Scrape | None = None,
        leader: Callable[[], Leader | None] = lambda: None,
        host: str = "0.0.0.0",  # noqa: S104 - as said above
    ) -> None:
        self.port = port
        self._host = host
        self._checks = checks
        self._one_of = one_of
        self._leader = leader
        app = web.Application()
        app.router.add_get(HEALTHZ, self._answer)
        if scrape is not None:
            app.router.add_get(METRICS, _metrics_handler(scrape))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT)

    async def __aenter__(self) -> Self:
        """Start listening.

        Raises:
            CannotStart: The port is taken or not allowed.
        """
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        try:
            await site.start()
        except OSError as error:
            reason = {
                errno.EADDRINUSE: "another program listens there",
                errno.EACCES: "ports below 1024 are not allowed to this user",
            }.get(error.errno or 0, str(error))
            raise CannotStart(f"HEALTH_PORT {self.port} can't be used: {reason}. Choose another port.") from error
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    async def _answer(self, _: web.Request) -> web.Response:
        away = _failing(self._one_of)
        dead = [*(away if len(away) == len(self._one_of) else ()), *_failing(self._checks)]
        said = f"not alive: {', '.join(dead)}\n" if dead else "ok\n"
        if away and not dead:
            said = f"ok, but not connected: {', '.join(away)}\n"
        if (leader := self._leader()) is not None:
            said += "stands by: " if leader.is_other else ""
            said += f"{leader.program} leads since {leader.since:%Y-%m-%d %H:%M:%S} UTC\n"
        return web.Response(status=503 if dead else 200, text=said, headers={"Cache-Control": "no-store"})


def _metrics_handler(scrape: Scrape) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        body, content_type = await scrape(request.headers.get("Accept", ""))
        # Not ``content_type=``, which takes no parameters such as the format's version.
        return web.Response(body=body, headers={"Content-Type": content_type, "Cache-Control": "no-store"})

    return answer


def _failing(checks: Mapping[str, Callable[[], bool]]) -> list[str]:
    return [name for name, is_alive in checks.items() if not _passes(name, is_alive)]


def _passes(name: str, is_alive: Callable[[], bool]) -> bool:
    try:
        return is_alive()
    except Exception:  # noqa: BLE001 - a check that raises anything counts as failed
        _log.exception("The check of %s failed", name)
        return False
