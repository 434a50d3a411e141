"""Reading a body up to a limit on its decompressed size, without ever holding more."""

import tracemalloc
import zlib
from collections.abc import AsyncIterator
from functools import cache

from bot.providers.answer_body import download
from tests.rows import each_row

LIMIT = 1000


async def _chunks(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@cache
def _bomb() -> bytes:
    return zlib.compress(bytes(8 * 2**20), 1)


@each_row("encoding", ["deflate", "gzip", "X-GZIP "])
async def test_a_gzip_bomb_is_never_decompressed_whole(encoding: str) -> None:
    bomb = _bomb()
    tracemalloc.start()
    try:
        loaded = await download(_chunks(bomb), encoding, LIMIT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert loaded.body == bytes(LIMIT)
    assert loaded.flaw is not None
    assert peak < 2**20


@each_row("size", [0, 1, LIMIT])
@each_row("packed", [True, False])
async def test_a_body_within_the_limit_is_whole(size: int, packed: bool) -> None:  # noqa: FBT001 - parametrised
    body = bytes(range(256)) * 4
    sent = zlib.compress(body[:size]) if packed else body[:size]
    loaded = await download(_chunks(sent[:7], sent[7:]), "deflate" if packed else None, LIMIT)
    assert (loaded.body, loaded.flaw) == (body[:size], None)


async def test_a_byte_too_many_is_a_flaw() -> None:
    loaded = await download(_chunks(bytes(LIMIT), b"x"), "", LIMIT)
    assert len(loaded.body) == LIMIT
    assert loaded.flaw is not None
