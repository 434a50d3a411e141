"""An answer as Slack takes it, with the buttons that Slack needs beside those of the message itself.

An answer is its reader's alone, unless they asked for it in public: **Share here** asks the same again, for everybody.
A picture can't be shown to one person: **Post the picture here** uploads it. What was not understood has a button that
opens the form, filled in. Each button carries the question, so that it works after any restart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.feature import Command, options_of
from bot.chat.message import Message, paragraph
from bot.chat.slack.action_elements import plain_object
from bot.chat.slack.carried_question import Question
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.rich_text import Json
from bot.chat.slack.workspace_names import WorkspaceWords

SHARE, FILL_IN, POST_PICTURE = "slack:share", "slack:fill_in", "slack:post_picture"
"""Actions of these buttons; no feature is called ``slack``."""

_LABELS = {SHARE: "Share here", FILL_IN: "Fill in a form", POST_PICTURE: "Post the picture here"}
_VERBS = {
    **{verb: verb.capitalize() for verb in ("add", "edit", "remove", "test", "cancel", "stop")},
    "me": "Wait",
    "every": "Add",
}
"""What buttons say of the commands that change what is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreButton:
    """A button of Slack's own beside those of a message.

    Attributes:
        action: One of the actions above.
        question: What it asks.
        label: What it says, where that is not the usual.
    """

    action: str
    question: Question
    label: str = ""

    def element(self) -> Json:
        """Return it as an element; several forms in one message differ in their commands."""
        label = plain_object(self.label or _LABELS[self.action])
        action_id = f"{self.action}:{self.question.command}" if self.label else self.action
        return {"type": "button", "action_id": action_id, "text": label, "value": self.question.carried()}


def answer_payload(
    message: Message, *, words: WorkspaceWords, note: str = "", buttons: Sequence[MoreButton] = ()
) -> Json:
    """Return an answer as an acknowledgement or a ``response_url`` takes it.

    Args:
        message: What is said.
        words: What the workspace calls things.
        note: Small print below.
        buttons: More that can be pressed.
    """
    elements = [one.element() for one in buttons]
    drawn = draw(message, words=words, buttons=elements, note=note)
    return drawn.payload()


def spelt_out(message: Message) -> Message:
    """Return a message that says what its picture shows: on Slack that stands elsewhere, or nowhere."""
    if message.picture is None or not message.picture.finding or not message.cards:
        return message
    first, *others = message.cards
    shown = replace(first, body=(paragraph((message.picture.finding,)), *first.body))
    return replace(message, cards=(shown, *others))


def form_buttons(command: Command[Any] | None, texts: Mapping[str, str]) -> tuple[MoreButton, ...]:
    """Return the button that opens a command's form; none where there is nothing to fill in."""
    if command is None or not options_of(command.options):
        return ()
    return (MoreButton(action=FILL_IN, question=Question(command=command.name, texts=texts)),)


def answer_buttons(command: Command[Any], message: Message, question: Question) -> tuple[MoreButton, ...]:
    """Return the button that shows an answer to everybody; none where it is nobody else's."""
    if command.private or message.private or not question.is_whole():
        return ()
    return (MoreButton(action=POST_PICTURE if message.picture is not None else SHARE, question=question),)


def sibling_buttons(commands: Iterable[Command[Any]]) -> tuple[MoreButton, ...]:
    """Return the buttons that open the forms of commands which change what is listed: **Add**, **Remove**."""
    verbs = [(one.name, _VERBS.get(one.name.rpartition(" ")[2])) for one in commands]
    return tuple(
        MoreButton(action=FILL_IN, question=Question(command=name), label=label)
        for name, label in verbs
        if label is not None
    )
