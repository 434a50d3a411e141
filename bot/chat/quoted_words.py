"""A typed line as words: quotes of any keyboard hold words together, and an apostrophe is none of them.

``shlex`` takes the apostrophe of "it's" for a quote, and knows only straight ones; phones type curly ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"([A-Za-z][A-Za-z_]*):")
_WORD = re.compile(r"\S*")
_SPACE = re.compile(r"\s*")
_QUOTES = ('"\u201c\u201d\u201e\u201f\u00ab\u00bb', "'\u2018\u2019\u201a\u201b\u2039\u203a`")
"""Double and single ones; whichever of a family opens, any of the same family closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWord:
    """A word, or words held together by quotes.

    Attributes:
        text: What it says, without its name and quotes.
        name: What stands before the colon of ``name:value``, in lower case; empty where there is none.
        quoted: Whether quotes hold it together.
        whole: All of it, but for quotes.
    """

    text: str
    name: str = ""
    quoted: bool = False
    whole: str


def typed_words(line: str) -> tuple[TypedWord, ...]:
    """Split a line into words."""
    return tuple(_words(line))


def _words(line: str) -> Iterator[TypedWord]:
    at = _end(_SPACE, line, 0)
    while at < len(line):
        named = _NAME.match(line, at)
        value_at = at if named is None else named.end()
        closed = _closing_quote(line, value_at)
        end = _end(_WORD, line, at) if closed is None else closed + 1
        text = line[value_at:end] if closed is None else line[value_at + 1 : closed]
        name = "" if named is None else named[1]
        yield TypedWord(
            text=text, name=name.casefold(), quoted=closed is not None, whole=f"{name}:{text}" if name else text
        )
        at = _end(_SPACE, line, end)


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return at if found is None else found.end()


def _closing_quote(line: str, at: int) -> int | None:
    """Return where the quote ends that begins at a place: before a space or the end; None where none begins or ends."""
    family = next((one for one in _QUOTES if line[at : at + 1] and line[at] in one), "")
    ends = (end for end in range(at + 1, len(line)) if line[end] in family)
    return next((end for end in ends if not line[end + 1 : end + 2].strip()), None)
