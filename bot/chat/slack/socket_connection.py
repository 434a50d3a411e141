"""Keeps a Socket Mode connection open, through which Slack delivers what happens; no port is opened.

slack_sdk's own client retries a dead URL, closes the old socket before the new one has opened, and never gives up on a
refused token. Here each attempt gets a fresh URL, the old socket is read until the new one has said hello, and the
caller decides what a refused token means (https://docs.slack.dev/apis/events-api/using-socket-mode).
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

import msgspec
from aiohttp import ClientWebSocketResponse, WSMsgType

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import APP_TOKEN_HELP, refusal_of
from bot.chat.slack.socket_envelopes import Disconnect, End, Envelope, EnvelopeWorkers, Handle, Hello, read_frame
from bot.chat.slack.web_api import SlackApi
from bot.delivery.retry import Backoff
from bot.errors import AppRefused
from bot.event_waiting import wait_at_most

LONGEST_PAUSE = 300.0
PAUSES = Backoff(longest=timedelta(seconds=LONGEST_PAUSE))

QUIET = 40.0
"""Seconds without a frame after which a socket counts as lost; Slack pings more often."""

HELLO_WITHIN = 10.0
STEADY_AFTER = 60.0
"""Age in seconds from which a lost socket is replaced at once; a younger one counts as a failure."""

OLD_SOCKET = 10.0
"""Seconds for which a socket is read after the next one has opened; Slack warns about that long before closing it."""

HANDLED_WITHIN = 3.0
"""Seconds to finish envelopes when the program stops; later, Slack takes no acknowledgement."""

Connected: TypeAlias = Callable[[], Awaitable[None]]
Refused: TypeAlias = Callable[[AppRefused], Awaitable[None]]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class SocketLink:
    """One socket.

    Attributes:
        socket: The socket.
        heard_at: When its last frame came.
        opened_at: When it was opened.
        connections: Number of programs connected, from its hello; None before that.
        end: Why it is to be replaced; None while it is in use.
        spoke: Set once it has said hello or ended.
        over: Set once it has ended.
        closed: Set once it is no longer read.
    """

    socket: ClientWebSocketResponse
    opened_at: float
    heard_at: float
    connections: int | None = None
    end: End | None = None
    spoke: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def greet(self, connections: int) -> None:
        """Note its hello."""
        self.connections = connections
        self.spoke.set()

    def finish(self, end: End) -> None:
        """Note why it is to be replaced; the first reason counts."""
        self.end = self.end or end
        self.spoke.set()
        self.over.set()


class _Opened(msgspec.Struct):
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketState:
    """How the connection is doing.

    Attributes:
        alive: Whether a socket has said hello and received a frame lately.
        open_for: Age of the newest socket; None without one.
        connections: Number of programs connected with the app's token; several share what people type.
        trouble: Why there is no connection, as a sentence without a full stop; None while there is one.
    """

    alive: bool
    open_for: timedelta | None = None
    connections: int | None = None
    trouble: str | None = None


class SocketConnection:
    """Keeps a socket open.

    Args:
        api: Opens sockets.
        sleep: Sleeps for a number of seconds.
        monotonic: A monotonic clock, in seconds.
        chance: Returns a random number from 0 to 1, which spreads reconnections.
        quiet: Seconds without a frame after which a socket counts as lost.
    """

    def __init__(
        self,
        api: SlackApi,
        *,
        sleep: Callable[[float], Awaitable[None]],
        monotonic: Callable[[], float],
        chance: Callable[[], float] = random.random,
        quiet: float = QUIET,
    ) -> None:
        self._api = api
        self._sleep = sleep
        self._monotonic = monotonic
        self._chance = chance
        self._quiet = quiet
        self._links: list[SocketLink] = []
        self._tasks = BackgroundTasks(log, "A socket of Slack could not be read; please report it.")
        self._trouble: str | None = "the bot has not connected to Slack yet"
        self._refused = False

    def state(self) -> SocketState:
        """Return how the connection is doing."""
        greeted = [link for link in self._links if link.connections is not None]
        if not greeted:
            return SocketState(alive=False, trouble=self._trouble)
        alive = self._monotonic() - max(link.heard_at for link in greeted) < self._quiet
        return SocketState(
            alive=alive,
            open_for=timedelta(seconds=self._monotonic() - greeted[-1].opened_at),
            connections=greeted[-1].connections,
            trouble=None if alive else str(End.LOST),
        )

    async def run(self, handle: Handle, *, connected: Connected, refused: Refused) -> None:
        """Stay connected until cancelled.

        Args:
            handle: Handles envelopes.
            connected: Called after each hello.
            refused: Called each time Slack refuses the app's token, which is retried every five minutes unless this
                raises.

        Raises:
            AppRefused: ``refused`` did.
        """
        workers = EnvelopeWorkers(handle, self._monotonic)
        try:
            await self._stay_connected(workers, connected, refused)
        finally:
            # Of an unread envelope, Slack says that the bot failed: so read on while earlier ones are handled.
            await workers.finish(HANDLED_WITHIN)
            await self._tasks.finish()
            await workers.finish(HANDLED_WITHIN)
            await asyncio.gather(*(link.socket.close() for link in self._links), return_exceptions=True)
            self._links.clear()

    async def _stay_connected(self, workers: EnvelopeWorkers, connected: Connected, refused: Refused) -> None:
        failures = 0
        while True:
            retry_after = 0.0
            try:
                link = await self._open(workers)
            except SlackRefused as problem:
                retry_after = await self._judge(problem, refused)
                failures += 1
            except SlackTrouble as problem:
                self._trouble = str(problem)
                retry_after = 0.0 if problem.retry_after is None else problem.retry_after.total_seconds()
                failures += 1
            else:
                if link.connections is not None:
                    self._replace_others(link, link.connections)
                    await connected()
                await link.over.wait()
                failures = 0 if self._monotonic() - link.opened_at >= STEADY_AFTER else failures + 1
                self._trouble = str(link.end)
                if link.end is not End.WARNED:  # read on until Slack closes it
                    await self._close(link)
                retry_after = LONGEST_PAUSE if link.end and link.end.is_refusal else 0.0
            if (pause := self._pause(failures, retry_after)) > 0:
                if not self._refused:  # which was logged the first time
                    log.warning("Slack: connecting again in %.0f s: %s.", pause, self._trouble)
                await self._sleep(pause)

    async def _open(self, workers: EnvelopeWorkers) -> SocketLink:
        """Open a socket at a fresh URL, and wait for its hello.

        Raises:
            SlackRefused: Slack gives no URL.
            SlackTrouble: There is no connection.
        """
        opened = (await self._api.call_as_app("apps.connections.open")).read(_Opened)
        socket = await self._api.open_socket(opened.url)
        now = self._monotonic()
        link = SocketLink(socket=socket, opened_at=now, heard_at=now)
        self._links.append(link)
        self._tasks.start(self._read(link, workers))
        await wait_at_most(link.spoke, HELLO_WITHIN)
        if link.connections is None and not (link.end and link.end.is_refusal):
            await self._close(link)
            raise SlackTrouble("Slack opened a socket and did not say hello", doubtful=False)
        return link

    async def _judge(self, problem: SlackRefused, refused: Refused) -> float:
        """Return the minimum seconds to wait after Slack gave no URL; raises what ``refused`` raises."""
        self._trouble = refusal_of(problem)
        if problem.error not in APP_TOKEN_HELP:
            self._refused = False
            return LONGEST_PAUSE if problem.error == "missing_scope" else 0.0
        await refused(AppRefused(f"{self._trouble}."))
        if not self._refused:
            log.error("On Slack, commands can't be answered, alerts go out all the same: %s.", self._trouble)
        self._refused, self._trouble = True, f"commands can't be answered: {self._trouble}"
        return LONGEST_PAUSE

    def _pause(self, failures: int, at_least: float) -> float:
        """Return the seconds to wait after failures in a row: 1, 2, 4 … 300, plus or minus a quarter."""
        pause = PAUSES.pause(failures).total_seconds() * (0.75 + self._chance() / 2) if failures else 0.0
        return max(pause, at_least)

    def _replace_others(self, link: SocketLink, connections: int) -> None:
        """Use a new socket; the others are read until Slack has closed them."""
        others = [one for one in self._links if one is not link]
        link.connections = max(connections - len(others), 1)  # the others are this program's
        self._trouble, self._refused = None, False
        log.info("Slack: connected.")
        for one in others:
            self._tasks.start(self._retire(one))

    async def _retire(self, link: SocketLink) -> None:
        await wait_at_most(link.closed, OLD_SOCKET)
        await self._close(link)

    async def _read(self, link: SocketLink, workers: EnvelopeWorkers) -> None:
        """Read a socket until it is closed."""
        try:
            while await self._read_frame(link, workers):
                pass
        except TimeoutError:
            log.info("Slack: nothing was heard for %.0f s.", self._quiet)
        except ConnectionError:
            pass  # closed while a ping was being answered
        finally:
            link.closed.set()
            link.finish(End.LOST)
        await self._close(link)

    async def _read_frame(self, link: SocketLink, workers: EnvelopeWorkers) -> bool:
        """Read one frame and return whether another may follow."""
        message = await link.socket.receive(timeout=self._quiet)
        link.heard_at = self._monotonic()
        match message.type:
            case WSMsgType.TEXT:
                await self._handle_frame(link, message.data, workers)
            case WSMsgType.PING:
                await link.socket.pong(message.data)
            case WSMsgType.PONG | WSMsgType.BINARY:
                pass
            case _:
                return False
        return True

    async def _handle_frame(self, link: SocketLink, text: str, workers: EnvelopeWorkers) -> None:
        match read_frame(text):
            case Envelope() as envelope:
                await workers.take(envelope, link.socket.send_str)
            case Hello(num_connections=connections):
                link.greet(connections)
            case Disconnect(reason=reason, end=end):
                log.info("Slack closes the connection: %s.", reason[:60])
                link.finish(end)
            case None:
                log.warning("Slack sent a frame that the bot does not know; it was ignored.")

    async def _close(self, link: SocketLink) -> None:
        if link in self._links:
            self._links.remove(link)
        await link.socket.close()
