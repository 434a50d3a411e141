"""Reads an HTTP body up to a limit on its decompressed size."""

import zlib
from collections.abc import AsyncIterable
from dataclasses import dataclass

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
"""Makes zlib accept either header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A body as far as it could be read; ``flaw`` says why it is not whole, as the end of a sentence."""

    body: bytes
    flaw: str | None = None


async def download(chunks: AsyncIterable[bytes], encoding: str | None, limit: int) -> Download:
    """Read a body of at most ``limit`` bytes after decompression.

    A megabyte can become a gigabyte, so it is decompressed here, where it can be stopped, and not by aiohttp.

    Args:
        chunks: The body as it was sent.
        encoding: Its ``Content-Encoding``.
        limit: Maximum number of decompressed bytes.
    """
    encoding = (encoding or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        return Download(body=b"", flaw="it is compressed in a way that was not asked for")
    decompressor = None if encoding == "identity" else zlib.decompressobj(_GZIP_OR_ZLIB)
    body = bytearray()
    try:
        async for chunk in chunks:
            body += decompressor.decompress(chunk, limit + 1 - len(body)) if decompressor else chunk
            if len(body) > limit:
                return Download(body=bytes(body[:limit]), flaw=f"it is larger than {limit / 2**20:g} MiB")
    except zlib.error:
        return Download(body=bytes(body), flaw="its compression is broken")
    if decompressor and not decompressor.eof:
        return Download(body=bytes(body), flaw="it breaks off")
    return Download(body=bytes(body))
