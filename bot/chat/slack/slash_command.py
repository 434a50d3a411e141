"""Answers slash commands, in the acknowledgement if the answer is ready in time.

An acknowledgement can contain the answer, which needs no call and counts against no limit; it must arrive within three
seconds (https://docs.slack.dev/interactivity/implementing-slash-commands). Later answers go to the ``response_url``.
The app may be installed under any command; answers name it as it was typed.
"""

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from typing_extensions import override

from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.message import Message
from bot.chat.slack.answer_delivery import AnsweringParts, CommandAnswer, command_answer, form_buttons
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.button_and_form_metadata import Question
from bot.chat.slack.command_form import texts_of
from bot.chat.slack.interaction_payloads import SlashCommand
from bot.chat.slack.member_rights import Admitted
from bot.chat.slack.menu_suggestions import filled_form
from bot.chat.slack.picture_upload import post_picture
from bot.chat.slack.slack_ids import number_of, slack_id_of
from bot.chat.slack.socket_envelopes import ANSWER_WITHIN
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.typed.command_line import Misread, TypedCommand, read_command
from bot.chat.typed.option_values import References

PUBLIC = "public"
"""The typed word that makes an answer public."""

log = logging.getLogger(__name__)

_LINK = re.compile(r"<(?:mailto:|https?://)[^|>]*\|([^>]*)>|<(https?://[^>|]*)>")
_LIKE_A_REFERENCE = re.compile(r"&lt;(?=[#@!])")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
_MEMBER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


class SlashCommands:
    """Answers slash commands."""

    def __init__(self, parts: AnsweringParts) -> None:
        self._parts = parts

    async def answer(self, typed: SlashCommand) -> Mapping[str, object] | None:
        """Return the acknowledgement's payload; None if the answer comes later, or as a form."""
        answer = await self._parts.tasks.result_in_time(
            self._answered(typed), ANSWER_WITHIN, late=partial(self._say_late, typed)
        )
        if answer is None:
            return None
        if answer.picture is not None:
            self._parts.tasks.start(self._post_picture(typed, answer.picture))
        return {**answer.payload, "response_type": "in_channel" if answer.in_channel else "ephemeral"}

    async def _say_late(self, typed: SlashCommand, answer: CommandAnswer | None) -> None:
        if answer is None:
            return
        await self._parts.send(typed, answer.payload, in_channel=answer.in_channel)
        if answer.picture is not None:
            await self._post_picture(typed, answer.picture)

    async def _answered(self, typed: SlashCommand) -> CommandAnswer | None:
        answer = await self._parts.dispatcher.answered(self._answer(typed))
        return CommandAnswer(payload=self._parts.payload(answer)) if isinstance(answer, Message) else answer

    async def _answer(self, typed: SlashCommand) -> CommandAnswer | None:
        admitted = await self._parts.rights.admit(typed.team_id, typed.user_id, typed.channel_id or "")
        read = await self._read(typed.text)
        if isinstance(read, Misread):
            return await self._misread(typed, read, admitted)
        self._parts.commands.require(read.command, admitted.caller)
        texts = self._parts.dispatcher.masked(texts_of(read.values))
        public = PUBLIC in read.switches
        caller = replace(admitted.caller, sees_pictures=public and not admitted.private_because)
        answer = await self._parts.dispatcher.run(read.command, caller, read.options)
        if answer.refusal:
            return CommandAnswer(payload=self._parts.payload(answer, buttons=form_buttons(read.command, texts)))
        question = Question(command=read.command.name, texts=texts)
        return command_answer(self._parts, read.command, question, answer, admitted, public=public)

    async def _misread(self, typed: SlashCommand, read: Misread, admitted: Admitted) -> CommandAnswer | None:
        """Open the form if only an option is missing; otherwise say what is wrong, with a button that opens it."""
        command, caller = read.command, admitted.caller
        texts = self._parts.dispatcher.masked(texts_of(read.values))
        if command is not None and read.is_incomplete:
            self._parts.commands.require(command, caller)
            channel, workspace = typed.channel_id or "", self._parts.workspace
            form = await filled_form(command, texts, channel=channel, caller=caller, workspace=workspace)
            if await self._parts.views.open(typed.trigger_id, form):
                return None
        offered = command if command is not None and self._parts.dispatcher.is_offered(command, caller) else None
        said = self._parts.dispatcher.misread(read.sentence, read.meant, caller)
        return CommandAnswer(payload=self._parts.payload(said, form_buttons(offered, texts)))

    async def _read(self, text: str) -> TypedCommand | Misread:
        references = SlackReferences(self._parts.workspace)
        if "@" in text or "<!" in text:
            with suppress(SlackRefused, SlackTrouble):  # without an answer, cached ones are used
                await self._parts.workspace.user_groups()
        read = read_command(
            plain_line(text), self._parts.dispatcher.features, references=references, switches=frozenset({PUBLIC})
        )
        await learn_places(self._parts.workspace, read.values)
        return read

    async def _post_picture(self, typed: SlashCommand, message: Message) -> None:
        problem = await post_picture(self._parts.api, self._parts.workspace, typed.channel_id or "", message)
        if problem:
            await self._parts.say(typed, self._parts.dispatcher.refusal(problem))


class SlackReferences(References):
    """Resolves channels and user groups as Slack rewrites them in typed text, or handles that it left as typed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @override
    def channel(self, word: str) -> ChannelChoice | None:
        found = _CHANNEL.fullmatch(word)
        return None if found is None else ChannelChoice(id=number_of(found[1]))

    @override
    def role(self, word: str) -> RoleChoice | None:
        if (found := _GROUP.fullmatch(word) or _MEMBER.fullmatch(word)) is not None:
            return RoleChoice(id=number_of(found[1]))
        handle = word.removeprefix("@").casefold()
        groups = self._workspace.known_user_groups() or ()
        return next((RoleChoice(id=number_of(one.id)) for one in groups if one.handle.casefold() == handle), None)


def plain_line(text: str) -> str:
    """Return a line as it was typed, without escapes and Slack's links; references stay as Slack writes them.

    Typed text that only looks like a reference gets another bracket: Slack writes references only for what the member
    can see.
    """
    typed = _LINK.sub(lambda link: link[1] or link[2], text)
    typed = _LIKE_A_REFERENCE.sub("\u2039", typed)
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def learn_places(workspace: Workspace, values: Mapping[str, object]) -> None:
    """Ask Slack about the channels and groups among some values, so that handlers find them in the cache."""
    with suppress(SlackRefused, SlackTrouble, ValueError):
        for value in values.values():
            if isinstance(value, ChannelChoice):
                await workspace.channel(slack_id_of(value.id))
            if isinstance(value, RoleChoice):
                await workspace.user_groups()
