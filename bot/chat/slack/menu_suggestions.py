"""Suggestions for the menus of a form, the feature's own and user groups: while a member types, and when it opens.

Slack asks at each keystroke and accepts up to 100 options within three seconds
(https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select).
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.command_options import Choice, Option, OptionKind, options_of
from bot.chat.feature import Caller, Command
from bot.chat.slack import block_limits as limits
from bot.chat.slack.answer_delivery import AnsweringParts
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.button_and_form_metadata import CHANNEL_KEY, COMMAND_KEY
from bot.chat.slack.command_form import choice_option, form_of, texts_of
from bot.chat.slack.interaction_payloads import Suggestion
from bot.chat.slack.span_markup import Json
from bot.chat.slack.workspace_cache import Workspace
from bot.errors import BadInput

WITHIN = 2.5
"""Maximum number of seconds for suggestions; if they are later, Slack shows that nothing was found."""

LABELLED_WITHIN = 1.0
"""Maximum number of seconds for labels; then a form opens with bare values, since its trigger expires after three."""

log = logging.getLogger(__name__)


async def filled_form(
    command: Command[Any], texts: Mapping[str, str], *, channel: str, caller: Caller, workspace: Workspace
) -> dict[str, object]:
    """Return a command's form with defaults or present values, which are labelled as if picked from its menus."""
    labels: dict[str, str] = {}
    present = texts_of(command.form.filled_in(caller.guild, texts))
    filled = {name: text for name, text in present.items() if name not in texts}
    texts = {**texts, **filled}
    try:
        async with asyncio.timeout(LABELLED_WITHIN):
            for option in options_of(command.options):
                if text := texts.get(option.name):
                    query = "" if option.kind is OptionKind.ROLE else text
                    found = await _found(command, option, query, texts, caller, workspace)
                    labels[option.name] = next((one.label for one in found if str(one.value) == text), text)
    except (BadInput, SlackRefused, SlackTrouble, TimeoutError) as problem:
        log.debug("A form shows values as they are: %r", problem)
    return form_of(command, texts, labels, channel=channel, shown=filled)


class Suggestions:
    """Answers queries typed into menus."""

    def __init__(self, parts: AnsweringParts) -> None:
        self._parts = parts

    async def answer(self, typed: Suggestion) -> Mapping[str, object]:
        """Return the acknowledgement's payload."""
        try:
            async with asyncio.timeout(WITHIN):
                choices = await self._choices(typed)
        except (BadInput, SlackRefused, SlackTrouble, TimeoutError) as problem:
            log.debug("Nothing is suggested: %r", problem)
            choices = ()
        found: dict[object, Json] = {}
        for option in filter(None, map(choice_option, choices)):
            found.setdefault(option["value"], option)
        return {"options": list(found.values())[: limits.OPTIONS]}

    async def _choices(self, typed: Suggestion) -> Sequence[Choice]:
        asked, carried = typed.asked, typed.view.carried
        admitted = await self._parts.rights.admit(asked.team_id, asked.user_id, carried.get(CHANNEL_KEY, ""))
        command = self._parts.commands.usable(carried.get(COMMAND_KEY, ""), admitted.caller)
        option = next((one for one in options_of(command.options) if one.name == typed.block_id), None)
        if option is None:
            return ()
        found = await _found(command, option, typed.query, typed.view.entered, admitted.caller, self._parts.workspace)
        query = typed.query.strip()
        recognises = command.recognises.get(option.name)
        reads = option.kind is OptionKind.TEXT and (recognises is None or recognises(query))
        if query and reads and query not in {str(one.value) for one in found}:
            return (*found, Choice(label=query, value=query))
        return found


async def _found(
    command: Command[Any],
    option: Option,
    query: str,
    entered: Mapping[str, str],
    caller: Caller,
    workspace: Workspace,
) -> Sequence[Choice]:
    """Return what a menu offers for a query, given the values of the form's inputs."""
    if option.kind is OptionKind.ROLE:
        said = query.casefold().removeprefix("@")
        groups = await workspace.user_groups()
        meant = (one for one in groups if said in one.handle.casefold() or said in one.name.casefold())
        return [Choice(label=f"@{one.handle} · {one.name}", value=one.id) for one in meant]
    suggest = command.suggest.get(option.name)
    others = {name: value for name, value in entered.items() if name != option.name}
    return () if suggest is None else await suggest(caller, query, others)
