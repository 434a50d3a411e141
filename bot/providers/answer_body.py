"""Reads a provider's body, up to a limit on its decompressed size, and parses its JSON, for every family of answers.

msgspec parses twice as fast as the standard library, typed rows included. A body that it refuses is parsed by the
standard library, which is lenient: a lone surrogate costs one character, not the whole look.
"""

import json
import re
import zlib
from collections.abc import AsyncIterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypedDict

import msgspec

from bot.providers.redaction import QUOTE_LENGTH, one_line, without_secrets

_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
"""Makes zlib accept either header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A body as far as it could be read; ``flaw`` says why it is incomplete, as the end of a sentence."""

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


_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_NUL_OR_SURROGATE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class UnreadableBody(Exception):  # noqa: N818 - as in ``bot.errors``
    """A body is not what its family expects; the text completes "… could not be understood: …"."""


def documented_object(values: Mapping[str | None, Any]) -> object:
    """Return the type of an object with these keys, each of which has a value of its type or null, or is missing.

    Keys that are None, as the provider has none, are left out. Of other keys, only ``error`` is parsed.
    """
    keys = {key: value | None for key, value in {**values, "error": object}.items() if key is not None}
    return TypedDict("DocumentedObject", keys, total=False)  # type: ignore[operator]  # a type made at run time


def parse_json(body: bytes, documented: object = Any) -> object:
    """Parse a body into values whose strings can all be encoded, stored and shown.

    A body of the type ``documented`` becomes a value of that type, any other body becomes plain values.
    Invalid UTF-8, lone surrogates and NUL (which PostgreSQL can't store) become U+FFFD; NaN and Infinity, which are not
    JSON, become None.

    Raises:
        ValueError: if it is not JSON, has a number of thousands of digits, or is nested a thousand levels deep.
    """
    if rb"\u0000" not in body:
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            try:
                return msgspec.json.decode(body, type=documented)
            except msgspec.ValidationError:
                return msgspec.json.decode(body)
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        found = _DECODER.decode(text)
        return _storable(found) if _NUL_OR_SURROGATE.search(text) else found
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def parse_object(body: bytes, documented: object = Any) -> dict[str, object]:
    """Parse a body that must be a JSON object, as ``parse_json`` does.

    Raises:
        UnreadableBody: if it is anything else. Its cause holds the whole body.
    """
    try:
        found = parse_json(body, documented)
    except ValueError as error:
        raise UnreadableBody("it is a web page, not JSON" if _is_page(body) else "it is not JSON") from error
    if not isinstance(found, dict):
        raise UnreadableBody("it is no JSON object")
    return found


def _is_page(body: bytes) -> bool:
    """Return whether a body is HTML, as from a proxy or a login page."""
    return body.lstrip()[:1] == b"<"


def quote_error(found: Mapping[str, object]) -> str | None:
    """Quote the ``error`` of an object that is no answer; None if it has none."""
    error = found.get("error")
    return f"it says “{one_line(without_secrets(error), QUOTE_LENGTH)}”" if error and isinstance(error, str) else None


def _none(_constant: str) -> None:
    """Return None for NaN and Infinity."""


_DECODER = json.JSONDecoder(parse_constant=_none)


def _storable(found: object) -> object:
    if isinstance(found, str):
        if found.isascii() and "\0" not in found:
            return found
        text = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text.replace("\0", _REPLACEMENT)
    if isinstance(found, list):
        return [_storable(item) for item in found]
    if isinstance(found, dict):
        return {_storable(key): _storable(value) for key, value in found.items()}
    return found
