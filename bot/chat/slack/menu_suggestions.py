"""Suggestions while a member types into a menu of a form: the feature's own, and user groups.

Slack asks at each keystroke and takes up to 100 options within three seconds
(https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select).
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.feature import Caller, Choice, Command, Option, OptionKind, options_of
from bot.chat.slack import block_limits as limits
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.command_form import CHANNEL_KEY, COMMAND_KEY, choice_option
from bot.chat.slack.interaction_records import Suggestion, metadata_of
from bot.chat.slack.member_rights import MemberRights
from bot.chat.slack.offered_commands import OfferedCommands
from bot.chat.slack.rich_text import Json
from bot.chat.slack.workspace import Workspace
from bot.errors import BadInput

WITHIN = 2.5
"""Seconds; later, Slack shows that nothing was found."""

log = logging.getLogger(__name__)


class Suggestions:
    """Answers queries typed into menus.

    Args:
        commands: Every command.
        rights: Checks what a member may see.
        workspace: Knows the user groups.
    """

    def __init__(self, commands: OfferedCommands, rights: MemberRights, workspace: Workspace) -> None:
        self._commands = commands
        self._rights = rights
        self._workspace = workspace

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
        carried = metadata_of(typed.view.metadata)
        asked = typed.asked
        admitted = await self._rights.admit(asked.team, asked.user, carried.get(CHANNEL_KEY, ""))
        command = self._commands.usable(carried.get(COMMAND_KEY, ""), admitted.caller)
        option = _option(command, typed.block_id)
        if option is None:
            return ()
        if option.kind is OptionKind.ROLE:
            return await self._groups(typed.query)
        return await _suggested(command, option, typed, admitted.caller)

    async def _groups(self, query: str) -> Sequence[Choice]:
        said = query.casefold().removeprefix("@")
        groups = await self._workspace.user_groups()
        found = (one for one in groups if said in one.handle.casefold() or said in one.name.casefold())
        return [Choice(label=f"@{one.handle} · {one.name}", value=one.id) for one in found]


def _option(command: Command[Any], name: str) -> Option | None:
    return next((one for one in options_of(command.options) if one.name == name), None)


async def _suggested(command: Command[Any], option: Option, typed: Suggestion, caller: Caller) -> Sequence[Choice]:
    """Return the feature's suggestions, and the typed text if it is a possible value."""
    suggest = command.suggest.get(option.name)
    given = {name: value for name, value in typed.view.entered.items() if name != option.name}
    found = () if suggest is None else tuple(await suggest(caller, typed.query, given))
    query = typed.query.strip()
    recognises = command.recognises.get(option.name)
    reads = option.kind is OptionKind.TEXT and (recognises is None or recognises(query))
    if query and reads and query not in {str(one.value) for one in found}:
        return (*found, Choice(label=query, value=query))
    return found
