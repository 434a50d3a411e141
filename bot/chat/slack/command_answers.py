"""Who sees a command's answer on Slack, and which of Slack's own buttons it has: typed or pressed, it is the same."""

from dataclasses import dataclass, replace
from typing import Any

from bot.chat.feature import Command
from bot.chat.message import Message
from bot.chat.slack.answer_buttons import adding_buttons, answer_buttons, spelt_out
from bot.chat.slack.answering_parts import AnsweringParts
from bot.chat.slack.carried_question import Question
from bot.chat.slack.member_rights import Admitted
from bot.chat.slack.span_markup import Json

STAYS_PRIVATE = "This answer is always yours alone."


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
