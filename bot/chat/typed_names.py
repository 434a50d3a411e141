"""Names as people type and paste them: what they are compared by, and how much of them a sentence repeats."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.chat.wording.text import clean

QUOTED = 40
"""Maximum number of typed characters that a sentence repeats."""

_LONGEST = 200
_SIGNS = " .,;:?!*_~()"


def spellings(typed: str) -> frozenset[str]:
    """Return what a typed name is compared by, in lower case: as it stands, as it is seen, and without signs around it.

    What is pasted may hold invisible characters, and a sentence ends in a sign: ``**minimax**``, ``minimax?``.
    """
    seen = clean(typed, _LONGEST).casefold()
    return frozenset({typed.strip().casefold(), seen, seen.strip(_SIGNS) or seen})


def run_together(typed: str) -> str:
    """Return a name in lower case without the spaces and hyphens in it: ``minimax`` of ``mini max``."""
    return "".join(clean(typed, _LONGEST).casefold().strip(_SIGNS).replace("-", " ").split())


def quoted(typed: str) -> str:
    """Return a typed name in quotes, as a sentence repeats it."""
    return f'"{clean(typed, QUOTED)}"'


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return the known name that was most likely meant; None if none is close."""
    names = {one.casefold(): one for one in known}
    said = clean(typed, _LONGEST).casefold().strip(_SIGNS)
    if "@" in said:
        return None  # e-mails of a team are alike in all but whose they are, and known ones are masked
    found = get_close_matches(said, names, n=1)
    return names[found[0]] if found else None
