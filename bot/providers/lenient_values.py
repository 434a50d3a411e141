"""The ways in which a row may be odd and still be understood; everything else makes it unreadable.

A broken free field (a time, a reference) costs only that field; a broken number or name costs the row.
"""

from datetime import UTC, datetime

from pydantic_core import SchemaValidator, ValidationError, core_schema

ABSURD = 1_000_000
"""No account runs so many jobs; a number beyond it is a glitch."""
ELAPSED_LENGTH = 32
REF_LENGTH = 1024
"""As documented for ``replyRef``."""

_NUMBERS = ("maxJobs", "executing", "available")
_TEXTS = {"elapsed": ELAPSED_LENGTH, "replyRef": REF_LENGTH}
_MOMENT = SchemaValidator(core_schema.datetime_schema())


def tidied(row: object) -> object:
    """Drop what says nothing, spell numbers as numbers and clip texts; what can't be helped stays, to be refused."""
    if not isinstance(row, dict):
        return row
    said = {key: value for key, value in row.items() if value is not None and value != ""}
    for key in _NUMBERS:
        if (count := number(said.get(key))) is not None:
            said[key] = count
    for key, longest in _TEXTS.items():
        if (found := text(said.pop(key, None), longest)) is not None:
            said[key] = found
    if (at := moment(said.pop("started", None))) is not None:
        said["started"] = at
    return said


def number(value: object) -> int | None:
    """Read a whole number as providers may write it, ``5``, ``5.0`` or ``"5"``; None where it is none, or absurd."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) <= ABSURD and value == int(value) else None


def text(value: object, longest: int) -> str | None:
    """Read free text, which may be written as a number, clipped; None where it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip()[:longest].rstrip() or None if isinstance(value, str) else None


def moment(value: object) -> datetime | None:
    """Read a moment: ISO-8601 (without an offset: UTC) or an epoch (seconds, milliseconds); None where it is none."""
    try:
        found: datetime = _MOMENT.validate_python(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValidationError, OverflowError):
        return None
