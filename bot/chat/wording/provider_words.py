"""A provider's title, what people must know about it, why it can't be checked, and the watched ones in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.accounts.snapshot import Trouble
from bot.chat.message import Card, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.numbers_and_lists import count, listed
from bot.chat.wording.text_cleaning import SENTENCE_LENGTH, clean
from bot.platforms import CommandName

UNKNOWN_LENGTH = 40
"""Characters shown of the name of a provider that is no longer in the catalogue."""
Watched: TypeAlias = tuple[str, int, int]
"""A provider's title and its numbers of accounts and slots, 0 if unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderWords:
    """A provider's title, and what people must know about it.

    Attributes:
        name: Its name in commands and settings.
        title: Its name for people.
        on_request: Whether it is watched only if the settings name it.
        counts_slots: False if its number of slots is never known, so that no account is ever free or full.
        setup_page: The page about setting its accounts up and signing them in again.
        caveats: Sentences that a reader of its capacity must know, such as that it is retired.
    """

    name: str
    title: str
    on_request: bool = False
    counts_slots: bool = True
    setup_page: str | None = None
    caveats: tuple[str, ...] = ()


def provider_title(words: Mapping[str, ProviderWords], name: str) -> str:
    """Return a provider's title, or its name if it is no longer in the catalogue."""
    return words[name].title if name in words else clean(name, UNKNOWN_LENGTH)


def watching_line(watched: Sequence[Watched]) -> Line:
    """Return the watched providers, at least one: "I'm watching MiniMax (4 accounts, 13 slots). Try /capacity."."""
    named = listed([f"{title}{_counted(accounts, slots)}" for title, accounts, slots in watched])
    return (f"I'm watching {named}. Try ", CommandName("capacity"), ".")


def _counted(accounts: int, slots: int) -> str:
    if not accounts:
        return ""
    return f" ({count(accounts, 'account')}, {count(slots, 'slot')})" if slots else f" ({count(accounts, 'account')})"


_UNDER_WAY: Line = ("; a newer check was under way",)


def checked(at: datetime, *, checking: bool = False) -> Line:
    """Return when the look shown was made, and whether a newer one was under way; it stays true as time passes."""
    return ("checked ", ago(at), *(_UNDER_WAY if checking else ()))


def last_known(at: datetime, *, checking: bool) -> Line:
    """Return the same if the latest look failed; what the last good one showed follows."""
    return (" Last known, ", ago(at), *(_UNDER_WAY if checking else ()), ":")


def not_set_up(titles: Iterable[str]) -> str:
    """Return which providers have no account of the team, without a full stop."""
    return f"Not set up at useapi.net: {', '.join(titles)}"


def caution(trouble: Trouble, names: AccountNames) -> tuple[Line, ...]:
    """Return why the latest look failed, and when the first of the failed looks in a row was."""
    said = names.shown(trouble.sentence, SENTENCE_LENGTH)
    return (f"{Level.FAULTED.sign} ", said), ("Can't be checked; first failed ", ago(trouble.since), ".")


def unknown_card(words: ProviderWords, trouble: Trouble | None, names: AccountNames) -> Card:
    """Return a card for a provider of which nothing is known yet."""
    said = caution(trouble, names) if trouble else (("It is being checked for the first time; try again soon.",),)
    return Card(
        title=f"{words.title} · {'nothing known' if trouble else 'not checked yet'}",
        body=(paragraph(*said),),
        level=Level.FAULTED if trouble else Level.UNKNOWN,
        footer=small_print(words),
    )


def small_print(words: ProviderWords, *more: str) -> str:
    """Return a footer: the given texts, then the provider's caveats."""
    return " · ".join((*more, *(caveat.removesuffix(".") for caveat in words.caveats)))
