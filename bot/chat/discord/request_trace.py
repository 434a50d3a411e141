"""Traces each request to Discord: attempts to post or edit a message, and Discord's own time.

An attempt notes whether its requests may still leave, and what a failed one may have done: discord.py repeats some
failed requests by itself, so all of its requests count, not only the last. Discord's time is taken from the ``Date`` of
its answers, since our clock may be wrong.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
from yarl import URL

from bot.chat.discord.delivery_refusals import refuse_odd_answer, refuse_old_edit
from bot.chat.discord.request_limits import GlobalLimit, RefusedRequests
from bot.errors import CapacityBotError, TryAgain

_answers: ContextVar[list[datetime] | None] = ContextVar("_answers", default=None)


@dataclass(slots=True)
class Attempt:
    """One attempt to post or edit a message.

    Attributes:
        may_leave: Returns whether a request may still leave; called right before each of its requests.
        late: True if a request was held back, since it was too late for it to leave.
        unanswered: True while a request is under way.
        perhaps_done: True after an answer that doesn't rule out that the message was stored or edited.
    """

    may_leave: Callable[[], bool] = lambda: True
    late: bool = False
    unanswered: bool = False
    perhaps_done: bool = False


class _LateError(CapacityBotError):
    """It is too late for a request to leave."""


_current: ContextVar[Attempt | None] = ContextVar("_current", default=None)


@contextlib.contextmanager
def attempting() -> Iterator[Attempt]:
    """Yield an attempt made in the block; sets ``sent`` of a ``TryAgain`` raised there: whether it may have worked."""
    attempt = Attempt()
    token = _current.set(attempt)
    try:
        yield attempt
    except TryAgain as problem:
        problem.sent = attempt.unanswered or attempt.perhaps_done
        if attempt.late:
            raise TryAgain("It took too long until it could be sent.", sent=problem.sent) from problem
        raise
    finally:
        _current.reset(token)


async def note_written(_: object, __: SimpleNamespace, sent: aiohttp.TraceRequestHeadersSentParams) -> None:
    """Note that a request is under way."""
    if (attempt := _current.get()) is not None and _is_delivery(sent.method, sent.url):
        attempt.unanswered = True


async def hold_back(_: object, __: SimpleNamespace, sent: aiohttp.TraceRequestChunkSentParams) -> None:
    """Hold back a late request; called right before its body is handed to the system.

    Without the body, Discord does nothing. There is no await between this check and the write, so even a program that
    was suspended for long before it sends nothing late.
    """
    attempt = _current.get()
    if attempt is not None and _is_delivery(sent.method, sent.url) and not attempt.may_leave():
        attempt.late, attempt.unanswered = True, False
        raise _LateError


async def note_answered(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Note an answer: with a 4xx, Discord did nothing."""
    if (attempt := _current.get()) is not None and _is_delivery(ended.method, ended.url):
        attempt.unanswered = False
        refused = HTTPStatus.BAD_REQUEST <= ended.response.status < HTTPStatus.INTERNAL_SERVER_ERROR
        attempt.perhaps_done |= not refused


def _is_delivery(method: str, url: URL) -> bool:
    return method in {"POST", "PATCH"} and "messages" in url.parts


def request_trace(refused: RefusedRequests, limit: GlobalLimit) -> aiohttp.TraceConfig:
    """Return a trace of a client's requests for attempts at delivery, Discord's time, limits and refusals."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(limit.begin)
    trace.on_request_headers_sent.append(note_written)
    trace.on_request_chunk_sent.append(hold_back)
    trace.on_request_end.append(limit.end)
    # The last two may raise, and functions after one that raises are not called.
    trace.on_request_end.extend((note_answered, note_time, refused.count, refuse_old_edit, refuse_odd_answer))
    trace.on_request_exception.extend((limit.end, refused.note_no_answer))
    return trace


@contextlib.contextmanager
def hearing_the_time() -> Iterator[Callable[[], datetime | None]]:
    """Yield a function that returns Discord's time at the block's last answer, to the second; None before the first."""
    heard: list[datetime] = []
    token = _answers.set(heard)
    try:
        yield lambda: heard[-1] if heard else None
    finally:
        _answers.reset(token)


async def note_time(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Note the date of an answer, if it has one."""
    if (heard := _answers.get()) is None:
        return
    with contextlib.suppress(ValueError):  # no date, or none that can be read
        heard.append(parsedate_to_datetime(ended.response.headers.get("Date", "")).astimezone(UTC))
