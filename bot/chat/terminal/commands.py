"""What can be typed into the terminal's chat; not how a beginning is completed (``completion``), nor what follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from bot.chat.answers import Question
from bot.chat.old_history import HistoryQuestion
from bot.chat.old_jobs import JobQuestion
from bot.chat.wording.text import clean

SHOWN = 40
"""So many characters of what was typed are quoted."""

HELP = """\
/capacity                          all providers, a line each
/capacity PROVIDER [ACCOUNT]       one provider, or one account
/jobs PROVIDER [ACCOUNT]           what runs there, longest first
/history PROVIDER [ACCOUNT]        the last hour: a picture and the figures
/notify when PROVIDER [ACCOUNT]    be told once, when there is room
/notify list                       what you wait for
/notify cancel NUMBER              wait for it no more
taken, pass                        what you do with what you were offered last
/board create [PROVIDER]           a message that always says what is free
/board remove NUMBER               keep it up to date no more
refresh                            the last answer again, as things are now
page N                             another page of it
help                               these lines
quit                               the end; so do Ctrl-C and Ctrl-D"""

HISTORY_HOURS = 1
"""A simulated past is no longer."""

SUBJECTS = frozenset({"/capacity", "/jobs", "/history"})
"""These are followed by a provider and an account, as they are by the verbs below."""

_AGAIN = {"refresh": "refresh", "page": "turn a page of"}
_NUMBER = re.compile(r"(?:[a-z]+:)?([0-9]{1,6})")


Asked: TypeAlias = Question | JobQuestion
"""What can be asked again."""


class Wish(StrEnum):
    """What can be wished for beside an answer."""

    NOTHING = "nothing"
    HELP = "help"
    QUIT = "quit"


_WISHES = {"": Wish.NOTHING, "help": Wish.HELP, "?": Wish.HELP, "quit": Wish.QUIT, "exit": Wish.QUIT}


class Verb(StrEnum):
    """What the bot can be told to do; the words for it, as Discord has them."""

    WAIT = "/notify when"
    WAITING = "/notify list"
    CANCEL = "/notify cancel"
    TAKE = "taken"
    PASS = "pass"  # noqa: S105 - no password
    CREATE = "/board create"
    REMOVE = "/board remove"


_SHORT = {"/notify": Verb.WAIT, "/board": Verb.CREATE}
"""What is meant where no verb follows."""

_NUMBERED = frozenset({Verb.CANCEL, Verb.REMOVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the bot is told to do.

    Attributes:
        verb: What that is.
        provider: What it is about; empty for all.
        account: Only this account: its name, its alias or what it is shown as.
        number: The number of a board, or of somebody who waits.
    """

    verb: Verb
    provider: str = ""
    account: str | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Why a line means nothing, as a sentence that says what would."""

    sentence: str


def read(line: str, last: Asked | None) -> Asked | HistoryQuestion | Deed | Wish | Misread:
    """Tell what a typed line asks for.

    Args:
        line: What was typed.
        last: What the last answer was about, if there was one.
    """
    word, *rest = line.split(maxsplit=1) or [""]
    word, left = word.casefold(), " ".join(rest)
    slashed = f"/{word.removeprefix('/')}"
    if slashed in SUBJECTS:
        return _ask(slashed, *_subject(left))
    if (wish := _WISHES.get(word.removeprefix("/"))) is not None:
        return wish
    if word in _AGAIN:
        return _again(word, left.split(), last)
    if word in {Verb.TAKE, Verb.PASS}:
        return Deed(verb=Verb(word))
    if slashed in _SHORT:
        return _do(*_verb(slashed, left))
    return Misread(sentence=f"{clean(word, SHOWN) or 'That'} is no command here. Try: /capacity, or help")


def _ask(command: str, provider: str, account: str | None) -> Asked | HistoryQuestion | Misread:
    if command == "/capacity":
        return Question(provider=provider or None, account=account)
    if command == "/jobs":
        return JobQuestion(provider=provider, account=account) if provider else _whose("Whose jobs?", command)
    if provider:
        return HistoryQuestion(provider=provider, account=account, hours=HISTORY_HOURS)
    return _whose("Whose past?", command)


def _verb(word: str, left: str) -> tuple[Verb, str]:
    """Tell a verb from the name of a provider."""
    first, *rest = left.split(maxsplit=1) or [""]
    said = f"{word} {first.casefold()}"
    return (Verb(said), " ".join(rest)) if said in set(Verb) else (_SHORT[word], left)


def _do(verb: Verb, left: str) -> Deed | Misread:
    if verb in _NUMBERED:
        number = _NUMBER.fullmatch(left.casefold())
        return Deed(verb=verb, number=int(number[1])) if number else Misread(sentence=f"Which one? Try: {verb} 1")
    provider, account = _subject(left)
    if verb is Verb.WAIT and not provider:
        return _whose("Room for what?", verb)
    return Deed(verb=verb, provider=provider, account=account)


def _subject(left: str) -> tuple[str, str | None]:
    provider, account = (*left.split(maxsplit=1), "", "")[:2]
    return provider.casefold(), account.strip() or None


def _whose(question: str, command: str) -> Misread:
    return Misread(sentence=f"{question} Try: {command} minimax")


def _again(word: str, rest: Sequence[str], last: Asked | None) -> Asked | Misread:
    if last is None:
        return Misread(sentence=f"Nothing was answered yet, so there is nothing to {_AGAIN[word]}. Try: /capacity")
    if word == "refresh":
        return last
    number = _NUMBER.fullmatch(rest[0]) if rest else None
    return replace(last, page=int(number[1])) if number else Misread(sentence="Which page? Try: page 2")
