"""A command with its options in a button: one press asks what was likely meant, or opens the form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.chat.command_options import ChannelChoice, Option, OptionKind, RoleChoice, options_of
from bot.chat.feature import Command
from bot.chat.message import Button, Menu, MenuChoice
from bot.platforms import Platform

RUN, FORM = "command:run", "command:form"
"""The actions of these buttons; no feature has the name ``command``."""

LONGEST_TOKEN = {Platform.DISCORD: 100, Platform.SLACK: 255}
"""Maximum number of characters of a button's token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedCommand:
    """A command that a press can run.

    Attributes:
        command: The command.
        options: An instance of its options' dataclass.
        meant: What was likely meant, in a word or two, for the button's label.
    """

    command: Command[Any]
    options: object
    meant: str = ""

    def button(self, platform: Platform, *, form: bool = False) -> Button | None:
        """Return the button that runs it on a platform, or opens its form again; None if it is too long for one."""
        if len(":".join((FORM if form else RUN, *self.arguments))) > LONGEST_TOKEN[platform]:
            return None
        if form:
            return Button(label="Edit again", action=FORM, arguments=self.arguments, opens_form=True)
        return Button(label=f"Yes, {self.meant}", action=RUN, arguments=self.arguments, positive=True)

    @property
    def arguments(self) -> tuple[str, str]:
        """The arguments of its button: its name, and the options."""
        return self.command.name, _written({name: _carried(value) for name, value in self.values.items()})

    @property
    def values(self) -> Mapping[str, object]:
        """The options that differ from their defaults, by name."""
        every = ((one, getattr(self.options, one.field)) for one in options_of(self.command.options))
        return {one.name: value for one, value in every if value != one.default}


def form_button(label: str, command: str, given: Mapping[str, object]) -> Button:
    """Return a button that opens a command's form, on platforms with such buttons; ``given`` are options by name."""
    return Button(label=label, action=FORM, arguments=(command, _written(given)), opens_form=True)


def form_menu(placeholder: str, command: str, given: Mapping[str, Mapping[str, object]]) -> Menu:
    """Return a menu that opens a command's form as ``form_button`` does; ``given`` are its options by the label."""
    choices = tuple(MenuChoice(label=label, value=_written(one)) for label, one in given.items())
    return Menu(placeholder=placeholder, action=FORM, arguments=(command,), choices=choices, opens_form=True)


def read_carried(token: str, commands: Mapping[str, Command[Any]], action: str = RUN) -> CarriedCommand | None:
    """Return the command in the token of an action's button; None if this version can't read it."""
    before, _, rest = token.partition(f"{action}:")
    name, _, carried = rest.partition(":")
    command = commands.get(name)
    if before or command is None:
        return None
    try:
        chosen = json.loads(carried)
    except ValueError:
        return None
    known = {one.name: one for one in options_of(command.options)}
    if not isinstance(chosen, dict) or not chosen.keys() <= known.keys():
        return None
    values = {known[name].field: _read(known[name], value) for name, value in chosen.items()}
    if None in values.values() or any(one.required and one.field not in values for one in known.values()):
        return None
    return CarriedCommand(command=command, options=command.options(**values))


def _written(chosen: Mapping[str, object]) -> str:
    return json.dumps(chosen, ensure_ascii=False, separators=(",", ":"))


def _carried(value: object) -> object:
    match value:
        case ChannelChoice():
            return [value.id, value.parent]
        case RoleChoice():
            return [value.id]
        case _:
            return value


def _read(option: Option, value: object) -> object | None:
    """Return an option's value; None if it is of another kind."""
    match option.kind, value:
        case (OptionKind.TEXT, str()) | (OptionKind.FLAG, bool()):
            return value
        case OptionKind.NUMBER, int() if not isinstance(value, bool):
            return value
        case OptionKind.CHANNEL, [int(id_), int() | None as parent]:
            return ChannelChoice(id=id_, parent=parent)
        case OptionKind.ROLE, [int(id_)]:
            return RoleChoice(id=id_)
        case _:
            return None
