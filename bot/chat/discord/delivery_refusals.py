"""What Discord's refusals mean for delivery: try again, give up, or post in the channel instead."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import discord
import msgspec

from bot.chat.discord.gateway_connection import REFUSALS
from bot.errors import REPORT_IT, ChannelRefused, EditRefused, GiveUp, MessageRefused, TryAgain

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
TOO_MANY_OLD_EDITS = 30046
THREAD_ARCHIVED = 50083
THREAD_LOCKED = 160005

_DIRECT_REFUSALS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})

ARCHIVED_WAIT = timedelta(minutes=5)
"""How long edits wait in an archived thread; any new message, such as the next alert, reopens it."""


class Stored(msgspec.Struct):
    """The part of every answer on which delivery relies: the id of a message or channel."""

    id: str


class StoredChannel(Stored):
    """The part of an answer about a channel; a direct message's channel is in no guild."""

    guild_id: str | None = None


_expected: ContextVar[type[Stored] | type[list[Stored]] | None] = ContextVar("_expected", default=None)


@contextlib.contextmanager
def judged() -> Iterator[None]:
    """Translate failed requests in the block into our errors.

    Raises:
        TryAgain: Discord or the way to it has trouble.
        GiveUp: Discord refuses this channel or this message for good.
    """
    try:
        yield
    except discord.RateLimited as problem:
        raise TryAgain("Discord limits the rate.", retry_after=timedelta(seconds=problem.retry_after)) from problem
    except discord.HTTPException as problem:
        raise _verdict(problem) from problem
    except TimeoutError as problem:
        raise TryAgain("Discord did not answer in time.") from problem
    except (aiohttp.ClientError, OSError) as problem:
        raise TryAgain(f"The connection to Discord failed: {type(problem).__name__}: {problem}") from problem


@contextlib.contextmanager
def unless_refused() -> Iterator[None]:
    """Leave the block if Discord accepts no direct message for this member, with any code of its own.

    50007 if they accept none, 50278 if no server is shared any more, 50033 and 10013 if they are gone
    (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). An answer without a code is a proxy's.
    """
    try:
        yield
    except discord.HTTPException as problem:
        if problem.status not in _DIRECT_REFUSALS or not problem.code:
            raise


@contextlib.contextmanager
def expecting(answer: type[Stored] | type[list[Stored]]) -> Iterator[None]:
    """Make ``refuse_odd_answer`` refuse any successful answer in the block that is not of this type."""
    token = _expected.set(answer)
    try:
        yield
    finally:
        _expected.reset(token)


async def refuse_odd_answer(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Stop a request that got a successful answer which is not Discord's, such as a proxy's page.

    With most of them, discord.py fails in various ways, and an empty one looks like a channel without messages.

    Raises:
        TryAgain: The answer is not of the expected type.
    """
    expected = _expected.get()
    if expected is None or not ended.response.ok:
        return
    try:
        msgspec.json.decode(await ended.response.read(), type=expected)
    except ValueError as problem:  # the base of msgspec's errors, and of that for invalid UTF-8
        raise TryAgain(f"Discord's answer ({ended.response.status}) can't be understood: {problem}") from problem


async def refuse_old_edit(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Stop a request that was answered with 30046, which discord.py would repeat five times.

    Discord sends it with 429 when messages of a channel that are older than an hour were edited too often
    (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). To discord.py that is a rate limit like
    any other, and a ``KeyError`` if the answer does not say when to come back.

    Raises:
        EditRefused: It was answered with 30046.
    """
    response = ended.response
    if response.status != HTTPStatus.TOO_MANY_REQUESTS or response.content_type != "application/json":
        return
    said = await response.json()
    if isinstance(said, dict) and said.get("code") == TOO_MANY_OLD_EDITS:
        raise EditRefused("Discord takes no more edits of old messages.", retry_after=_wait(said.get("retry_after")))


def _verdict(problem: discord.HTTPException) -> TryAgain | GiveUp:
    """Return ``GiveUp`` if Discord itself refused, ``TryAgain`` for trouble on the way, such as a proxy's HTML."""
    said = f"Discord answered {problem.status} (code {problem.code}): {problem.text[:200]}"
    if problem.code in {UNKNOWN_MESSAGE, TOO_MANY_OLD_EDITS}:
        return EditRefused(said)
    if problem.code == THREAD_ARCHIVED and problem.response.method == "PATCH":
        return EditRefused(said, retry_after=ARCHIVED_WAIT)
    if problem.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TryAgain(said, retry_after=_wait(problem.response.headers.get("Retry-After")))
    is_token = problem.status == HTTPStatus.UNAUTHORIZED
    if is_token or problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not problem.code:
        return TryAgain(f"{REFUSALS[4004]} {said}" if is_token else said)
    help_there = _help_for_channel(problem)
    if help_there is None:
        return MessageRefused(f"Discord does not take this message; {REPORT_IT}: {said}")
    return ChannelRefused(f"{help_there}. {said}")


def _help_for_channel(problem: discord.HTTPException) -> str | None:
    """Return what a person must fix before the channel takes messages again; None if only this message is refused."""
    if problem.code in {THREAD_ARCHIVED, THREAD_LOCKED}:
        return "the thread is closed: unlock it, or give the bot Manage Threads there"
    if problem.status == HTTPStatus.FORBIDDEN:
        return "the bot may not write there: it needs View Channel, Send Messages, Embed Links"
    return "the channel does not exist any more" if problem.code == UNKNOWN_CHANNEL else None


def _wait(said: object) -> timedelta | None:
    try:
        return timedelta(seconds=float(str(said)))
    except (ValueError, OverflowError):
        return None
