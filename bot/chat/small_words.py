"""Words that people put around what they ask for, and that name nothing: ``is anything free on minimax right now?``."""

from bot.chat.word_splitting import TypedWord

_SIGNS = ".,;:?!"
_WORDS = """
a about account accounts alert alerts an and any anything are as available be can currently do does for free
got has have how i in is it job jobs left longer many me much my now of older on open or please provider right
room run running should show slot slots some something space than that the there this to up use want was we what
what's whats when where which with you
"""
# Not "at" and "from": "mute minimax from 18:00" is not until then.
_SMALL = frozenset(_WORDS.split())


def is_small(word: TypedWord) -> bool:
    """Return whether a word, unless it is quoted, is left out of what a line asks where no option takes it."""
    said = word.whole.casefold().replace("\u2019", "'").strip(_SIGNS)
    return not word.quoted and (not said or said in _SMALL)
