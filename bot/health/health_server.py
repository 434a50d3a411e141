"""Whether this program is alive, told to monitors over HTTP; not whether a provider is (``capacity.health``).

Anyone who reaches the port may read the answer, so it holds the names of parts and nothing else.
"""

import errno
import logging
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.errors import CannotStart

PATH = "/healthz"
GOODBYE = 1.0
"""Seconds for a probe under way when the program ends, which has five in all."""

_log = logging.getLogger(__name__)


class HealthServer:
    """Answer 200 on ``/healthz`` while every check passes, else 503 with the names of those that fail.

    Args:
        port: The port; 0 takes a free one, then named by ``port``.
        checks: By the name that the answer uses: whether this part is alive. Asked for each probe, so it must not wait.
        host: The address to listen at; a container is probed from outside, hence all of them.
    """

    def __init__(self, port: int, checks: Mapping[str, Callable[[], bool]], *, host: str = "0.0.0.0") -> None:  # noqa: S104 - as said above
        self.port = port
        self._host = host
        self._checks = checks
        app = web.Application()
        app.router.add_get(PATH, self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE)

    async def __aenter__(self) -> Self:
        """Begin to answer.

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

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop answering."""
        await self._runner.cleanup()

    async def _answer(self, _: web.Request) -> web.Response:
        dead = [name for name, alive in self._checks.items() if not _passes(name, alive)]
        return web.Response(
            status=503 if dead else 200,
            text=f"not alive: {', '.join(dead)}\n" if dead else "ok\n",
            headers={"Cache-Control": "no-store"},
        )


def _passes(name: str, alive: Callable[[], bool]) -> bool:
    try:
        return alive()
    except Exception:  # noqa: BLE001 - a check that can't tell, for whatever reason, is no sign of life
        _log.exception("The check of %s failed", name)
        return False
