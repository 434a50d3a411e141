"""Whether a message may have been stored although posting it failed.

discord.py repeats some failed requests by itself, so all requests of an attempt count, not only the last.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
from yarl import URL

from bot.errors import TryAgain


@dataclass(slots=True)
class _Attempt:
    """One attempt to post a message.

    Attributes:
        unanswered: True while a request is under way.
        perhaps_stored: True after an answer that doesn't rule out that the message was stored.
    """

    unanswered: bool = False
    perhaps_stored: bool = False


_current: ContextVar[_Attempt | None] = ContextVar("_current", default=None)


@contextlib.contextmanager
def noting_doubt() -> Iterator[None]:
    """Set ``sent`` of a ``TryAgain`` raised in the block: whether a message may be stored."""
    attempt = _Attempt()
    token = _current.set(attempt)
    try:
        yield
    except TryAgain as problem:
        problem.sent = attempt.unanswered or attempt.perhaps_stored
        raise
    finally:
        _current.reset(token)


async def note_written(_: object, __: SimpleNamespace, sent: aiohttp.TraceRequestHeadersSentParams) -> None:
    """Note that a request is under way."""
    if (attempt := _current.get()) is not None and _is_post(sent.method, sent.url):
        attempt.unanswered = True


async def note_answered(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Note an answer: with a 4xx, Discord stored nothing."""
    if (attempt := _current.get()) is not None and _is_post(ended.method, ended.url):
        attempt.unanswered = False
        refused = HTTPStatus.BAD_REQUEST <= ended.response.status < HTTPStatus.INTERNAL_SERVER_ERROR
        attempt.perhaps_stored |= not refused


def _is_post(method: str, url: URL) -> bool:
    return method == "POST" and url.path.endswith("/messages")
