"""The words of a typed line: how it splits into them, which are small, and which mean a command.

Quotes of any keyboard hold words together; an apostrophe is not a quote. ``shlex`` takes the apostrophe of "it's" for a
quote and knows only straight quotes; phones type curly ones.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from bot.chat.wording.text_cleaning import clean

_NAME = re.compile(r"([A-Za-z][A-Za-z_]*):")
_WORD = re.compile(r"\S*")
_SPACE = re.compile(r"\s*")

_QUOTES = ('"\u201c\u201d\u201e\u201f\u00ab\u00bb', "'\u2018\u2019\u201a\u201b\u2039\u203a`")
"""Double and single quotes; any of a family closes what another of it opened."""

SENTENCE_SIGNS = ".,;:?!"

_SMALL_WORDS = """
a about account accounts again alert alerts an and any anything are as asap at available be can currently do does for
free from got has have how how's hows i if in is it job jobs just know last left longer many me much my now of older on
once only open or over past please pls plz provider right rn room run running should slot slots some something soon
space still than thanks that the there this thx to up use want was we what what's whats when where which with you
"""
_QUESTION_WORDS = """
anybody anyone been bot broken busy check did down fill full generate give hey hi long luck one out render show signed
since used using video will working yo
"""
"""Words that are small in questions only, since a command that changes something may mean a name by them."""

_BESIDE_NAMES = frozenset(["hours", "shorter"])
"""Words that only extend an option's name: ``quiet hours off``, ``ignore shorter than 2m``."""

_SMALL = frozenset(_SMALL_WORDS.split())
_IN_QUESTIONS = frozenset(_QUESTION_WORDS.split())
_POINTING = frozenset(["account", "accounts", "it", "last", "provider", "that", "this"])

ENDING = ("remove", "cancel", "stop", "delete", "rm", "del", "unsubscribe", "end", "leave", "forget")
ALIKE = (
    ("add", "every", "create", "new", "make", "subscribe"),
    ENDING,
    ("list", "ls", "show", "all"),
    ("edit", "change", "set", "update"),
    ("me", "when", "wait"),
)
"""Verbs that mean the same: a feature has one of each line."""

ALSO_CALLED = {
    "capacity": frozenset({"status", "refresh", "accounts", "providers"}),
    "watch": frozenset({"rule", "rules", "subscribe", "follow"}),
    "notify": frozenset({"alert", "ping", "tell", "wait", "remind", "let", "dm"}),
    "mute": frozenset({"silence", "snooze", "quiet", "pause"}),
    "unmute": frozenset({"resume", "unpause"}),
    "jobs": frozenset({"who", "who's", "whos", "queue"}),
    "history": frozenset({"chart", "graph", "stats", "usage"}),
    "account": frozenset({"rename"}),
    "help": frozenset({"commands", "menu"}),
}
"""Other words with which people begin a line, and the command that they likely mean; the bot asks whether they do."""

LISTED = {
    **dict.fromkeys(("rules", "watches", "mutes", "muted"), "watch list"),
    "boards": "board list",
    "reports": "report list",
    "waiting": "notify list",
}
"""What people ask for with these words, wherever they stand in a line that names no command."""


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
    family = next((one for one in _QUOTES if line[at : at + 1] and line[at] in one), None)
    if family is None:
        return None
    ends = (end for end in range(at + 1, len(line)) if line[end] in family)
    return next((end for end in ends if not line[end + 1 : end + 2].strip()), None)


def is_small(word: TypedWord) -> bool:
    """Return whether a word is small: unless quoted, it is left out of a line if no option takes it."""
    said = _said(word)
    return not word.quoted and (not said or said in _SMALL)


def is_small_in_questions(word: TypedWord) -> bool:
    """Return whether a word is small in a line that only asks; in one that changes something it may be a name."""
    return is_small(word) or (not word.quoted and _said(word) in _IN_QUESTIONS)


def says_more_of_name(word: TypedWord) -> bool:
    """Return whether a word after an option's name belongs to that name only."""
    return not word.quoted and _said(word) in _BESIDE_NAMES


def is_pointing(word: TypedWord) -> bool:
    """Return whether a small word such as "it" stands for something that was not named, rather than for everything."""
    return not word.quoted and _said(word) in _POINTING


def _said(word: TypedWord) -> str:
    return word.whole.casefold().replace("\u2019", "'").strip(SENTENCE_SIGNS)


def readings(words: Sequence[TypedWord]) -> Sequence[str]:
    """Return words as one text, and again without the small words at their beginning: ``2`` of ``at 2``."""
    rest = list(dropwhile(lambda word: is_small(word) or says_more_of_name(word), words)) or words
    return list(dict.fromkeys(" ".join(word.whole for word in one) for one in (words, rest)))
