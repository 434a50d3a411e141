"""The commands that can be typed in Slack, and the check for managers, which Slack does not make itself."""

from collections.abc import Sequence
from typing import Any

from bot.chat.dispatcher import OUTDATED_BUTTON, Dispatcher
from bot.chat.feature import Caller, Command, MessageCommand
from bot.chat.slack.member_rights import NOT_MANAGER
from bot.errors import BadInput

_LIST = "list"
"""The verb of commands that list what their feature's other commands add."""


class OfferedCommands:
    """The commands by name, as far as a caller may use them."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._about_messages = {
            feature.name: one for feature in dispatcher.features for one in feature.message_commands
        }

    def about_messages(self, callback_id: str) -> MessageCommand:
        """Return a shortcut's command, whose ``callback_id`` is the feature's name; raises ``BadInput`` without one."""
        command = self._about_messages.get(callback_id)
        if command is None:
            raise BadInput(OUTDATED_BUTTON)
        return command

    def adding(self, command: Command[Any], caller: Caller) -> Sequence[Command[Any]]:
        """Return the commands that add to what a command lists, as far as the caller may use them."""
        feature, _, verb = command.name.partition(" ")
        if verb != _LIST:
            return ()
        others = (one for name, one in self._dispatcher.commands.items() if name.startswith(f"{feature} ") and one.adds)
        return [one for one in others if self._dispatcher.is_offered(one, caller)]

    def usable(self, name: str, caller: Caller) -> Command[Any]:
        """Return the command of a name; raises ``BadInput`` if this version has none, or the caller may not use it."""
        command = self._dispatcher.commands.get(name)
        if command is None:
            raise BadInput(OUTDATED_BUTTON)
        self.require(command, caller)
        return command

    def require(self, command: Command[Any], caller: Caller) -> None:
        """Raise ``BadInput`` if a command is for managers and the caller is none."""
        if not self._dispatcher.is_offered(command, caller):
            raise BadInput(NOT_MANAGER, *command.alternative)
