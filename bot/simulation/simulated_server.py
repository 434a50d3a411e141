"""The simulated useapi.net on loopback: every provider of the catalogue at its own path; not what its accounts do."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Self, TypeAlias

from aiohttp import web

from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.simulation import simulated_answers
from bot.simulation.simulated_world import SimulatedWorld

SPEED = 10.0
"""A video of three minutes takes 18 seconds, and an account is seen to fill and free within 15."""

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Simulation:
    """A useapi.net that spends no money: ``async with Simulation(now=…) as simulation``.

    Args:
        now: The clock.
        seed: The same seed is the same life.
        speed: How many times faster than life.
        port: Where to listen; any free port if 0.

    Attributes:
        token: The only token it accepts.
        url: Where it is, once entered.
    """

    token = "user:100-simulated"  # noqa: S105 - it opens nothing

    def __init__(self, *, now: Callable[[], datetime], seed: int = 1, speed: float = SPEED, port: int = 0) -> None:
        began = now()
        self._now = now
        self._port = port
        self._worlds = {
            name: SimulatedWorld(provider, seed=seed, speed=speed, began=began) for name, provider in CATALOGUE.items()
        }
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[_with_token_only])
        for provider in CATALOGUE.values():
            app.router.add_get(provider.jobs_path, self._scheduler(provider))
            if provider.accounts_path is not None:
                app.router.add_get(provider.accounts_path, self._roster(provider))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _scheduler(self, provider: Provider) -> Handler:
        async def answer(_request: web.Request) -> web.Response:
            now = self._now()
            return web.json_response(simulated_answers.scheduler(provider, self._worlds[provider.name].at(now), now))

        return answer

    def _roster(self, provider: Provider) -> Handler:
        async def answer(_request: web.Request) -> web.Response:
            return web.json_response(simulated_answers.roster(provider, self._worlds[provider.name].at(self._now())))

        return answer


@web.middleware
async def _with_token_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.headers.get("Authorization") != f"Bearer {Simulation.token}":
        return web.json_response({"error": "Unauthorized", "code": 401}, status=401)
    return await handler(request)
