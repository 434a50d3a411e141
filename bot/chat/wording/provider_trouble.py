"""Providers that can't be checked or have not been checked yet, and the small print about a provider."""

from bot.accounts.latest_state import Trouble
from bot.chat.level_signs import Level
from bot.chat.message import Card, paragraph
from bot.chat.text_spans import Line, ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.text import SENTENCE_LENGTH


def caution(trouble: Trouble, names: AccountNames) -> tuple[Line, ...]:
    """Return why the latest look failed, and when the first of those in a row did."""
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
