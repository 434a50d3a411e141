"""How a name that people type or paste compares with known ones, typos included, and how a sentence repeats it."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.chat.wording.text_cleaning import clean

QUOTED = 40
"""Maximum number of typed characters that a sentence repeats."""

_LONGEST = 200
_AROUND_NAMES = " .,;:?!*_~()"

NEAR = 0.72
"""Similarity from which one word counts as a typo of another, from 0 to 1 (``difflib``)."""


def spellings(typed: str) -> frozenset[str]:
    """Return the lower-case spellings to compare a typed name by: as typed, as seen, and without signs around it.

    Pasted text may hold invisible characters, a sentence ends with a sign, and many leave out hyphens: ``**minimax**``,
    ``minimax?``, ``studio a``.
    """
    seen = clean(typed, _LONGEST).casefold()
    bare = seen.strip(_AROUND_NAMES) or seen
    return frozenset({typed.strip().casefold(), seen, bare, bare.replace(" ", "-")})


def run_together(typed: str) -> str:
    """Return a name in lower case without the spaces and hyphens in it: ``minimax`` of ``mini max``."""
    return "".join(clean(typed, _LONGEST).casefold().strip(_AROUND_NAMES).replace("-", " ").split())


def quoted(typed: str) -> str:
    """Return a typed name in quotes, as a sentence repeats it."""
    return f'"{clean(typed, QUOTED)}"'


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant; None if none is close."""
    names = {one.casefold(): one for one in known}
    said = clean(typed, _LONGEST).casefold().strip(_AROUND_NAMES)
    if "@" in said:
        return None  # e-mail addresses of a team differ only in the person's name, and known ones are masked
    found = get_close_matches(said, names, n=1, cutoff=NEAR)
    return names[found[0]] if found else None
