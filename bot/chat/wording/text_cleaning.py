"""Cleans and clips untrusted text.

People who name accounts or make jobs choose text that ends up in a channel. Cleaned text is one line of visible
characters that don't pile up; each platform's renderer escapes it.
"""

import re
import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
"""Replaces what was clipped."""

SENTENCE_LENGTH = 600
"""Maximum length of a provider's own sentence, where it stands for itself."""

REASON_LENGTH = 300
"""Maximum length of a reason among others, such as a line of a list."""

MAX_ACCENTS = 2
"""Maximum number of accents on one letter: Vietnamese needs two, Zalgo text has more."""

_DROPPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Controls, bidi and zero-width characters, tags, unassigned and private-use characters, lone surrogates."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffc\U00013441\U00013442\U00016fe4"
    "\U0001d159\U000e0100-\U000e01ef]"
)
"""Invisible, although of a visible category: joiners, fillers, variation selectors."""

_BLANK = "\u2800"
"""The empty Braille pattern: a space by another name."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_PERHAPS_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The Unicode blocks of right-to-left scripts, present and future; text without them needs no further check."""

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_BETWEEN = " · "  # separates a thing's name from facts about it, which must not change places


@lru_cache(maxsize=2048)  # the same names recur in every answer, and are a third of its work
def clean(text: str, limit: int) -> str:
    """Return the visible part of a text, on one line, in at most ``limit`` characters; not escaped."""
    scanned = 8 * limit + 256  # don't read megabytes of nothing visible
    seen = text[:scanned]
    kept = " ".join(seen.split()) if seen.isascii() and seen.isprintable() else _visible(seen)
    return clip(kept, limit) if len(text) <= scanned else clip(kept + ELLIPSIS, limit)


def clip(text: str, limit: int) -> str:
    """Shorten a text to ``limit`` characters, the last being ``…``; never cuts a backslash escape in half."""
    if len(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    if (len(kept) - len(kept.rstrip("\\"))) % 2:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS[: max(limit, 0)]


def isolated(text: str) -> str:
    """Isolate right-to-left text, so that it can't reorder its neighbours."""
    return text if text.isascii() else _BETWEEN.join(map(_isolated, text.split(_BETWEEN)))


def clip_isolated(text: str, limit: int) -> str:
    """Shorten text as ``clip`` does, closing an open isolate."""
    clipped = clip(text, limit)
    if clipped.count(_ISOLATE) > clipped.count(_END_OF_ISOLATE):
        clipped = f"{clip(text, limit - 1)}{_END_OF_ISOLATE}" if limit > 0 else ""
        return clipped if clipped.count(_ISOLATE) else clipped.removesuffix(_END_OF_ISOLATE)
    return clipped


def _isolated(text: str) -> str:
    if any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in _PERHAPS_RIGHT_TO_LEFT.findall(text)):
        return f"{_ISOLATE}{text}{_END_OF_ISOLATE}"
    return text


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = MAX_ACCENTS  # no letter yet to carry one
    for character in text:
        category = unicodedata.category(character)
        if character.isspace() or character == _BLANK:
            kept.append(" ")
            marks = MAX_ACCENTS
        elif category in _DROPPED or _INVISIBLE.match(character):
            continue
        elif category in {"Mn", "Me"}:
            marks += 1
            if marks <= MAX_ACCENTS:
                kept.append(character)
        else:
            kept.append(character)
            marks = 0
    return " ".join("".join(kept).split())
