"""A sign of life, sent every minute to a monitor, which raises the alarm if none comes.

The convention is that of Healthchecks: the URL is fetched while all is well, and with ``/fail`` appended otherwise
(https://healthchecks.io/docs/signaling_failures/). Anyone who knows the URL could do so, so no log line holds it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

INTERVAL = 60.0
"""Seconds from one beat to the next."""

GRACE_PERIOD = 15.0
"""Seconds before a problem counts, such as a slow start or a lost connection."""

TIME_LIMIT = 10.0
"""Maximum number of seconds for the monitor's answer."""

_SUCCESS = range(200, 300)

log = logging.getLogger(__name__)


class Heartbeat:
    """Reports to a monitor every minute whether all is well.

    Args:
        url: What to fetch.
        find_problems: Returns the names of the current problems; empty while all is well.
        sleep: Waits for a number of seconds.
        monotonic: A clock that never goes back, in seconds.
        time_limit: Maximum number of seconds for the monitor's answer.
        grace: Seconds before a problem counts.
    """

    def __init__(
        self,
        url: str,
        find_problems: Callable[[], Awaitable[Sequence[str]]],
        *,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
        time_limit: float = TIME_LIMIT,
        grace: float = GRACE_PERIOD,
    ) -> None:
        self._url = url
        self._find_problems = find_problems
        self._sleep = sleep
        self._monotonic = monotonic
        self._timeout = ClientTimeout(total=time_limit)
        self._grace = grace
        self._reported: tuple[str, ...] = ()
        self._monitor_lost = False

    async def run(self) -> None:
        """Beat until cancelled."""
        await self._sleep(self._grace)
        async with ClientSession(timeout=self._timeout, cookie_jar=DummyCookieJar()) as session:
            while True:
                began = self._monotonic()
                problems = await self._lasting_problems()
                self._log_problems(problems)
                self._log_monitor(await self._fetch(session, f"{self._url}/fail" if problems else self._url))
                await self._sleep(max(INTERVAL - (self._monotonic() - began), 0))

    async def _lasting_problems(self) -> tuple[str, ...]:
        """Return the problems that there still are after ``grace``, if any: a monitor wakes people at once."""
        if await self._problems():
            await self._sleep(self._grace)
            return await self._problems()
        return ()

    async def _problems(self) -> tuple[str, ...]:
        try:
            return tuple(await self._find_problems())
        except Exception:
            log.exception("The bot's health could not be examined; please report it.")
            return ("unknown",)

    async def _fetch(self, session: ClientSession, url: str) -> str | None:
        """Fetch a URL; return what went wrong, without the URL, or None if nothing did."""
        try:
            async with session.get(url, allow_redirects=False) as response:
                return None if response.status in _SUCCESS else f"it answered {response.status}"
        except TimeoutError:
            return f"no answer within {self._timeout.total:g} s"
        except (ClientError, OSError) as problem:
            return type(problem).__name__

    def _log_problems(self, problems: tuple[str, ...]) -> None:
        if problems and problems != self._reported:
            log.warning("The heartbeat reports a failure: %s.", ", ".join(problems))
        if self._reported and not problems:
            log.info("The heartbeat reports that all is well again.")
        self._reported = problems

    def _log_monitor(self, problem: str | None) -> None:
        if problem is not None and not self._monitor_lost:
            log.warning("The heartbeat does not reach HEARTBEAT_URL: %s", problem)
        if problem is None and self._monitor_lost:
            log.info("The heartbeat reaches HEARTBEAT_URL again.")
        self._monitor_lost = problem is not None
