"""Splits a typed line into words, which quotes of any keyboard hold together; an apostrophe is not a quote.

``shlex`` takes the apostrophe of "it's" for a quote and knows only straight quotes; phones type curly ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat.wording.text import clean

_NAME = re.compile(r"([A-Za-z][A-Za-z_]*):")
_WORD = re.compile(r"\S*")
_SPACE = re.compile(r"\s*")
_QUOTES = ('"\u201c\u201d\u201e\u201f\u00ab\u00bb', "'\u2018\u2019\u201a\u201b\u2039\u203a`")
"""Double and single quotes; any of a family closes what another of it opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWord:
    """A word, or words held together by quotes.

    Attributes:
        text: The word without its name and quotes.
        name: The name in ``name:value``, in lower case; empty if there is none.
        quoted: Whether it was quoted.
        whole: The word without quotes, its name included.
    """

    text: str
    name: str = ""
    quoted: bool = False
    whole: str

    def typed(self, longest: int) -> str:
        """Return the word as it can be typed again, with its quotes, in at most some ``longest`` characters of text."""
        if not self.quoted:
            return clean(self.whole, longest)
        name = f"{self.name}:" if self.whole != self.text else ""
        mark = "'" if '"' in self.text else '"'
        return f"{name}{mark}{clean(self.text, longest)}{mark}"


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
    """Return where a quotation beginning here ends, before a space or the line's end; None if there is none."""
    family = next((one for one in _QUOTES if line[at : at + 1] and line[at] in one), "")
    ends = (end for end in range(at + 1, len(line)) if line[end] in family)
    return next((end for end in ends if not line[end + 1 : end + 2].strip()), None)
