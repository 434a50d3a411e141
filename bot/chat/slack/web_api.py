"""Slack's Web API over HTTP: one call is one request, and nothing is retried here.

A repeated ``chat.postMessage`` is a second message, so the caller decides; a failure says whether the request may have
arrived. Tokens, ``response_url``s and tickets are secrets and appear in no error and no log.
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
"""Seconds for a whole answer; Slack may still store a message some seconds later."""

UNACKNOWLEDGED = 5.0
"""Seconds for which the system keeps retransmitting data that Slack does not acknowledge.

By default that is minutes, even after the program has ended, so a request from before a network failure could arrive
long after it was considered lost. Linux only (TCP_USER_TIMEOUT,
https://man7.org/linux/man-pages/man7/tcp.7.html).
"""

UPLOAD_TIMES = 4
"""How many times longer than a call an upload may take."""

SOCKET_HEARTBEAT = 10.0
"""Seconds without a frame after which aiohttp pings; a socket that doesn't answer within half of that is closed."""

SOCKET_GOODBYE = 1.0
"""Seconds to wait for a clean close."""


@dataclass(slots=True)
class _Exchange:
    """The progress of a request.

    Attributes:
        may_leave: Called right before the request leaves.
        written: Whether Slack may have received it.
        late: Whether it was held back because it was too late.
    """

    may_leave: Callable[[], bool]
    written: bool = False
    late: bool = False


class _LateError(CapacityBotError):
    """It is too late for a request to leave."""


class SlackApi:
    """Calls Slack; an async context manager around one session.

    Args:
        bot_token: The bot's token (``xoxb-…``).
        app_token: The token that opens sockets (``xapp-…``).
        base_url: Slack's base URL.
        time_limit: Seconds for a whole answer.
        answered: Called with the status of each answer; None if none came.

    Attributes:
        granted_scopes: The scopes of the bot's token, as Slack's last answer named them; None until one has.

    Raises:
        BadSettings: A token contains characters that an HTTP header can't hold.
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
                # Checked here, since aiohttp's error would show the token.
                raise BadSettings(f"{name} holds characters that no token has.")
        self._bot_token = bot_token
        self._app_token = app_token
        self._base_url = f"{base_url.rstrip('/')}/"
        self._time_limit = time_limit
        self._answered = answered
        self._session: ClientSession | None = None
        self.granted_scopes: frozenset[str] | None = None

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
            arguments: Its arguments. Lists and objects are sent as JSON; None is left out.

        Raises:
            SlackRefused: Slack answered ``ok: false``.
            SlackTrouble: Slack or the way to it has trouble.
        """
        return await self.call_in_time(method, lambda: True, **arguments)

    async def call_as_app(self, method: str) -> Reply:
        """Call a method once, as ``call`` does, with the app's token."""
        return reply_of(method, await self._call(method, {}, self._app_token))

    async def call_in_time(self, method: str, may_leave: Callable[[], bool], **arguments: object) -> Reply:
        """Call a method once, as ``call`` does, if ``may_leave`` allows it right before the request leaves.

        Otherwise the error says that the request did not arrive.
        """
        response = await self._call(method, arguments, self._bot_token, may_leave)
        self.granted_scopes = response.scopes or self.granted_scopes
        return reply_of(method, response)

    async def _call(
        self, method: str, arguments: Mapping[str, object], token: str, may_leave: Callable[[], bool] = lambda: True
    ) -> Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"}
        return await self._post(method, self._base_url + method, _form(arguments), headers, may_leave=may_leave)

    async def respond(self, response_url: str, payload: Mapping[str, object]) -> None:
        """Answer an interaction at its ``response_url``, which takes five answers within 30 minutes.

        Raises:
            SlackRefused: The URL has expired, or was used up.
            SlackTrouble: As in ``call``.
        """
        what, body = "response_url", json.dumps(payload).encode()
        response = await self._post(what, response_url, body, {"Content-Type": "application/json"})
        refuse_expired(what, response)

    async def upload(self, upload_url: str, data: bytes) -> None:
        """Send a file's bytes to the URL from ``files.getUploadURLExternal``; raises ``SlackTrouble``."""
        what, headers = "the upload", {"Content-Type": "application/octet-stream"}
        response = await self._post(what, upload_url, data, headers, time_limit=UPLOAD_TIMES * self._time_limit)
        refuse_trouble(what, response)
        if response.status not in SUCCESS:
            raise SlackTrouble(f"{what} was answered {response.status}", doubtful=False)

    async def open_socket(self, url: str) -> ClientWebSocketResponse:
        """Connect to a URL from ``apps.connections.open``, which is valid for one attempt.

        Pings and pongs are returned like other frames, since each shows that the far end is alive.

        Raises:
            SlackTrouble: The connection failed.
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
        raise SlackTrouble(reason, doubtful=False)  # without a cause, which would contain the ticket

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
        """Send one request and read its answer; raises ``SlackTrouble`` if there is none."""
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
        raise SlackTrouble(reason, doubtful=exchange.written)  # without a cause, which would contain the request

    def _opened(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the API is used outside its `async with`")
        return self._session


async def _note_written(_: ClientSession, context: SimpleNamespace, __: TraceRequestHeadersSentParams) -> None:
    """Note that from now on Slack may receive the request."""
    exchange: _Exchange | None = context.trace_request_ctx  # a socket's handshake has none
    if exchange is not None:
        exchange.written = True


async def _hold_back(_: ClientSession, context: SimpleNamespace, __: TraceRequestChunkSentParams) -> None:
    """Hold back a late request; called right before its body is handed to the system.

    Without the body, Slack does nothing. There is no await between this check and the write, so even a program that was
    suspended for long before it sends nothing late.
    """
    exchange: _Exchange | None = context.trace_request_ctx
    if exchange is not None and not exchange.may_leave():
        exchange.late, exchange.written = True, False
        raise _LateError


def bounded_socket(address: AddrInfoType) -> socket.socket:
    """Return a socket whose unacknowledged data the system drops after ``UNACKNOWLEDGED`` seconds."""
    family, kind, protocol, _, _ = address
    made = socket.socket(family, kind, protocol)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(1000 * UNACKNOWLEDGED))
    return made


def _form(arguments: Mapping[str, object]) -> bytes:
    """Encode arguments as a form, which every method takes; not all take JSON."""
    given = {name: value for name, value in arguments.items() if value is not None}
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return urlencode(texts, errors="replace").encode()
