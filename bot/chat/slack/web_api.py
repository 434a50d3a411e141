"""Slack's Web API over HTTP: one call is one request, and nothing is repeated here.

A repeated ``chat.postMessage`` is a second message, so whoever calls decides; what a failure says is whether the
request may have arrived. Tokens, ``response_url``s and tickets appear in no error and no log: each is a password.
"""

import asyncio
import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace, TracebackType
from typing import Self
from urllib.parse import urlencode

from aiohttp import (
    AddrInfoType,
    ClientError,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    ClientWSTimeout,
    DummyCookieJar,
    TCPConnector,
    TraceConfig,
    TraceRequestChunkSentParams,
    TraceRequestHeadersSentParams,
    WSServerHandshakeError,
)

from bot.chat.slack.api_answers import (
    SUCCESS,
    Reply,
    Response,
    SlackTrouble,
    in_words,
    read_response,
    refuse_expired,
    refuse_trouble,
    reply_of,
)
from bot.errors import BadSettings, CapacityBotError

SLACK = "https://slack.com/api/"

TIME_LIMIT = 8.0
"""Seconds for a whole answer; what is sent may be stored some seconds after we stopped waiting."""

UNACKNOWLEDGED = 5.0
"""Seconds for which the system itself goes on sending what Slack's end of the connection does not acknowledge.

Without a limit that is minutes, even where the program has ended, so a request from before a cut of the network could
arrive long after it was taken for lost. Linux only (TCP_USER_TIMEOUT,
https://man7.org/linux/man-pages/man7/tcp.7.html).
"""

UPLOAD_TIMES = 4
"""How much longer a file's upload may take than a call."""

SOCKET_HEARTBEAT = 10.0
"""Seconds without a frame after which aiohttp pings; a socket that doesn't answer within half of it is closed."""

SOCKET_GOODBYE = 1.0
"""Seconds for Slack to answer our goodbye."""


@dataclass(slots=True)
class _Exchange:
    """How far a request came.

    Attributes:
        may_leave: Asked right before it leaves.
        written: Whether Slack may read it.
        late: Whether it was held back, since it might not leave any more.
    """

    may_leave: Callable[[], bool]
    written: bool = False
    late: bool = False


class _LateError(CapacityBotError):
    """A request may not leave any more."""


class SlackApi:
    """Calls Slack; an async context manager, within which there is one session.

    Args:
        bot_token: The token that speaks for the bot (``xoxb-…``).
        app_token: The token that opens sockets (``xapp-…``).
        base_url: Where Slack is.
        time_limit: Seconds for a whole answer.
        answered: Called with the status of each answer; None if none came.

    Raises:
        BadSettings: No HTTP header can hold a token.
    """

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        *,
        base_url: str = SLACK,
        time_limit: float = TIME_LIMIT,
        answered: Callable[[int | None], None] = lambda _: None,
    ) -> None:
        for name, token in (("SLACK_BOT_TOKEN", bot_token), ("SLACK_APP_TOKEN", app_token)):
            if not (token.isascii() and token.isprintable()):
                # Not left to aiohttp, whose error would show it.
                raise BadSettings(f"{name} holds characters that no token has.")
        self._bot_token = bot_token
        self._app_token = app_token
        self._base_url = f"{base_url.rstrip('/')}/"
        self._time_limit = time_limit
        self._answered = answered
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        trace = TraceConfig()
        trace.on_request_headers_sent.append(_note_written)
        trace.on_request_chunk_sent.append(_hold_back)
        self._session = ClientSession(
            connector=TCPConnector(socket_factory=bounded_socket),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),
            headers={"User-Agent": "capacity-bot"},
            trace_configs=[trace],
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(self, method: str, **arguments: object) -> Reply:
        """Call a method once, with the bot's token.

        Args:
            method: Its name, such as ``chat.postMessage``.
            arguments: What it is told. Lists and objects are sent as JSON; None is left out.

        Raises:
            SlackRefused: Slack said no.
            SlackTrouble: Slack or the way to it has trouble.
        """
        return await self._call(method, arguments, self._bot_token)

    async def call_as_app(self, method: str) -> Reply:
        """Call a method once, as ``call`` does, with the app's token."""
        return await self._call(method, {}, self._app_token)

    async def call_in_time(self, method: str, may_leave: Callable[[], bool], **arguments: object) -> Reply:
        """Call a method once, as ``call``, if ``may_leave`` says so right before the request leaves.

        Where it does not, the error says that the request surely did not arrive.
        """
        return await self._call(method, arguments, self._bot_token, may_leave=may_leave)

    async def _call(
        self,
        method: str,
        arguments: Mapping[str, object],
        token: str,
        *,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> Reply:
        response = await self._post(
            method,
            self._base_url + method,
            _form(arguments),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            may_leave=may_leave,
        )
        return reply_of(method, response)

    async def respond(self, response_url: str, payload: Mapping[str, object]) -> None:
        """Answer an interaction by its own address, which lasts for 30 minutes and five answers.

        Raises:
            SlackRefused: The address has expired, or was used up.
            SlackTrouble: As ``call``.
        """
        what, body = "response_url", json.dumps(payload).encode()
        response = await self._post(what, response_url, body, {"Content-Type": "application/json"})
        refuse_expired(what, response)

    async def upload(self, upload_url: str, data: bytes) -> None:
        """Send a file's bytes where ``files.getUploadURLExternal`` said; raises ``SlackTrouble``."""
        what, headers = "the upload", {"Content-Type": "application/octet-stream"}
        response = await self._post(what, upload_url, data, headers, time_limit=UPLOAD_TIMES * self._time_limit)
        refuse_trouble(what, response)
        if response.status not in SUCCESS:
            raise SlackTrouble(f"{what} was answered {response.status}", doubtful=False)

    async def open_socket(self, url: str) -> ClientWebSocketResponse:
        """Connect to an address that ``apps.connections.open`` gave, which is good for one try.

        Pings and pongs are returned like any other frame: each shows that the far end is there.

        Raises:
            SlackTrouble: No connection came about.
        """
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._opened().ws_connect(
                    url,
                    timeout=ClientWSTimeout(ws_close=SOCKET_GOODBYE),
                    heartbeat=SOCKET_HEARTBEAT,
                    autoping=False,
                )
        except WSServerHandshakeError as problem:
            reason = f"the socket was refused with {problem.status}"
        except TimeoutError:
            reason = f"the socket did not open within {self._time_limit:g} s"
        except (ClientError, OSError, ValueError) as problem:
            reason = f"the socket can't be opened: {in_words(problem)}"
        raise SlackTrouble(reason, doubtful=False)  # without a cause, which would hold the ticket

    async def _post(
        self,
        what: str,
        url: str,
        data: bytes,
        headers: Mapping[str, str],
        *,
        time_limit: float | None = None,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> Response:
        """Send one request and read its answer; raises ``SlackTrouble`` where there is none."""
        exchange, limit = _Exchange(may_leave=may_leave), time_limit or self._time_limit
        try:
            async with (
                asyncio.timeout(limit),
                self._opened().post(
                    url, data=data, headers=headers, allow_redirects=False, trace_request_ctx=exchange
                ) as answer,
            ):
                response = await read_response(answer)
        except TimeoutError:
            reason = f"Slack did not answer {what} within {limit:g} s"
        except (ClientError, OSError, ValueError) as problem:
            reason = f"Slack did not answer {what}: {in_words(problem)}"
            if exchange.late:
                reason = f"{what} was not sent: it took too long until it could be"
        else:
            self._answered(response.status)
            return response
        self._answered(None)
        raise SlackTrouble(reason, doubtful=exchange.written)  # without a cause, which would hold the request

    def _opened(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the API is used outside its `async with`")
        return self._session


async def _note_written(_: ClientSession, context: SimpleNamespace, __: TraceRequestHeadersSentParams) -> None:
    """Note that from here on, Slack may read the request."""
    exchange: _Exchange | None = context.trace_request_ctx  # a socket's handshake has none
    if exchange is not None:
        exchange.written = True


async def _hold_back(_: ClientSession, context: SimpleNamespace, __: TraceRequestChunkSentParams) -> None:
    """Hold a request back that may not leave any more: this is called right before its body is handed to the system.

    Without its body Slack does nothing. However long the program was suspended before, there is no pause after this.
    """
    exchange: _Exchange | None = context.trace_request_ctx
    if exchange is not None and not exchange.may_leave():
        exchange.late, exchange.written = True, False
        raise _LateError


def bounded_socket(address: AddrInfoType) -> socket.socket:
    """Return a socket of which the system drops in time what it can't get rid of."""
    family, kind, protocol, _, _ = address
    made = socket.socket(family, kind, protocol)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * UNACKNOWLEDGED))
    return made


def _form(arguments: Mapping[str, object]) -> bytes:
    """Encode arguments as every method takes them, whatever it thinks of JSON."""
    given = {name: value for name, value in arguments.items() if value is not None}
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return urlencode(texts, errors="replace").encode()
