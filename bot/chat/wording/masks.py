"""E-mails with most of what stands before the ``@`` left out: ``jo…@example.com``."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from bot.chat.wording.text import ELLIPSIS

_AT = re.compile("@|\uff20|\ufe6b|%40")
_PLAIN = re.compile(r"([^@\s]+)@([^@\s]+)")
_SHORT = 3
"""Of a part before the ``@`` that is no longer than this, one character is shown instead of two."""


def mask_word(word: str) -> str:
    """Mask a word that holds an e-mail; rather too much of the word than too little."""
    parts = _AT.split(word)
    local = next((part for part in parts[:-1] if part), "")
    if not local or not parts[-1] or _is_masked(local):
        return word
    return f"{_beginning(local)}{ELLIPSIS}@{parts[-1]}"


def masks_apart(emails: Sequence[str]) -> dict[str, str]:
    """Mask e-mails whose masks read the same so that they differ.

    Each shows the shortest beginning that no other has (``joa…``, ``jon…``), and the whole tag where that ends within
    one (``team+beta…``); or, where that would be all of it, its end (``jo…1``, ``jo…2``).

    Returns:
        The mask of each e-mail that can be told apart in this way.
    """
    split = {email: (found[1], found[2]) for email in emails if (found := _PLAIN.fullmatch(email))}
    heads = _unique_lengths([local for local, _ in split.values()])
    tails = _unique_lengths([local[::-1] for local, _ in split.values()])
    masks: dict[str, str] = {}
    for email, (local, domain) in split.items():
        least = len(_beginning(local))
        head, tail = max(heads[local], least), tails[local[::-1]]
        if head < len(local):
            masks[email] = f"{_whole_tag(local, head)}{ELLIPSIS}@{domain}"
        elif least + tail < len(local):
            masks[email] = f"{local[:least]}{ELLIPSIS}{local[-tail:]}@{domain}"
    return masks


def _is_masked(local: str) -> bool:
    return ELLIPSIS in local


def _beginning(local: str) -> str:
    return local[: 1 if len(local) <= _SHORT else 2]


def _whole_tag(local: str, head: int) -> str:
    """Return at least ``head`` characters of the beginning, and all of the tag after a plus that it ends in."""
    plus = local.find("+")
    return local if 0 < plus < head else local[:head]


def _unique_lengths(texts: Sequence[str]) -> dict[str, int]:
    """Return, for each text, the length of the shortest beginning that no other has; beyond its end if it has none."""
    found = dict.fromkeys(texts, 1)
    for one, following in pairwise(sorted(texts)):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, following, strict=False))) + 1
        found[one], found[following] = max(found[one], shared), max(found[following], shared)
    return found
