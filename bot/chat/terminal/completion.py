"""How the beginning of a line may go on: commands, providers and accounts; not what the line means (``commands``)."""

from collections.abc import Iterable, Sequence

from bot.chat.account_lookup import AccountLookup
from bot.chat.feature import Choice
from bot.chat.terminal.commands import SUBJECTS, Verb

_VERBS = {"/notify": ("when", "list", "cancel"), "/board": ("create", "remove")}
_WITH_ACCOUNT = SUBJECTS | {Verb.WAIT}
_WITH_PROVIDER = _WITH_ACCOUNT | {Verb.CREATE}
_WORDS = (
    *("/capacity", "/jobs", "/history", "/notify", "/board"),
    *("taken", "pass", "refresh", "page", "help", "quit"),
)


def choices(line: str, subjects: AccountLookup) -> tuple[str, Sequence[Choice]]:
    """Suggest how a line may go on.

    Returns:
        The part of the line that a choice would stand for, and the choices.
    """
    command, *words = line.lstrip().split(" ")
    if not words:
        return command, _beginning(command, _same(_WORDS))
    if command in _VERBS and len(words) == 1:
        return words[0], _beginning(words[0], _same(_VERBS[command]))
    if command in _VERBS:
        command, *words = f"{command} {words[0]}", *words[1:]
    provider, typed = words[0], " ".join(words[1:])
    if command in _WITH_PROVIDER and len(words) == 1:
        there_are = [Choice(label=one.title, value=one.name) for one in subjects.providers]
        return provider, _beginning(provider, there_are)
    return typed, subjects.suggestions(provider, typed) if command in _WITH_ACCOUNT else ()


def _same(words: Iterable[str]) -> list[Choice]:
    return [Choice(label=one, value=one) for one in words]


def _beginning(typed: str, there_are: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(one for one in there_are if str(one.value).startswith(typed.casefold()))
