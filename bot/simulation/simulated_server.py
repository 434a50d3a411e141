"""The simulated useapi.net: an HTTP server on loopback that answers for every simulated provider."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Self, TypeAlias

from aiohttp import web

from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.token_subscription import SUMMARY_PATH
from bot.simulation.simulated_answers import account_list, account_summary, job_mix, jobs_answer
from bot.simulation.simulated_world import SPEED, SimulatedWorld

SIMULATED = tuple(
    name for name, provider in CATALOGUE.items() if job_mix(provider) is not None and not provider.only_named
)
"""The providers of which its token has accounts. If they are named, it also answers for some that may be gone."""

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Simulation:
    """A useapi.net that spends no money: ``async with Simulation(now=…) as simulation``.

    Args:
        now: The clock.
        seed: The same seed gives the same jobs.
        speed: Number of simulated seconds in a real one.

    Attributes:
        token: The only token that it accepts.
        url: Its address, inside the ``async with``.
    """

    token = "user:100-simulated"  # noqa: S105 - it opens nothing

    def __init__(self, *, now: Callable[[], datetime], seed: int = 1, speed: float = SPEED) -> None:
        start = now()
        self._now = now
        self._worlds = {
            name: SimulatedWorld(name, mix, seed=seed, speed=speed, start=start)
            for name, provider in CATALOGUE.items()
            if (mix := job_mix(provider)) is not None
        }
        self.url = ""
        app = web.Application(middlewares=[_require_token])
        for name, world in self._worlds.items():
            self._serve(app, CATALOGUE[name], world)
        app.router.add_get(SUMMARY_PATH, self._summary)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def _serve(self, app: web.Application, provider: Provider, world: SimulatedWorld) -> None:
        async def jobs(_request: web.Request) -> web.Response:
            now = self._now()
            dated = {"Date": format_datetime(now, usegmt=True)}
            return web.json_response(jobs_answer(provider, world.at(now), now), headers=dated)

        async def accounts(_request: web.Request) -> web.Response:
            now = self._now()
            return web.json_response(account_list(provider, world.at(now), now))

        app.router.add_get(provider.jobs_path, jobs)
        if provider.accounts_path is not None:
            app.router.add_get(provider.accounts_path, accounts)

    async def _summary(self, _request: web.Request) -> web.Response:
        now = self._now()
        services = [(CATALOGUE[name], self._worlds[name].at(now)) for name in SIMULATED]
        return web.json_response(account_summary(services, now))


@web.middleware
async def _require_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.headers.get("Authorization") != f"Bearer {Simulation.token}":
        return web.json_response({"error": "Unauthorized", "code": 401}, status=401)
    return await handler(request)
