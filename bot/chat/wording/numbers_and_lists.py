"""Numbers, shares and lists of names in a sentence: ``12 jobs``, ``twice``, ``13%``, ``Kling and Suno``."""

import re
from collections.abc import Sequence

_COUNTED = 1_000_000
_ONE_PERCENT = 0.01
_PERCENT = re.compile(r"(-?[0-9]{1,15}) ?%")


def amount(number: int) -> str:
    """Format a number in at most eight characters; negative numbers, which a provider may claim, become 0."""
    return f"{max(number, 0):,}" if number < _COUNTED else f"{_COUNTED - 1:,}+"


def times(number: int) -> str:
    """Return how often: ``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(number, f"{amount(number)} times")


def count(number: int, noun: str) -> str:
    """Format a count of things: ``1 job``, ``12 jobs``, ``10,000 jobs``."""
    return f"{amount(number)} {noun if number == 1 else f'{noun}s'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: ``Kling``, ``Kling and Suno``, ``Kling, MiniMax and Suno``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def sentence_case(text: str) -> str:
    """Return text of ours with a capital letter first; unlike ``str.capitalize``, it leaves the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def percent(part: float) -> str:
    """Format a share of 1 as ``13%``; other shares are never rounded to 0% or 100%."""
    if 0 < part < _ONE_PERCENT:
        return "less than 1%"
    if 1 - _ONE_PERCENT < part < 1:
        return "more than 99%"
    return f"{part:.0%}"


def read_percent(typed: str) -> int | None:
    """Read a whole percentage as people type it: ``80%``; None if it is none."""
    match = _PERCENT.fullmatch(typed)
    return None if match is None else int(match[1])
