"""What Discord's refusals mean for a direct message: the channel is told instead; other trouble is ``verdict``'s."""

import contextlib
from collections.abc import Iterator
from http import HTTPStatus

import discord

_REFUSALS = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


@contextlib.contextmanager
def unless_refused() -> Iterator[None]:
    """Leave the block where Discord takes no direct message for this member, with whatever code it says so.

    50007 where they take none, 50278 where no server is shared any more, 50033 and 10013 where they are gone
    (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). An answer without a code is the edge's.
    """
    try:
        yield
    except discord.HTTPException as problem:
        if problem.status not in _REFUSALS or not problem.code:
            raise
