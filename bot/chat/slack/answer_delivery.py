"""Answers people on Slack: who sees an answer, with which of Slack's own buttons, and how it gets to them.

Only the caller sees an answer, unless they typed ``public``: **Share here** asks again, for everyone. A picture can't
be shown to one person: **Post the picture here** uploads it. An answer to a misread line has a button that opens
the form, filled in. Each button carries its question, so that it works after a restart.

Later answers go to a ``response_url``, which takes five of them within 30 minutes. An answer that may have arrived is
never repeated: twice would be worse than not at all. The URL is a secret and never logged.
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.command_options import options_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Command
from bot.chat.message import Message, paragraph
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.button_and_form_metadata import Question
from bot.chat.slack.buttons_and_menus import plain_object
from bot.chat.slack.interaction_payloads import Asked
from bot.chat.slack.member_rights import Admitted, AllowedCommands, MemberRights
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import ModalViews
from bot.chat.slack.span_markup import Json
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace

SHARE, FILL_IN, POST_PICTURE = "slack:share", "slack:fill_in", "slack:post_picture"
"""Actions of the buttons that only Slack has; no feature has the name ``slack``."""

_LABELS = {SHARE: "Share here", FILL_IN: "Fill in a form", POST_PICTURE: "Post the picture here"}

LONGEST_WAIT = 10.0
"""Maximum seconds to wait after a 429."""

STAYS_PRIVATE = "This answer is always yours alone."

log = logging.getLogger(__name__)


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


class AnsweringParts:
    """The parts that answer commands, presses, forms, menus and the Home tab.

    Attributes:
        tasks: Hold work that goes on after the acknowledgement.
    """

    def __init__(self, api: SlackApi, dispatcher: Dispatcher, workspace: Workspace, rights: MemberRights) -> None:
        self.api = api
        self.dispatcher = dispatcher
        self.workspace = workspace
        self.rights = rights
        self.commands = AllowedCommands(dispatcher)
        self.views = ModalViews(api, workspace)
        self.tasks = BackgroundTasks(
            log, "Something pressed or typed on Slack could not be answered; please report it."
        )

    def payload(self, message: Message, buttons: Sequence[MoreButton] = (), *, note: str = "") -> Json:
        """Return an answer as a payload for an acknowledgement or a ``response_url``; ``note`` is small print below."""
        elements = [one.element() for one in buttons]
        return draw(message, words=self.workspace.words, buttons=elements, note=note).payload()

    async def say(self, asked: Asked, message: Message, *, in_channel: bool = False) -> None:
        """Answer with a new message, which everyone ``in_channel`` sees, or only the caller."""
        await self.send(asked, self.payload(message), in_channel=in_channel)

    async def send(self, asked: Asked, payload: Mapping[str, object], *, in_channel: bool) -> None:
        """Answer with a new message that is drawn already, unless there is no URL for it."""
        kind = "in_channel" if in_channel else "ephemeral"
        await self._respond(asked, {**payload, "response_type": kind, "replace_original": False})

    async def replace_pressed(self, asked: Asked, payload: Mapping[str, object]) -> None:
        """Replace the message whose button was pressed."""
        await self._respond(asked, {**payload, "replace_original": True})

    async def remove_pressed(self, asked: Asked) -> None:
        """Delete the message whose button was pressed, which only the caller sees."""
        await self._respond(asked, {"delete_original": True})

    async def _respond(self, asked: Asked, payload: Mapping[str, object]) -> None:
        if asked.response_url is None:
            return
        try:
            try:
                await self.api.respond(asked.response_url, payload)
            except SlackTrouble as trouble:
                wait = trouble.retry_after
                if trouble.doubtful or wait is None or wait.total_seconds() > LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait.total_seconds())
                await self.api.respond(asked.response_url, payload)
        except SlackRefused as refusal:
            log.warning("An answer on Slack came too late, or was refused: %s", refusal.error)
        except SlackTrouble as trouble:
            log.warning("An answer on Slack may not have arrived: %s", trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswer:
    """An answer: its payload, whether everyone sees it, and the message with its picture."""

    payload: Json
    in_channel: bool = False
    picture: Message | None = None


def command_answer(
    parts: AnsweringParts,
    command: Command[Any],
    question: Question,
    answer: Message,
    admitted: Admitted,
    *,
    public: bool = False,
) -> CommandAnswer:
    """Decide who sees an answer: the caller, unless they asked for a ``public`` one, or it is for the channel."""
    message = spelt_out(answer)
    speaks_to_channel = bool(message.headline)  # such as a mute, which concerns everyone in the channel
    if command.private and not message.private:
        message = replace(message, private=True)
    if (public or speaks_to_channel) and not message.private and not admitted.private_because:
        picture = message if message.picture is not None else None
        return CommandAnswer(payload=parts.payload(message), in_channel=True, picture=picture)
    note = (STAYS_PRIVATE if message.private else admitted.private_because) if public else ""
    shared = () if admitted.private_because else answer_buttons(message, question)
    adding = adding_buttons(parts.commands.adding(command, admitted.caller))
    return CommandAnswer(payload=parts.payload(message, (*shared, *adding), note=note))
