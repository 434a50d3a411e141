"""Reads the words and numbers that settings are."""

import math
from collections.abc import Callable

from bot.settings.value_parsers import quoted


def one_of(*words: str) -> Callable[[str], str]:
    """Return what reads one of several words, in any case."""

    def read(written: str) -> str:
        if (word := written.casefold()) in words:
            return word
        raise ValueError(f"is {quoted(written)}: it must be {', '.join(words[:-1])} or {words[-1]}.")

    return read


def number(least: float, most: float, what: str = "") -> Callable[[str], float]:
    """Return what reads a number within limits; ``what`` says which numbers those are, where more is to be said."""

    def read(written: str) -> float:
        try:
            found = float(written)
        except ValueError:
            found = math.nan
        if least <= found <= most:
            return found
        raise ValueError(f"is {quoted(written)}: it must be {what or f'a number from {least:g} to {most:g}'}.")

    return read


def whole_number(least: int, most: int, what: str = "") -> Callable[[str], int]:
    """Return what reads a whole number within limits; ``what`` is as for ``number``."""
    said = what or f"a whole number from {least} to {most}"

    def read(written: str) -> int:
        found = number(least, most, said)(written)
        if found.is_integer():
            return int(found)
        raise ValueError(f"is {quoted(written)}: it must be {said}.")

    return read
