"""What can be typed into the terminal's chat, and how a beginning is completed; not what follows from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.chat.answers import Answers, Question
from bot.chat.subjects import Suggestion
from bot.chat.text import clean

SHOWN = 40
"""So many characters of what was typed are quoted."""

HELP = """\
/capacity                      all providers, a line each
/capacity PROVIDER             one provider
/capacity PROVIDER ACCOUNT     one account
refresh                        the last answer again, as things are now
page N                         another page of its jobs
help                           these lines
quit                           the end; so do Ctrl-C and Ctrl-D"""

_WORDS = ("/capacity", "refresh", "page", "help", "quit")
_CAPACITY = frozenset({"/capacity", "capacity"})
_AGAIN = {"refresh": "refresh", "page": "turn a page of"}
_PAGE = re.compile(r"[0-9]{1,6}")


class Wish(StrEnum):
    """What can be wished for beside an answer."""

    NOTHING = "nothing"
    HELP = "help"
    QUIT = "quit"


_WISHES = {"": Wish.NOTHING, "help": Wish.HELP, "?": Wish.HELP, "quit": Wish.QUIT, "exit": Wish.QUIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Why a line means nothing, as a sentence that says what would."""

    sentence: str


def read(line: str, last: Question | None) -> Question | Wish | Misread:
    """Tell what a typed line asks for.

    Args:
        line: What was typed.
        last: What the last answer was about, if there was one.
    """
    word, *rest = line.split(maxsplit=2) or [""]
    word = word.casefold()
    if word in _CAPACITY:
        provider, account = (*rest, None, None)[:2]
        return Question(provider=provider and provider.casefold(), account=account and account.strip())
    if (wish := _WISHES.get(word.removeprefix("/"))) is not None:
        return wish
    if word in _AGAIN:
        return _again(word, rest, last)
    return Misread(sentence=f"{clean(word, SHOWN) or 'That'} is no command here. Try: /capacity, or help")


def _again(word: str, rest: Sequence[str], last: Question | None) -> Question | Misread:
    if last is None:
        return Misread(sentence=f"Nothing was answered yet, so there is nothing to {_AGAIN[word]}. Try: /capacity")
    if word == "refresh":
        return last
    if not rest or _PAGE.fullmatch(rest[0]) is None:
        return Misread(sentence="Which page? Try: page 2")
    return replace(last, page=int(rest[0]))


def choices(line: str, answers: Answers) -> tuple[str, Sequence[Suggestion]]:
    """Suggest how a line may go on.

    Returns:
        The part of the line that a choice would stand for, and the choices.
    """
    words = line.lstrip().split(" ", maxsplit=2)
    typed = words[-1]
    match words:
        case [_]:
            there_are = tuple(Suggestion(title=word, value=word) for word in _WORDS)
            return typed, _beginning(typed, there_are)
        case [command, _] if command in _CAPACITY:
            there_are = tuple(Suggestion(title=one.title, value=one.name) for one in answers.subjects.providers)
            return typed, _beginning(typed, there_are)
        case [command, provider, _] if command in _CAPACITY:
            return typed, answers.subjects.suggestions(provider, typed)
        case _:
            return typed, ()


def _beginning(typed: str, there_are: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    return tuple(one for one in there_are if one.value.startswith(typed.casefold()))
