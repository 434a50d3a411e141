"""Words that people put around what they ask for, and that name nothing: ``is anything free on minimax right now?``."""

from collections.abc import Sequence
from itertools import dropwhile

from bot.chat.word_splitting import TypedWord

_SIGNS = ".,;:?!"
_WORDS = """
a about account accounts alert alerts an and any anything are as at available be can currently do does for free
from got has have how i in is it job jobs left longer many me much my now of older on open or please provider right
room run running should show slot slots some something space than that the there this to up use want was we what
what's whats when where which with you
"""
_SMALL = frozenset(_WORDS.split())
_POINTING = frozenset(["account", "accounts", "it", "provider", "that", "this"])


def is_small(word: TypedWord) -> bool:
    """Return whether a word, unless it is quoted, is left out of what a line asks where no option takes it."""
    said = _said(word)
    return not word.quoted and (not said or said in _SMALL)


def is_pointing(word: TypedWord) -> bool:
    """Return whether a small word stands for something that was not named: nobody means everything by it."""
    return not word.quoted and _said(word) in _POINTING


def _said(word: TypedWord) -> str:
    return word.whole.casefold().replace("\u2019", "'").strip(_SIGNS)


def readings(words: Sequence[TypedWord]) -> Sequence[str]:
    """Return what words say as they stand, and without small words before the rest of them: ``2`` of ``at 2``."""
    rest = list(dropwhile(is_small, words)) or words
    return list(dict.fromkeys(" ".join(word.whole for word in one) for one in (words, rest)))
