"""Answers pressed buttons and menus, in messages, modals and the Home tab of any age.

A button's ``action_id`` is the token of its action, so one of an earlier version still works or is called outdated. The
member's rights are checked again at each press, and the button's subject is looked up only in their workspace and
channel. An answer in place goes through the press's own ``response_url``, which needs no ``chat.update``.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.chat.command_button import RUN
from bot.chat.command_options import options_of
from bot.chat.feature import Caller, Command, MessageCommand
from bot.chat.message import Message
from bot.chat.slack.answer_delivery import FILL_IN, POST_PICTURE, SHARE, AnsweringParts, answer_buttons, command_answer
from bot.chat.slack.app_home import AppHome
from bot.chat.slack.button_and_form_metadata import CHANNEL_KEY, Question, question_in
from bot.chat.slack.buttons_and_menus import ABOUT_ENTRY, PRIVATE
from bot.chat.slack.command_form import options_from, texts_of
from bot.chat.slack.interaction_payloads import ButtonPress, Shortcut, ShownView
from bot.chat.slack.member_rights import Admitted
from bot.chat.slack.menu_suggestions import filled_form
from bot.chat.slack.picture_upload import post_picture
from bot.chat.slack.slack_ids import message_number_of
from bot.chat.slack.slash_command import learn_places
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON
from bot.errors import BadInput

TOO_LATE = "That took too long for Slack, which opens a form within three seconds only. Press again."

_ANSWER = "Answer"
_REFRESH = ":refresh"
"""Suffix of the actions that refresh an answer, which on the Home tab refresh the whole tab."""


class ButtonPresses:
    """Answers presses and shortcuts."""

    def __init__(self, parts: AnsweringParts, home: AppHome) -> None:
        self._parts = parts
        self._home = home
        self._own_buttons: Mapping[str, Callable[[ButtonPress, Admitted], Awaitable[None]]] = {
            FILL_IN: self._open_form,
            ABOUT_ENTRY: self._do_about_entry,
            SHARE: self._share,
            POST_PICTURE: self._post_picture,
            RUN: self._ask,
        }

    async def answer(self, pressed: ButtonPress) -> None:
        """Answer a press; if the answer is a new modal, open it in time."""
        if pressed.view is None or self._changes(pressed, pressed.view):
            await self._answer_or_refuse(pressed)
            return
        async with self._parts.views.in_time(pressed.asked.trigger_id, push=not pressed.view.is_home):
            await self._answer_or_refuse(pressed)

    def _changes(self, pressed: ButtonPress, shown: ShownView) -> bool:
        """Return whether a press changes the view that the button is in, which needs no trigger."""
        found = self._parts.dispatcher.find(pressed.action_id)
        if found is None:
            return False
        return found.action.name.endswith(_REFRESH) if shown.is_home else found.action.in_place

    async def _answer_or_refuse(self, pressed: ButtonPress) -> None:
        if (refusal := await self._parts.dispatcher.answered(self._answer(pressed))) is not None:
            await self._tell(pressed, refusal)

    async def _answer(self, pressed: ButtonPress) -> None:
        admitted = await self._parts.rights.admit(pressed.asked.team_id, pressed.asked.user_id, _channel_of(pressed))
        if pressed.view is None and not pressed.is_ephemeral:
            admitted.require_open()
        action = ":".join(pressed.action_id.split(":")[:2])
        await self._own_buttons.get(action, self._press)(pressed, admitted)

    async def answer_shortcut(self, chosen: Shortcut) -> None:
        """Answer a shortcut in a message's menu, in a modal or else in a new message."""
        if (sorry := await self._parts.dispatcher.answered(self._answer_shortcut(chosen))) is not None:
            await self._parts.say(chosen.asked, sorry)

    async def _answer_shortcut(self, chosen: Shortcut) -> None:
        command = self._parts.commands.about_messages.get(chosen.callback_id)
        message = await self._parts.dispatcher.answered(self._run_on_message(chosen, command))
        title = _ANSWER if command is None else command.name
        view = self._parts.views.message_view(title, message, channel=chosen.asked.channel_id or "")
        if not await self._parts.views.open(chosen.asked.trigger_id, view):
            await self._parts.say(chosen.asked, message)

    async def _run_on_message(self, chosen: Shortcut, command: MessageCommand | None) -> Message:
        admitted = await self._parts.rights.admit(
            chosen.asked.team_id, chosen.asked.user_id, chosen.asked.channel_id or ""
        )
        admitted.require_open()
        if command is None:
            raise BadInput(OUTDATED_BUTTON)
        number = message_number_of(chosen.message)
        return await self._parts.dispatcher.run_on_message(command, admitted.caller, number)

    async def _press(self, pressed: ButtonPress, admitted: Admitted) -> None:
        found = self._parts.dispatcher.find(pressed.action_id)
        if found is None:
            raise BadInput(OUTDATED_BUTTON)
        message = await self._parts.dispatcher.press(found, admitted.caller, pressed.chosen)
        action = found.action
        if action.in_place and pressed.value == PRIVATE and not message.private:
            message = replace(message, private=True)  # a refreshed answer is as private as the first one
        in_place = action.in_place and message.may_replace(private=pressed.is_ephemeral or pressed.view is not None)
        if pressed.view is not None and pressed.view.is_home and action.name.endswith(_REFRESH):
            await self._home.publish(pressed.asked.team_id, pressed.asked.user_id)
        elif pressed.view is not None:
            view = self._parts.views.message_view(action.title or _ANSWER, message, channel=_channel_of(pressed))
            if in_place and not pressed.view.is_home:
                await self._parts.views.update(pressed.view, view)
            else:
                await self._show_over(pressed, pressed.view, view)
        elif in_place:
            shareable = pressed.is_ephemeral and not pressed.chosen and not admitted.private_because
            buttons = answer_buttons(message, Question(token=pressed.action_id)) if shareable else ()
            await self._parts.replace_pressed(pressed.asked, self._parts.payload(message, buttons))
        elif action.title:
            view = self._parts.views.message_view(action.title, message, channel=_channel_of(pressed))
            if not await self._parts.views.open(pressed.asked.trigger_id, view):
                await self._parts.say(pressed.asked, message)
        else:
            in_channel = not action.private and not message.private and not admitted.private_because
            await self._parts.say(pressed.asked, message, in_channel=in_channel)

    async def _ask(self, pressed: ButtonPress, admitted: Admitted) -> None:
        """Answer a command that a button carries as if it were typed; a private answer replaces the button."""
        asked = self._parts.dispatcher.find_carried(pressed.action_id)
        if asked is None:
            raise BadInput(OUTDATED_BUTTON)
        self._parts.commands.require(asked.command, admitted.caller)
        await learn_places(self._parts.workspace, asked.values)
        message = await self._parts.dispatcher.ask(asked, admitted.caller)
        if message.refusal:
            await self._tell(pressed, message)
            return
        question = Question(command=asked.command.name, texts=texts_of(asked.values))
        answer = command_answer(self._parts, asked.command, question, message, admitted)
        if not answer.in_channel:
            await self._parts.replace_pressed(pressed.asked, answer.payload)
            return
        await self._parts.send(pressed.asked, answer.payload, in_channel=True)
        if pressed.is_ephemeral:
            await self._parts.remove_pressed(pressed.asked)

    async def _show_over(self, pressed: ButtonPress, shown: ShownView, view: Mapping[str, object]) -> None:
        """Show a modal over the view that was pressed, or in place of a modal if it is too late for that."""
        if shown.is_home:
            await self._parts.views.open(pressed.asked.trigger_id, view)
        elif not await self._parts.views.open(pressed.asked.trigger_id, view, push=True):
            await self._parts.views.update(shown, view)

    async def _open_form(self, pressed: ButtonPress, admitted: Admitted) -> None:
        question = question_in(pressed.value)
        command = self._parts.commands.usable(question.command, admitted.caller)
        await self._show_form(pressed, command, question, admitted.caller)

    async def _show_form(self, pressed: ButtonPress, command: Command[Any], question: Question, caller: Caller) -> None:
        channel, workspace = _channel_of(pressed), self._parts.workspace
        form = await filled_form(command, question.texts, channel=channel, caller=caller, workspace=workspace)
        in_modal = pressed.view is not None and not pressed.view.is_home
        if not await self._parts.views.open(pressed.asked.trigger_id, form, push=in_modal):
            raise BadInput(TOO_LATE)

    async def _do_about_entry(self, pressed: ButtonPress, admitted: Admitted) -> None:
        """Run an entry's command; if options are missing, open its form."""
        question = question_in(pressed.value or "".join(pressed.chosen))
        command = self._parts.commands.usable(question.command, admitted.caller)
        if {one.name for one in options_of(command.options)} > question.texts.keys():
            await self._show_form(pressed, command, question, admitted.caller)
        else:
            await self._tell(pressed, await self._submitted(command, question, admitted))

    async def _share(self, pressed: ButtonPress, admitted: Admitted) -> None:
        message = await self._asked_again(pressed, admitted)
        await self._parts.say(pressed.asked, message, in_channel=not message.private)

    async def _post_picture(self, pressed: ButtonPress, admitted: Admitted) -> None:
        message = await self._asked_again(pressed, admitted)
        if message.picture is None:
            await self._tell(pressed, message)
        elif problem := await post_picture(self._parts.api, self._parts.workspace, _channel_of(pressed), message):
            raise BadInput(problem)

    async def _asked_again(self, pressed: ButtonPress, admitted: Admitted) -> Message:
        """Answer the question that a button carries for everyone in the channel, with today's state."""
        if admitted.private_because:
            raise BadInput(admitted.private_because)
        admitted = replace(admitted, caller=replace(admitted.caller, sees_pictures=True))
        question = question_in(pressed.value)
        if question.token:
            found = self._parts.dispatcher.find(question.token)
            if found is None or not found.action.in_place:
                raise BadInput(OUTDATED_BUTTON)
            return await self._parts.dispatcher.press(found, admitted.caller)
        command = self._parts.commands.usable(question.command, admitted.caller)
        if command.private:
            raise BadInput(OUTDATED_BUTTON)
        return await self._submitted(command, question, admitted)

    async def _submitted(self, command: Command[Any], question: Question, admitted: Admitted) -> Message:
        options = options_from(command, question.texts)
        return await self._parts.dispatcher.submit(command, admitted.caller, options)

    async def _tell(self, pressed: ButtonPress, message: Message) -> None:
        """Show a message to the member who pressed, and to nobody else."""
        if pressed.view is None:
            await self._parts.say(pressed.asked, message)
            return
        view = self._parts.views.message_view(_ANSWER, message, channel=_channel_of(pressed))
        await self._show_over(pressed, pressed.view, view)


def _channel_of(pressed: ButtonPress) -> str:
    """Return the channel of a press; for a view, the one that it was opened from, or none for the Home tab."""
    if pressed.asked.channel_id is not None:
        return pressed.asked.channel_id
    return pressed.view.carried.get(CHANNEL_KEY, "") if pressed.view is not None else ""
