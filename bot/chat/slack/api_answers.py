"""Parses answers of Slack's Web API: a reply, a refusal, or trouble that may leave a doubt."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar, cast

import msgspec
from aiohttp import ClientConnectorDNSError, ClientConnectorError, ClientError, ClientResponse, ClientSSLError

from bot.errors import CapacityBotError

BODY_LIMIT = 8 * 2**20
"""Maximum number of bytes of an answer; the largest hold 200 messages of a channel's history."""

_CHUNK = 2**16
BUSY_WAIT = timedelta(seconds=30)
"""How long to wait after a 429 that does not say how long."""

SUCCESS = range(200, 300)
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
_SCOPES = re.compile(r"[A-Za-z0-9_.:, -]{1,400}")
_TOKEN = re.compile(r"x(?:ox[a-z.]+|app)-[A-Za-z0-9-]+")
_MESSAGES = 5
_MESSAGE_LENGTH = 200

Answer = TypeVar("Answer")


class SlackRefused(CapacityBotError):  # noqa: N818 - as in ``bot.errors``: the tree reads as sentences
    """Slack answered ``ok: false``.

    Args:
        method: The method that was called.
        error: Slack's error code, such as ``channel_not_found``.
        needed: The missing scope, if that is why.
        provided: The token's scopes, if a missing one is why.
        messages: Where in the arguments the mistake is (``response_metadata.messages``).

    Attributes:
        error: As given, like ``needed``.
    """

    def __init__(
        self,
        method: str,
        error: str,
        *,
        needed: str | None = None,
        provided: str | None = None,
        messages: tuple[str, ...] = (),
    ) -> None:
        scope = "" if needed is None else f" (it needs {needed}; the app has {provided or 'other scopes'})"
        super().__init__(f"Slack answered {method} with {error}{scope}{''.join(f'; {one}' for one in messages)}")
        self.error = error
        self.needed = needed


class SlackTrouble(CapacityBotError):  # noqa: N818 - as ``SlackRefused``
    """Slack or the way to it has trouble.

    Attributes:
        doubtful: Whether Slack may have done what was asked nevertheless.
        retry_after: How long to wait before asking again, if Slack said so.
    """

    def __init__(self, reason: str, *, doubtful: bool, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.doubtful = doubtful
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a successful call."""

    method: str
    body: Mapping[str, object] = field(repr=False)

    def read(self, kind: type[Answer]) -> Answer:
        """Return the answer as a ``msgspec.Struct`` of this type; raises ``SlackTrouble`` if it doesn't fit."""
        try:
            return msgspec.convert(self.body, kind)
        except msgspec.ValidationError as problem:
            why = str(problem)
        raise SlackTrouble(f"Slack answered {self.method} with what can't be understood: {why}", doubtful=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP answer, read to its end; ``scopes`` are the token's, if Slack names them."""

    status: int
    retry_after: timedelta | None
    body: bytes
    scopes: frozenset[str] | None = None


async def read_response(answer: ClientResponse) -> Response:
    """Read an answer to its end; raises ``ValueError`` if it is too large."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise ValueError("its answer is too large")
    return Response(
        status=answer.status,
        retry_after=_seconds(answer.headers.get("Retry-After")),
        body=bytes(body),
        scopes=_scopes(answer.headers.get("X-OAuth-Scopes")),
    )


def _scopes(written: str | None) -> frozenset[str] | None:
    return None if written is None else frozenset(scope.strip() for scope in written.split(",") if scope.strip())


def _object(body: bytes) -> dict[str, object] | None:
    """Parse a body, leniently, since a channel's history contains untrusted text."""
    try:
        found = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def reply_of(method: str, response: Response) -> Reply:
    """Parse the answer to a call.

    Raises:
        SlackRefused: Slack answered ``ok: false``.
        SlackTrouble: It is not an answer of Slack's API.
    """
    body = _object(response.body)
    refuse_trouble(method, response)
    if body is None or not isinstance(body.get("ok"), bool):
        raise SlackTrouble(f"{method} was answered {response.status} by something that is not Slack", doubtful=True)
    if not body["ok"]:
        raise _refusal(method, body)
    if response.status not in SUCCESS:
        raise SlackTrouble(f"Slack answered {method} with {response.status}", doubtful=True)
    return Reply(method=method, body=body)


def refuse_expired(what: str, response: Response) -> None:
    """Raise the error of a ``response_url``, unless it accepted the answer."""
    refuse_trouble(what, response)
    said = _object(response.body) or {}
    if response.status not in SUCCESS or said.get("ok") is False:
        word = said.get("error", response.body[:80].decode("utf-8", "replace").strip())
        raise _refusal(what, {"error": word if _is(_CODE, word) else f"http_{response.status}"})


def refuse_trouble(what: str, response: Response) -> None:
    """Raise ``SlackTrouble`` for statuses that need no body to be understood."""
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = response.retry_after or BUSY_WAIT
        raise SlackTrouble(f"Slack limits the rate of {what}", doubtful=False, retry_after=wait)
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        reason = f"Slack answered {what} with {response.status}"
        raise SlackTrouble(reason, doubtful=True, retry_after=response.retry_after)


def _refusal(method: str, body: Mapping[str, object]) -> SlackRefused:
    error, needed, provided = body.get("error"), body.get("needed"), body.get("provided")
    about = body.get("response_metadata")
    messages = about.get("messages") if isinstance(about, dict) else None
    return SlackRefused(
        method,
        cast("str", error) if _is(_CODE, error) else "an unreadable error",
        needed=cast("str", needed) if _is(_SCOPES, needed) else None,
        provided=cast("str", provided) if _is(_SCOPES, provided) else None,
        messages=tuple(
            _TOKEN.sub("…", one)[:_MESSAGE_LENGTH]
            for one in (messages if isinstance(messages, list) else ())[:_MESSAGES]
            if isinstance(one, str)
        ),
    )


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _seconds(header: str | None) -> timedelta | None:
    return timedelta(seconds=int(header)) if header is not None and re.fullmatch(r"[0-9]{1,6}", header) else None


def in_words(problem: Exception) -> str:
    """Return why a request got no answer, without its address, which may be a secret."""
    match problem:
        case ClientConnectorDNSError():
            return "its name can't be resolved"
        case ClientSSLError():
            return "no secure connection can be made"
        case ClientConnectorError(os_error=ConnectionRefusedError()):
            return "the connection was refused"
        case ClientConnectorError():
            return "no connection can be made"
        case ClientError() | OSError():
            return "the connection was cut"
        case _:
            return "the address or the answer is no good"
