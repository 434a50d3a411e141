"""A body's bytes as JSON, whoever sent them; not what the JSON means.

The standard library's parser is used rather than pydantic's: it accepts a lone surrogate, which here costs one
character instead of the look.
"""

import json
import re

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def parse_json(body: bytes) -> object:
    """Parse a body; every string in it can then be encoded, stored and shown.

    Bytes that are no UTF-8, lone surrogates and NUL (which PostgreSQL does not store) become U+FFFD; NaN and Infinity,
    which are not JSON, become None, since they say nothing.

    Raises:
        ValueError: when it is no JSON, or holds numbers of thousands of digits or lists nested a thousand deep.
    """
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        found = _DECODER.decode(text)
        return _storable(found) if _SUSPECT.search(text) else found
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _nothing(_constant: str) -> None:
    """Stand for NaN and Infinity."""


_DECODER = json.JSONDecoder(parse_constant=_nothing)


def _storable(found: object) -> object:
    if isinstance(found, str):
        if found.isascii() and "\0" not in found:
            return found
        whole = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.replace("\0", _REPLACEMENT)
    if isinstance(found, list):
        return [_storable(item) for item in found]
    if isinstance(found, dict):
        return {_storable(key): _storable(value) for key, value in found.items()}
    return found
