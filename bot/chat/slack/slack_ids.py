"""Slack's ids as the numbers that the rest of the bot works with, and back.

An id such as ``C024BE91L`` is a capital letter and letters or digits: a number to the base 36, here made negative,
since those of Discord are positive (``bot.platforms.platform``). Slack states no length; twelve characters fit into
the 64 bits of a database's integer, and those seen have nine to eleven.

A message is named by its channel and its ``ts``, the seconds since 1970 with six decimals
(https://docs.slack.dev/messaging/retrieving-messages): here the same in microseconds.
"""

import re
from string import ascii_uppercase, digits

_ID = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_TS = re.compile(r"([0-9]{1,12})\.([0-9]{6})")
_NUMBER = re.compile(r"(?<![\w-])-[1-9][0-9]{11,18}(?!\w|\.\d)")
"""A number of ours in a text: those of nine characters and more have 13 digits and more."""

_DIGITS = digits + ascii_uppercase


def number_of(slack_id: str) -> int:
    """Return a channel's, member's, user group's or workspace's number, below zero.

    Raises:
        ValueError: It is no id of Slack, or longer than twelve characters.
    """
    if _ID.fullmatch(slack_id) is None:
        raise ValueError(f"{slack_id[:40]!r} is no id of Slack")
    return -int(slack_id, 36)


def slack_id_of(number: int) -> str:
    """Return Slack's own id of a number that ``number_of`` made; raises ``ValueError`` for any other."""
    left, characters = -number, ""
    while left > 0:
        left, digit = divmod(left, 36)
        characters = _DIGITS[digit] + characters
    if _ID.fullmatch(characters) is None:
        raise ValueError(f"{number} is no id of Slack")
    return characters


def known_slack_id(number: int) -> str | None:
    """Return Slack's own id of a number; None where it is of another platform."""
    try:
        return slack_id_of(number)
    except ValueError:
        return None


def with_slack_ids(text: str) -> str:
    """Return a text with Slack's own ids in the place of their numbers, as people look for them in a log."""
    return _NUMBER.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    try:
        return slack_id_of(int(found[0]))
    except ValueError:
        return found[0]


def message_number_of(ts: str) -> int:
    """Return a message's number within its channel; raises ``ValueError`` where ``ts`` is none."""
    found = _TS.fullmatch(ts)
    if found is None:
        raise ValueError(f"{ts[:40]!r} is no message's ts")
    return int(found[1] + found[2])


def ts_of(message: int) -> str:
    """Return Slack's own name of a message."""
    seconds, microseconds = divmod(message, 1_000_000)
    return f"{seconds}.{microseconds:06d}"
