"""Single sentences: answers that say what is wrong, lines that warn, why an alert was given up."""

from collections.abc import Iterable, Mapping

from bot.chat.message import Card, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.numbers_and_lists import sentence_case
from bot.chat.wording.text_cleaning import REASON_LENGTH, clean
from bot.delivery.stored_alerts import GivenUpBecause
from bot.platforms import CommandName, PlatformWord, Sentence, SentencePart

LENGTH = 1500

_GIVEN_UP: Mapping[str, str] = {
    GivenUpBecause.FOLDED: "posted as part of another",
    GivenUpBecause.UNREADABLE: "this version of the bot can't read it",
    GivenUpBecause.WITHDRAWN: "its slot was gone, or unseen for 2 minutes, so nobody was pinged; they wait on",
}

RESTARTING = "The bot is being restarted. Try again in a moment; a change may have been made already."
OUTDATED_BUTTON = "That button is from another version of the bot. Type the command instead."
NOT_TEXT = "That text has a character in it that can't be used (NUL)."
SORRY = "Something went wrong here. Whoever runs the bot finds more in its log."
NO_DATABASE = "The database does not answer. Try again in a minute; a change may have been made already."
"""The answer to a change that may or may not have been stored, since the connection broke off."""

NOT_READ = "The database does not answer. Try again in a minute."
"""The answer to a question about stored data that can't be read now."""


def sentence_message(sentence: str | Sentence, level: Level, names: AccountNames) -> Message:
    """Return a private message of one sentence, which may contain untrusted text."""
    said = sentence_line((sentence,) if isinstance(sentence, str) else sentence, names)
    body = paragraph((f"{level.sign} ", *(said or ("Something went wrong.",))))
    return Message(cards=(Card(body=(body,)),), private=True)


def sentence_line(sentence: Sentence, names: AccountNames) -> Line:
    """Return a sentence as a line, with untrusted text cleaned and masked, clipped to ``LENGTH``; may be empty."""
    line: list[SentencePart] = []
    left = LENGTH
    for part in sentence:
        shown = _shown_part(part, names, left)
        left -= len(str(shown))
        line += [shown] if str(shown) else []
        if left <= 0:
            break
    return tuple(line)


def warning_lines(sentences: Iterable[str], limit: int = REASON_LENGTH) -> tuple[Line, ...]:
    """Return sentences as lines behind a warning sign, each of at most ``limit`` characters."""
    return tuple((f"{Level.FAULTED.sign} ", clean(sentence, limit)) for sentence in sentences)


def capitalised(line: Line) -> Line:
    """Return a line with a capital letter first, unless it is empty or begins with anything but text."""
    return (sentence_case(line[0]), *line[1:]) if line and isinstance(line[0], str) else line


def _shown_part(part: SentencePart, names: AccountNames, limit: int) -> SentencePart:
    match part:
        case str():
            return _shown(part, names, limit)
        case CommandName():
            return CommandName(part.name, _shown(part.options, names, limit))  # it may repeat what was typed
        case PlatformWord():
            return part


def _shown(text: str, names: AccountNames, limit: int) -> str:
    """Return untrusted text as shown, but keep spaces at its ends, which separate it from its neighbours."""
    said = names.shown(text, limit)
    if not said:
        return " " if text.isspace() else ""
    return f"{' ' * text[0].isspace()}{said}{' ' * text[-1].isspace()}"


def given_up_reason(stored: str | None) -> str:
    """Return a stored reason in words, a platform's own sentence unchanged; empty if there is none."""
    return _GIVEN_UP.get(stored or "", stored or "")
