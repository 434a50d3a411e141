"""Answers submitted forms: mistakes are shown at their inputs, an answer replaces the form.

https://docs.slack.dev/surfaces/modals#response_actions
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.chat.command_options import options_of
from bot.chat.message import Message
from bot.chat.slack.answer_delivery import POST_PICTURE, AnsweringParts, MoreButton, spelt_out
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.button_and_form_metadata import CHANNEL_KEY, COMMAND_KEY, SHOWN_KEY, Question, texts_in
from bot.chat.slack.buttons_and_menus import plain_object
from bot.chat.slack.command_form import emptied_texts, mistakes_of, options_from
from bot.chat.slack.interaction_payloads import Submission
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import WAITING
from bot.chat.slack.slash_command import learn_places
from bot.chat.slack.socket_envelopes import ANSWER_WITHIN
from bot.chat.slack.span_markup import Json
from bot.errors import BadInput

NOT_POSTED = "It is done, but the channel does not read of it: Slack did not take the message."

_TITLE = "capacity-bot"

log = logging.getLogger(__name__)


class FormSubmissions:
    """Answers forms."""

    def __init__(self, parts: AnsweringParts) -> None:
        self._parts = parts

    async def answer(self, submitted: Submission) -> Mapping[str, object]:
        """Return the acknowledgement's payload: mistakes, or the answer in place of the form."""
        answer = await self._parts.tasks.result_in_time(
            self._answered(submitted), ANSWER_WITHIN, late=partial(self._show_late, submitted)
        )
        return answer or self._shown(WAITING)

    async def _show_late(self, submitted: Submission, answer: Mapping[str, object]) -> None:
        view, mistakes = answer.get("view"), answer.get("errors")
        if isinstance(mistakes, dict):
            view = self._shown(self._parts.dispatcher.refusal(" ".join(mistakes.values())))["view"]
        if isinstance(view, dict):
            await self._parts.views.update(submitted.view, view)

    async def _answered(self, submitted: Submission) -> Mapping[str, object]:
        answer = await self._parts.dispatcher.answered(self._answer(submitted))
        return self._shown(answer) if isinstance(answer, Message) else answer

    async def _answer(self, submitted: Submission) -> Mapping[str, object]:
        carried, entered = submitted.view.carried, submitted.view.entered
        channel = carried.get(CHANNEL_KEY, "")
        admitted = await self._parts.rights.admit(submitted.asked.team_id, submitted.asked.user_id, channel)
        command = self._parts.commands.usable(carried.get(COMMAND_KEY, ""), admitted.caller)
        fields = {one.name: one.field for one in options_of(command.options)}
        asked = texts_in(carried)
        emptied = emptied_texts(command, carried.get(SHOWN_KEY, ""), entered)
        texts = {name: text for name, text in {**asked, **entered, **emptied}.items() if name in fields}
        try:
            options = options_from(command, texts)
            await learn_places(self._parts.workspace, {name: getattr(options, one) for name, one in fields.items()})
            message = await self._parts.dispatcher.submit(command, admitted.caller, options)
        except BadInput as problem:
            if mistakes := mistakes_of(problem, command, self._parts.workspace.words, without=asked):
                return {"response_action": "errors", "errors": mistakes}
            raise  # the form has no input to show it at
        question = Question(command=command.name, texts=self._parts.dispatcher.masked(texts))
        return await self._done(question, spelt_out(message), channel, is_public=not admitted.private_because)

    async def _done(
        self, question: Question, message: Message, channel: str, *, is_public: bool
    ) -> Mapping[str, object]:
        """Post the part that is for the channel, then return what was done, to be shown in place of the form."""
        below: list[Json] = []
        if message.headline and not message.private and is_public:
            if await self._post(channel, message):
                message = replace(message, actions=())  # Undo is in the channel, where its outcome can be read
            else:
                below.append({"type": "context", "elements": [plain_object(NOT_POSTED)]})
        if message.picture is not None and question.is_whole() and is_public:
            below.append(
                {"type": "actions", "elements": [MoreButton(action=POST_PICTURE, question=question).element()]}
            )
        return self._shown(message, question.command.capitalize(), channel, below)

    def _shown(
        self, message: Message, title: str = _TITLE, channel: str = "", below: Sequence[Json] = ()
    ) -> Mapping[str, object]:
        view = self._parts.views.message_view(title, message, channel=channel, below=below)
        return {"response_action": "update", "view": view}

    async def _post(self, channel: str, message: Message) -> bool:
        """Post a message for the whole channel, such as who muted it; return whether it was or may have been posted."""
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
