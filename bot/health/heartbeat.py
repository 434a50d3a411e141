"""A sign of life, sent to a monitor that raises the alarm where it stays away; for monitors that ask, ``health``.

The convention is that of Healthchecks: the URL is fetched while all is well, with ``/fail`` appended where not
(https://healthchecks.io/docs/signaling_failures/). Whoever knows the URL can do the same, so that no log line holds it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

EVERY = 60.0
"""Seconds from one beat to the next."""

PASSING = 15.0
"""Seconds that a start or a lost connection to Discord may take before it counts."""

TIME_LIMIT = 10.0
"""Seconds for the monitor to answer."""

_FOUND = range(200, 300)

log = logging.getLogger(__name__)


class Heartbeat:
    """Tells a monitor every minute whether all is well.

    Args:
        url: What to fetch.
        ailing: Names what is not well.
        sleep: Waits some seconds.
        monotonic: A clock that never goes back, in seconds.
        time_limit: Seconds for the monitor to answer.
    """

    def __init__(
        self,
        url: str,
        ailing: Callable[[], Awaitable[Sequence[str]]],
        *,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._url = url
        self._ailing = ailing
        self._sleep = sleep
        self._monotonic = monotonic
        self._timeout = ClientTimeout(total=time_limit)
        self._named: tuple[str, ...] = ()
        self._lost = False

    async def run(self) -> None:
        """Beat until cancelled."""
        await self._sleep(PASSING)
        async with ClientSession(timeout=self._timeout, cookie_jar=DummyCookieJar()) as session:
            while True:
                began = self._monotonic()
                ailments = await self._lasting()
                self._note_ailments(ailments)
                self._note_answer(await self._problem(session, f"{self._url}/fail" if ailments else self._url))
                await self._sleep(max(EVERY - (self._monotonic() - began), 0))

    async def _lasting(self) -> tuple[str, ...]:
        """Name what is not well, and still is not a little later: a monitor wakes people at once."""
        if await self._ailments():
            await self._sleep(PASSING)
            return await self._ailments()
        return ()

    async def _ailments(self) -> tuple[str, ...]:
        try:
            return tuple(await self._ailing())
        except Exception:
            log.exception("How the bot is doing could not be found out; please report it.")
            return ("unknown",)

    async def _problem(self, session: ClientSession, url: str) -> str | None:
        """Fetch a URL; say what went wrong without naming it."""
        try:
            async with session.get(url, allow_redirects=False) as response:
                return None if response.status in _FOUND else f"it answered {response.status}"
        except TimeoutError:
            return f"no answer within {self._timeout.total:g} s"
        except (ClientError, OSError) as problem:
            return type(problem).__name__

    def _note_ailments(self, ailments: tuple[str, ...]) -> None:
        if ailments and ailments != self._named:
            log.warning("The heartbeat reports a failure: %s.", ", ".join(ailments))
        if self._named and not ailments:
            log.info("The heartbeat reports that all is well again.")
        self._named = ailments

    def _note_answer(self, problem: str | None) -> None:
        if problem is not None and not self._lost:
            log.warning("The heartbeat does not reach HEARTBEAT_URL: %s", problem)
        if problem is None and self._lost:
            log.info("The heartbeat reaches HEARTBEAT_URL again.")
        self._lost = problem is not None
