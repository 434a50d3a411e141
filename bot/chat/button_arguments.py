"""Reads what a button carries, which a bot of another version may have written."""

import re

_NUMBER = re.compile(r"-?[0-9]{1,18}")
"""A number that the database can have."""


class UnreadableButton(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """An action can't read what its button carries: the button is of another version."""


def read_number(argument: str) -> int:
    """Return a number that a button carries; raises ``UnreadableButton`` if it is none."""
    if _NUMBER.fullmatch(argument) is None:
        raise UnreadableButton(argument)
    return int(argument)
