"""Who sees a command's answer on Slack, and which of Slack's own buttons it has: typed or pressed, it is the same."""

from dataclasses import dataclass, replace
from typing import Any

from bot.chat.feature import Command
from bot.chat.message import Message
from bot.chat.slack.answer_payloads import adding_buttons, answer_buttons, answer_payload, spelt_out
from bot.chat.slack.carried_question import Question
from bot.chat.slack.member_rights import Admitted
from bot.chat.slack.offered_commands import OfferedCommands
from bot.chat.slack.rich_text import Json
from bot.chat.slack.workspace import Workspace

STAYS_PRIVATE = "This answer is always yours alone."


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAnswer:
    """An answer: its payload, whether everyone sees it, and the message with its picture."""

    payload: Json
    in_channel: bool = False
    picture: Message | None = None


class CommandAnswers:
    """Draws answers to commands.

    Args:
        commands: Every command.
        workspace: Has the words for answers.
    """

    def __init__(self, commands: OfferedCommands, workspace: Workspace) -> None:
        self._commands = commands
        self._workspace = workspace

    def answer(
        self, command: Command[Any], question: Question, answer: Message, admitted: Admitted, *, public: bool = False
    ) -> CommandAnswer:
        """Decide who sees an answer: the caller, unless they asked for a ``public`` one, or it is for the channel."""
        message, words = spelt_out(answer), self._workspace.words
        speaks_to_channel = bool(message.headline)  # such as a mute, which concerns everyone in the channel
        if command.private and not message.private:
            message = replace(message, private=True)
        if (public or speaks_to_channel) and not message.private and not admitted.private_because:
            payload = answer_payload(message, words=words)
            picture = message if message.picture is not None else None
            return CommandAnswer(payload=payload, in_channel=True, picture=picture)
        note = (STAYS_PRIVATE if message.private else admitted.private_because) if public else ""
        shared = () if admitted.private_because else answer_buttons(message, question)
        adding = adding_buttons(self._commands.adding(command, admitted.caller))
        return CommandAnswer(payload=answer_payload(message, words=words, note=note, buttons=(*shared, *adding)))
