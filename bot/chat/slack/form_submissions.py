"""Answers submitted forms: mistakes are shown at their inputs, an answer replaces the form.

https://docs.slack.dev/surfaces/modals#response_actions
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.chat.dispatcher import SORRY
from bot.chat.feature import Command, options_of
from bot.chat.message import Message
from bot.chat.slack.action_elements import plain_object
from bot.chat.slack.answer_buttons import POST_PICTURE, MoreButton, spelt_out
from bot.chat.slack.answering_parts import AnsweringParts
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.carried_question import Question
from bot.chat.slack.command_form import (
    CHANNEL_KEY,
    COMMAND_KEY,
    SHOWN_KEY,
    FormMistake,
    emptied_texts,
    mistakes_of,
    options_from,
    texts_in,
)
from bot.chat.slack.envelope_workers import ANSWER_WITHIN
from bot.chat.slack.interaction_records import Submission, metadata_of
from bot.chat.slack.member_rights import Admitted
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import WAITING
from bot.chat.slack.rich_text import Json
from bot.chat.slack.slash_command import learn_places
from bot.errors import BadInput

NOT_POSTED = "It is done, but the channel does not read of it: Slack did not take the message."

_TITLE = "capacity-bot"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A valid form: the command, its options, who submitted it and where."""

    command: Command[Any]
    texts: Mapping[str, str]
    options: object
    admitted: Admitted
    channel: str

    @property
    def title(self) -> str:
        return self.command.name.capitalize()


class FormSubmissions:
    """Answers forms.

    Args:
        parts: What answers are made with.
    """

    def __init__(self, parts: AnsweringParts) -> None:
        self._parts = parts

    async def answer(self, submitted: Submission) -> Mapping[str, object]:
        """Return the acknowledgement's payload: mistakes, or the answer in place of the form."""
        answer = await self._parts.tasks.result_in_time(
            self._answer_or_sorry(submitted), ANSWER_WITHIN, late=partial(self._show_late, submitted)
        )
        return answer or _shown(self._parts.views.message_view(_TITLE, WAITING))

    async def _show_late(self, submitted: Submission, answer: Mapping[str, object]) -> None:
        view, mistakes = answer.get("view"), answer.get("errors")
        if isinstance(mistakes, dict):
            said = self._parts.dispatcher.refusal(" ".join(mistakes.values()))
            view = self._parts.views.message_view(_TITLE, said)
        if isinstance(view, dict):
            await self._parts.views.update(submitted.view, view)

    async def _answer_or_sorry(self, submitted: Submission) -> Mapping[str, object]:
        try:
            return await self._answer(submitted)
        except Exception:
            log.exception("A form on Slack could not be answered; please report it.")
            return _shown(self._parts.views.message_view(_TITLE, self._parts.dispatcher.refusal(SORRY)))

    async def _answer(self, submitted: Submission) -> Mapping[str, object]:
        carried = metadata_of(submitted.view.metadata)
        channel = carried.get(CHANNEL_KEY, "")
        try:
            admitted = await self._parts.rights.admit(submitted.asked.team, submitted.asked.user, channel)
            command = self._parts.commands.usable(carried.get(COMMAND_KEY, ""), admitted.caller)
        except BadInput as refusal:
            said = self._parts.dispatcher.refusal(refusal.said)
            return _shown(self._parts.views.message_view(_TITLE, said, channel=channel))
        names = {one.name for one in options_of(command.options)}
        asked = texts_in(carried)
        entered = submitted.view.entered
        emptied = emptied_texts(command, carried.get(SHOWN_KEY, ""), entered)
        texts = {name: text for name, text in {**asked, **entered, **emptied}.items() if name in names}
        try:
            options = options_from(command, texts)
            await learn_places(self._parts.workspace, {name: getattr(options, name) for name in _fields(command)})
            filled = _Filled(command=command, texts=texts, options=options, admitted=admitted, channel=channel)
            return await self._run(filled)
        except FormMistake as mistake:
            mistakes, said = {mistake.option: str(mistake)}, self._parts.dispatcher.outdated()
        except BadInput as problem:
            mistakes = mistakes_of(problem, command, self._parts.workspace.words, without=asked)
            said = self._parts.dispatcher.refusal(problem.said)
        if not mistakes or mistakes.keys() & asked.keys():  # there is no input at which to show it
            return _shown(self._parts.views.message_view(_TITLE, said, channel=channel))
        return _mistakes(mistakes)

    async def _run(self, filled: _Filled) -> Mapping[str, object]:
        answer = await self._parts.dispatcher.submit(filled.command, filled.admitted.caller, filled.options)
        message = spelt_out(answer)
        is_public = not filled.admitted.private_because
        below: list[Json] = []
        if message.headline and not message.private and is_public:
            if await self._post(filled.channel, message):
                message = replace(message, actions=())  # what is undone is to be read where it was done
            else:
                below.append({"type": "context", "elements": [plain_object(NOT_POSTED)]})
        question = Question(command=filled.command.name, texts=self._parts.dispatcher.masked(filled.texts))
        if message.picture is not None and question.is_whole() and is_public:
            below.append(
                {"type": "actions", "elements": [MoreButton(action=POST_PICTURE, question=question).element()]}
            )
        return _shown(self._parts.views.message_view(filled.title, message, channel=filled.channel, below=below))

    async def _post(self, channel: str, message: Message) -> bool:
        """Post what is for the whole channel, such as who muted it; return whether it was or may have been posted."""
        try:
            drawn = draw(message, words=self._parts.workspace.words)
            await self._parts.api.call("chat.postMessage", channel=channel, **drawn.post_payload())
        except SlackRefused as refusal:
            log.warning("A channel was not told what was done there: %s", refusal.error)
            return False
        except SlackTrouble as trouble:
            log.warning("A channel may not have been told what was done there: %s", trouble)
            return trouble.doubtful
        return True


def _fields(command: Command[Any]) -> list[str]:
    return [one.field for one in options_of(command.options)]


def _shown(view: Mapping[str, object]) -> Mapping[str, object]:
    return {"response_action": "update", "view": view}


def _mistakes(errors: Mapping[str, str]) -> Mapping[str, object]:
    return {"response_action": "errors", "errors": dict(errors)}
