"""Forms as modals of labelled inputs: a line of text for a button, or a command's options as they are now.

A form's ``custom_id`` is the token of the button that opened it, so it can be submitted after a restart
(https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import discord

from bot.chat.command_button import FORM, CarriedCommand
from bot.chat.command_options import Choice, Option, OptionKind, RoleChoice, options_of
from bot.chat.dispatcher import token_of
from bot.chat.message import TextQuestion

Json: TypeAlias = dict[str, Any]

_TEXT = {"type": 4, "style": discord.TextStyle.short.value}
_MENU, _ROLE, _LABEL = 3, 6, 18
"""https://discord.com/developers/docs/components/reference#component-object-component-types"""

_SHOWED = ":showed"
"""Suffix of the name of an input that shows a value: emptied, it ends that; one that shows none changes nothing."""


def question_form(token: str, question: TextQuestion) -> Json:
    """Return a form that asks for a line of text."""
    asked = {"custom_id": "typed", "placeholder": question.example, "max_length": question.longest, "required": True}
    return {
        "custom_id": token,
        "title": question.title,
        "components": [_labelled(question.label, question.note, {**_TEXT, **asked})],
    }


def command_form(asked: CarriedCommand, guild: int, find_role: Callable[[int], object]) -> Json | None:
    """Return a form of a command's most important options, with their present values, or as filled in before.

    Args:
        asked: The command, with the option that names what it changes, and the options filled in before.
        guild: The guild in which it is asked.
        find_role: Returns a role of the guild, or nothing if it is gone: then it is not shown.

    Returns:
        The form; None if what it is about is gone.
    """
    form, (noun, _, verb) = asked.command.form, asked.command.name.partition(" ")
    given = {name: str(value) for name, value in asked.values.items()}
    options = {one.name: one for one in options_of(asked.command.options)}
    present = form.filled_in(guild, given)
    if form.about and not present:
        return None
    emptied = {
        name: ""
        for name, (other, text) in form.emptied.items()
        if asked.values.get(other) == _value(options[other], text)
    }
    every = {**present, **asked.values, **emptied}
    shown = {name: value for name, value in every.items() if _is_there(value, find_role)}
    required = {one.field: getattr(asked.options, one.field) for one in options.values() if one.required}
    unfilled = replace(asked, options=asked.command.options(**required))
    return {
        "custom_id": token_of(FORM, unfilled.arguments),
        "title": f"{verb} {noun} {given.get(form.about, '')}".strip().capitalize(),
        "components": [
            _labelled(
                name.replace("_", " ").capitalize(),
                options[name].description,
                _input(options[name], asked.command.choices.get(name, ()), shown.get(name)),
            )
            for name in form.few
        ],
    }


def entered_into(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a submitted form's inputs; an input whose value was removed has an empty text."""
    inputs = [each.get("component", {}) for each in data.get("components", ())]
    texts = {str(one.get("custom_id")): "".join(map(str, one.get("values", (one.get("value", ""),)))) for one in inputs}
    return {name.removesuffix(_SHOWED): text for name, text in texts.items() if text or name.endswith(_SHOWED)}


def with_entered(asked: CarriedCommand, entered: Mapping[str, str], guild: int) -> CarriedCommand:
    """Return a command with the options that its form changed, or all if none; an emptied input ends its option."""
    emptied = asked.command.form.emptied
    present = asked.command.form.filled_in(guild, {name: str(value) for name, value in asked.values.items()})
    changed = {name: text for name, text in entered.items() if text != _text(present.get(name))} or entered
    texts = dict((name, text) if text else emptied[name] for name, text in changed.items() if text or name in emptied)
    known = [one for one in options_of(asked.command.options) if one.name in texts]
    values = {one.field: _value(one, texts[one.name]) for one in known}
    return replace(asked, options=replace(asked.options, **values))  # type: ignore[type-var] # they are a dataclass


def _labelled(label: str, description: str, component: Json) -> Json:
    return {"type": _LABEL, "label": label, "description": description, "component": component}


def _input(option: Option, choices: Sequence[Choice], shown: object) -> Json:
    common: Json = {"custom_id": option.name if shown is None else f"{option.name}{_SHOWED}", "required": False}
    if choices:
        options = [{"label": one.label, "value": str(one.value), "default": one.value == shown} for one in choices]
        return {**common, "type": _MENU, "options": options, "min_values": 0}
    if option.kind is OptionKind.ROLE:
        picked = [{"type": "role", "id": _text(shown)}] if shown else []
        return {**common, "type": _ROLE, "default_values": picked, "min_values": 0}
    return {**common, **_TEXT, "value": _text(shown)}


def _is_there(value: object, find_role: Callable[[int], object]) -> bool:
    return value is not None and (not isinstance(value, RoleChoice) or bool(find_role(value.id)))


def _text(value: object) -> str:
    """Return a value as a form's input has it."""
    return "" if value is None else str(value.id if isinstance(value, RoleChoice) else value)


def _value(option: Option, text: str) -> object:
    match option.kind:
        case OptionKind.ROLE:
            return RoleChoice(id=int(text))
        case OptionKind.FLAG:
            return text == "yes"
        case _:
            return text
