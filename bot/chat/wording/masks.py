"""Masked e-mails, which show little of the part before the ``@``: ``jo…@example.com``."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from bot.chat.wording.text_cleaning import ELLIPSIS

_AT = re.compile("@|\uff20|\ufe6b|%40")
_PLAIN = re.compile(r"([^@\s]+)@([^@\s]+)")
_BEFORE = "\"'\u201c\u2018"
"""Quotes, in which an @ may come first: ``"@everyone"`` is no e-mail."""

_SHORT = 3
"""Local parts up to this length show one character instead of two."""


def mask_word(word: str) -> str:
    """Mask a word that contains an e-mail, rather too much of it than too little."""
    parts = _AT.split(word)
    local = next((part for part in parts[:-1] if part.strip(_BEFORE)), "")
    if not local or not parts[-1] or _is_masked(local):
        return word
    return f"{_beginning(local)}{ELLIPSIS}@{parts[-1]}"


def masks_apart(emails: Sequence[str]) -> dict[str, str]:
    """Mask e-mails so that their masks differ.

    Each shows the shortest beginning that no other has (``joa…``, ``jon…``), extended to the end of a tag
    (``team+beta…``); if that would show all of it, its end is shown instead (``jo…1``, ``jo…2``).

    Returns:
        The masks of the e-mails that can be told apart in this way, by e-mail.
    """
    split = {email: (match[1], match[2]) for email in emails if (match := _PLAIN.fullmatch(email))}
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
    """Return the first ``head`` characters, extended to the whole if they end in a tag after a plus."""
    plus = local.find("+")
    return local if 0 < plus < head else local[:head]


def _unique_lengths(texts: Sequence[str]) -> dict[str, int]:
    """Return the length of each text's shortest unique beginning; longer than the text if it has none."""
    lengths = dict.fromkeys(texts, 1)
    for one, following in pairwise(sorted(texts)):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, following, strict=False))) + 1
        lengths[one], lengths[following] = max(lengths[one], shared), max(lengths[following], shared)
    return lengths
