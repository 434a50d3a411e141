"""The watched providers in a sentence."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.chat.text_spans import Line
from bot.chat.wording.text import count
from bot.platforms.platform_words import CommandName

Watched: TypeAlias = tuple[str, int, int]
"""A provider's title and its numbers of accounts and slots, 0 if unknown."""


def watching_line(watched: Sequence[Watched]) -> Line:
    """Return the watched providers, at least one: "I'm watching MiniMax (4 accounts, 13 slots). Try /capacity."."""
    *others, last = (f"{title}{_counted(accounts, slots)}" for title, accounts, slots in watched)
    named = f"{', '.join(others)} and {last}" if others else last
    return (f"I'm watching {named}. Try ", CommandName("capacity"), ".")


def _counted(accounts: int, slots: int) -> str:
    if not accounts:
        return ""
    return f" ({count(accounts, 'account')}, {count(slots, 'slot')})" if slots else f" ({count(accounts, 'account')})"
