"""Single values as providers may write them: numbers, texts, moments and spans, each None if it can't be read."""

import math
import re
from datetime import UTC, datetime, timedelta

LARGEST_COUNT = 1_000_000
"""No account runs so many jobs: a larger number is a glitch."""
NAME_LENGTH = 320
"""Maximum length of an account's name: the longest e-mail address, 64 + 1 + 255 (RFC 5321)."""

LONGEST_RUN = timedelta(days=30)
"""No job runs for so long: a longer time is a glitch."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})", re.ASCII)
_UNITS = re.compile(r"(?:(\d{1,4}) ?h)? ?(?:(\d{1,6}) ?m(?:in)?)? ?(?:(\d{1,8})(?:\.\d+)? ?s)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_SECONDS = 20_000_000_000
"""Largest number read as seconds since 1970, in the year 2603; a larger one is read as milliseconds."""


def number(value: object) -> int | None:
    """Read a whole number, ``5``, ``5.0`` or ``"5"``; None beyond ``LARGEST_COUNT``."""
    found = _figure(value)
    return int(found) if found is not None and abs(found) <= LARGEST_COUNT and found == int(found) else None


def count(value: object) -> int | None:
    """Read a whole number that is at least zero."""
    found = number(value)
    return None if found is None or found < 0 else found


def percent(value: object) -> float | None:
    """Read a percentage, also from text; more than 100 becomes 100."""
    found = _figure(value)
    return float(min(found, 100)) if found is not None and 0 <= found < math.inf else None


def text(value: object, longest: int) -> str | None:
    """Read free text, or a number as text, clipped to ``longest`` characters."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip()[:longest].rstrip() or None if isinstance(value, str) else None


def moment(value: object) -> datetime | None:
    """Read a moment as UTC: ISO 8601 (UTC unless it has an offset), or seconds or milliseconds since 1970."""
    if isinstance(value, str):
        value = value.strip().removesuffix(" UTC")
    try:
        if (since := _figure(value)) is not None:
            return _EPOCH + timedelta(seconds=since if abs(since) <= _MOST_SECONDS else since / 1000)
        found = datetime.fromisoformat(value.upper()) if isinstance(value, str) else value
        if not isinstance(found, datetime):
            return None
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def time_span(value: object) -> timedelta | None:
    """Read how long something has run: ``01:23``, ``1:02:03``, ``45s``, ``1m 23s``, or a number of seconds."""
    seconds = number(value)
    if seconds is None:
        found = (_CLOCK.fullmatch(value.strip()) or _UNITS.fullmatch(value.strip())) if isinstance(value, str) else None
        if found is None or not any(found.groups()):
            return None
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        seconds = (hours * 60 + minutes) * 60 + rest
    run = timedelta(seconds=seconds)
    return run if timedelta() <= run <= LONGEST_RUN else None


def _figure(value: object) -> int | float | None:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
