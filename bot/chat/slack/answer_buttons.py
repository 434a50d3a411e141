"""Payloads of answers, with the buttons that only Slack has.

Only the caller sees an answer, unless they typed ``public``: **Share here** asks again, for everyone. A picture can't
be shown to one person: **Post the picture here** uploads it. An answer to a misread line has a button that opens
the form, filled in. Each button carries its question, so that it works after a restart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.command_options import options_of
from bot.chat.feature import Command
from bot.chat.message import Message, paragraph
from bot.chat.slack.buttons_and_menus import plain_object
from bot.chat.slack.carried_question import Question
from bot.chat.slack.span_markup import Json

SHARE, FILL_IN, POST_PICTURE = "slack:share", "slack:fill_in", "slack:post_picture"
"""Actions of these buttons; no feature has the name ``slack``."""

_LABELS = {SHARE: "Share here", FILL_IN: "Fill in a form", POST_PICTURE: "Post the picture here"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreButton:
    """A button that only Slack has.

    Attributes:
        action: One of the actions above.
        question: The question that it asks.
        label: Its label, if not the usual one.
    """

    action: str
    question: Question
    label: str = ""

    def element(self) -> Json:
        """Return it as an element; buttons for several forms in one message differ by their commands."""
        label = plain_object(self.label or _LABELS[self.action])
        action_id = f"{self.action}:{self.question.command}" if self.label else self.action
        return {"type": "button", "action_id": action_id, "text": label, "value": self.question.carried()}


def spelt_out(message: Message) -> Message:
    """Return a message that words its picture's finding, since on Slack the picture is posted apart, if at all."""
    if message.picture is None or not message.picture.finding or not message.cards:
        return message
    first, *others = message.cards
    shown = replace(first, body=(paragraph((message.picture.finding,)), *first.body))
    return replace(message, cards=(shown, *others))


def form_buttons(command: Command[Any] | None, texts: Mapping[str, str]) -> tuple[MoreButton, ...]:
    """Return the button that opens a command's form; none if the command has no options."""
    if command is None or not options_of(command.options):
        return ()
    return (MoreButton(action=FILL_IN, question=Question(command=command.name, texts=texts)),)


def answer_buttons(message: Message, question: Question) -> tuple[MoreButton, ...]:
    """Return the button that shows an answer to everyone; none if it is private."""
    if message.private or not question.is_whole():
        return ()
    return (MoreButton(action=POST_PICTURE if message.picture is not None else SHARE, question=question),)


def adding_buttons(commands: Iterable[Command[Any]]) -> tuple[MoreButton, ...]:
    """Return the buttons that open the forms of commands that add to a list: **Add a watch**."""
    return tuple(MoreButton(action=FILL_IN, question=Question(command=one.name), label=one.adds) for one in commands)
