"""Reads what a button carries, which a bot of another version may have written."""


class UnreadableButton(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """An action can't read what its button carries: the button is of another version."""


def read_number(argument: str) -> int:
    """Return a number that a button carries; raises ``UnreadableButton`` if it is none."""
    try:
        return int(argument)
    except ValueError as problem:
        raise UnreadableButton(argument) from problem
