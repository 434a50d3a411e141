"""The commands that can be typed in Slack, and the check for managers, which Slack does not make itself."""

from collections.abc import Sequence
from typing import Any

from bot.chat.dispatcher import OUTDATED_BUTTON
from bot.chat.feature import Caller, Command, Feature, MessageCommand
from bot.chat.slack.member_rights import NOT_MANAGER
from bot.errors import BadInput

_LIST = "list"
"""The verb of commands that list what their feature's other commands add."""


class OfferedCommands:
    """Every command by its name."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self._commands = {command.name: command for feature in features for command in feature.commands}
        self._about_messages = {feature.name: one for feature in features for one in feature.message_commands}
        self._for_managers = {
            command.name
            for feature in features
            for command in feature.commands
            if feature.for_managers or command.for_managers
        }

    def find(self, name: str) -> Command[Any] | None:
        """Return the command of a name; None if this version has none."""
        return self._commands.get(name)

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
        others = (one for name, one in self._commands.items() if name.startswith(f"{feature} ") and one.adds)
        return [one for one in others if self.may_use(one, caller)]

    def may_use(self, command: Command[Any], caller: Caller) -> bool:
        """Return whether a caller gets anything but a refusal: a form is offered to nobody else."""
        return caller.may_manage or command.name not in self._for_managers

    def usable(self, name: str, caller: Caller) -> Command[Any]:
        """Return the command of a name; raises ``BadInput`` if this version has none, or the caller may not use it."""
        command = self.find(name)
        if command is None:
            raise BadInput(OUTDATED_BUTTON)
        self.require(command, caller)
        return command

    def require(self, command: Command[Any], caller: Caller) -> None:
        """Raise ``BadInput`` if a command is for managers and the caller is none."""
        if not self.may_use(command, caller):
            raise BadInput(NOT_MANAGER, *command.alternative)
