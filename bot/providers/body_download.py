"""An answer's bytes, up to a limit that counts what they become, not what was sent; not what they say."""

import zlib
from collections.abc import AsyncIterable
from dataclasses import dataclass

_EITHER_HEADER = zlib.MAX_WBITS | 32
"""Both gzip's header and zlib's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came of reading a body; ``flaw`` says why it is not the whole of it."""

    body: bytes
    flaw: str | None = None


async def download(chunks: AsyncIterable[bytes], encoding: str | None, limit: int) -> Download:
    """Read a body, at most so many bytes of it after decompression.

    A megabyte can become a gigabyte, so it is decompressed here, where it can be stopped.

    Args:
        chunks: The body as it was sent.
        encoding: Its ``Content-Encoding``.
        limit: The greatest number of bytes that it may become.
    """
    encoding = (encoding or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        return Download(body=b"", flaw="it is compressed in a way that was not asked for")
    unpacker = None if encoding == "identity" else zlib.decompressobj(_EITHER_HEADER)
    body = bytearray()
    try:
        async for chunk in chunks:
            body += unpacker.decompress(chunk, limit + 1 - len(body)) if unpacker else chunk
            if len(body) > limit:
                return Download(body=bytes(body[:limit]), flaw=f"it is larger than {limit / 2**20:g} MiB")
    except zlib.error:
        return Download(body=bytes(body), flaw="its compression is broken")
    if unpacker and not unpacker.eof:
        return Download(body=bytes(body), flaw="it breaks off")
    return Download(body=bytes(body))
