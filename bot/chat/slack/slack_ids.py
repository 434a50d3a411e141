"""Converts Slack's ids to the numbers that the rest of the bot uses, and back.

An id such as ``C024BE91L`` is a capital letter followed by letters and digits. Its number is that in base 36, negated,
since Discord's ids are positive (``bot.platforms``). Slack documents no length; twelve characters fit into 64
bits, and real ids have nine to eleven.

A message is identified by its channel and its ``ts``, seconds since 1970 with six decimals
(https://docs.slack.dev/messaging/retrieving-messages); its number is that in microseconds.
"""

import re
from string import ascii_uppercase, digits

_ID = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_TS = re.compile(r"([0-9]{1,12})\.([0-9]{6})")
_NUMBER = re.compile(r"(?<![\w-])-[1-9][0-9]{11,18}(?!\w|\.\d)")
"""An id's number in a text: ids of nine and more characters have 13 and more digits."""

_DIGITS = digits + ascii_uppercase


def number_of(slack_id: str) -> int:
    """Return the negative number of the id of a channel, member, user group or workspace.

    Raises:
        ValueError: It is not a Slack id, or is longer than twelve characters.
    """
    if _ID.fullmatch(slack_id) is None:
        raise ValueError(f"{slack_id[:40]!r} is no id of Slack")
    return -int(slack_id, 36)


def slack_id_of(number: int) -> str:
    """Return the id of a number made by ``number_of``; raises ``ValueError`` for any other."""
    left, characters = -number, ""
    while left > 0:
        left, digit = divmod(left, 36)
        characters = _DIGITS[digit] + characters
    if _ID.fullmatch(characters) is None:
        raise ValueError(f"{number} is no id of Slack")
    return characters


def known_slack_id(number: int) -> str | None:
    """Return the id of a number; None if it is of another platform."""
    try:
        return slack_id_of(number)
    except ValueError:
        return None


def with_slack_ids(text: str) -> str:
    """Return a text for the log with numbers replaced by Slack's own ids."""
    return _NUMBER.sub(lambda found: known_slack_id(int(found[0])) or found[0], text)


def message_number_of(ts: str) -> int:
    """Return a message's number within its channel; raises ``ValueError`` for an invalid ``ts``."""
    found = _TS.fullmatch(ts)
    if found is None:
        raise ValueError(f"{ts[:40]!r} is no message's ts")
    return int(found[1] + found[2])


def ts_of(message: int) -> str:
    """Return the ``ts`` of a message's number."""
    seconds, microseconds = divmod(message, 1_000_000)
    return f"{seconds}.{microseconds:06d}"
