"""Single values as providers may write them: whole numbers, texts and moments, each None if it can't be read."""

from datetime import UTC, datetime

from pydantic_core import SchemaValidator, ValidationError, core_schema

LARGEST_COUNT = 1_000_000
"""No account runs so many jobs; a number beyond it is a glitch."""
NAME_LENGTH = 320
"""Maximum length of an account's name: the longest e-mail address, 64 + 1 + 255 (RFC 5321)."""

_MOMENT = SchemaValidator(core_schema.datetime_schema())


def number(value: object) -> int | None:
    """Read a whole number, ``5``, ``5.0`` or ``"5"``; None beyond ``LARGEST_COUNT``."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) <= LARGEST_COUNT and value == int(value) else None


def text(value: object, longest: int) -> str | None:
    """Read free text, or a number as text, clipped to ``longest`` characters."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip()[:longest].rstrip() or None if isinstance(value, str) else None


def moment(value: object) -> datetime | None:
    """Read a moment as UTC: ISO 8601 (UTC if it has no offset), or seconds or milliseconds since 1970."""
    try:
        found: datetime = _MOMENT.validate_python(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValidationError, OverflowError):
        return None
