"""Text of others made harmless, and spans and numbers made legible; not whose text it is, nor where it is shown.

Whoever names an account or makes a job chooses text that ends up in a channel. What comes out of here can't ping,
format, link, break a line, hide, pile up or reorder what stands beside it.

Discord takes a backslash before any ASCII punctuation as "mean this literally", outside of code. What is escaped here
is what its Markdown, its mentions, its emoji and its automatic links start from
(https://support.discord.com/hc/en-us/articles/210298617, https://discord.com/developers/docs/reference#message-formatting).
Dots and dashes are left alone where they mean nothing, since notifications on a phone show backslashes as they are.
"""

import re
import unicodedata
from datetime import timedelta
from functools import lru_cache

ELLIPSIS = "…"
"""Stands for what was clipped."""

MARKS_KEPT = 2
"""So many accents may stack on one letter: Vietnamese needs two, Zalgo lives on more."""

_DROPPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Controls, bidi and zero-width characters, tags, what Unicode has not assigned, private use, lone surrogates."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffc\U00013441\U00013442\U00016fe4"
    "\U0001d159\U000e0100-\U000e01ef]"
)
"""Shown as nothing though their category says letter, mark or symbol: joiners, fillers, variation selectors."""

_BLANK = "\u2800"
"""The empty Braille pattern: a space by another name."""

_COUNTED = 1_000_000
_ONE_PERCENT = 0.01

_REMEMBERED = lru_cache(maxsize=2048)
"""The same names come again in every answer, and are a third of the work of one."""

_SPECIAL = frozenset("\\`*_~|<>[]():/#")
_ONLY_AT_START = frozenset("-+")
_NUMBERED = re.compile(r"[0-9]+(?=\.)")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_FULL_WIDTH_AT = "\uff20"  # a backslash would not do: Discord looks for this mention in the text as sent
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


@_REMEMBERED
def clean(text: str, limit: int) -> str:
    """Leave of a text what can be seen, on one line, in at most ``limit`` characters; not yet escaped.

    For places that show text as it is: the names of autocompleted choices, footers.
    """
    scanned = 8 * limit + 256  # megabytes of nothing visible are not worth the reading
    seen = text[:scanned]
    kept = " ".join(seen.split()) if seen.isascii() and seen.isprintable() else _visible(seen)
    return clip(kept, limit) if len(text) <= scanned else clip(kept + ELLIPSIS, limit)


def clip(text: str, limit: int) -> str:
    """Shorten a text to ``limit`` characters, the last being ``…``; half an escape is never left."""
    if len(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    if (len(kept) - len(kept.rstrip("\\"))) % 2:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS[: max(limit, 0)]


@_REMEMBERED
def plain(text: str, limit: int) -> str:
    """Make text of others harmless in Markdown, in at most ``limit`` characters *including* the escapes.

    Text that runs from right to left is wrapped in an isolate, so that the numbers beside it stay where they are.
    """
    kept = _EVERYBODY.sub(_FULL_WIDTH_AT, clean(text, limit))
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in kept):
        inner = _escape(kept, limit - 2)
        return f"{_ISOLATE}{inner}{_END_OF_ISOLATE}" if inner else ""
    return _escape(kept, limit)


def duration(span: timedelta) -> str:
    """Format a duration as ``3:57`` or ``1:02:03``; hours go on beyond a day, and nothing is negative."""
    seconds = max(int(span.total_seconds()), 0)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def amount(number: int) -> str:
    """Format a number in at most eight characters; a provider may claim any number, but none below zero is believed."""
    return f"{max(number, 0):,}" if number < _COUNTED else f"{_COUNTED - 1:,}+"


def count(number: int, noun: str) -> str:
    """Format a count of things: ``1 job``, ``12 jobs``, ``10,000 jobs``."""
    return f"{amount(number)} {noun if number == 1 else f'{noun}s'}"


def percent(part: float) -> str:
    """Format a share of 1 as ``13%``; what is neither nothing nor all is never rounded to either."""
    if 0 < part < _ONE_PERCENT:
        return "less than 1%"
    if 1 - _ONE_PERCENT < part < 1:
        return "more than 99%"
    return f"{part:.0%}"


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = MARKS_KEPT  # no letter yet that could carry one
    for character in text:
        category = unicodedata.category(character)
        if character.isspace() or character == _BLANK:
            kept.append(" ")
            marks = MARKS_KEPT
        elif category in _DROPPED or _INVISIBLE.match(character):
            continue
        elif category in {"Mn", "Me"}:
            marks += 1
            if marks <= MARKS_KEPT:
                kept.append(character)
        else:
            kept.append(character)
            marks = 0
    return " ".join("".join(kept).split())


def _escape(text: str, limit: int) -> str:
    """Escape character by character, so that no cut leaves half an escape."""
    numbered = _NUMBERED.match(text)
    dot = numbered.end() if numbered else None
    pieces: list[str] = []
    length = 0
    fits = 0  # so many pieces leave room for the ellipsis
    for place, character in enumerate(text):
        special = character in _SPECIAL or place == dot or (place == 0 and character in _ONLY_AT_START)
        pieces.append(f"\\{character}" if special else character)
        length += len(pieces[-1])
        if length > limit:
            return "".join(pieces[:fits]).rstrip() + ELLIPSIS[: max(limit, 0)]
        if length < limit:
            fits = len(pieces)
    return "".join(pieces)
