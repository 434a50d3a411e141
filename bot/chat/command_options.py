"""The options of a command: fields of a dataclass, each described by ``option``, and the values that can be chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChoice:
    """A picked channel; ``parent`` is the channel of a thread, else None."""

    id: int
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """A picked role."""

    id: int


CHOICE_LENGTH = 100
"""Maximum number of characters of a choice's value on Discord, and of its label, which is clipped to it
(https://discord.com/developers/docs/interactions/application-commands#application-command-object)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that can be chosen, and its label."""

    label: str
    value: str | int


def plain_choices(values: Iterable[str]) -> list[Choice]:
    """Return choices whose labels are their values."""
    return [Choice(label=one, value=one) for one in values]


def matching_choices(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Return the choices whose labels contain what was typed, in any case."""
    return [one for one in choices if typed.casefold() in one.label.casefold()]


class OptionKind(StrEnum):
    """The kind of value that an option takes."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    CHANNEL = "channel"
    ROLE = "role"


_KINDS: Mapping[type, OptionKind] = {
    str: OptionKind.TEXT,
    int: OptionKind.NUMBER,
    bool: OptionKind.FLAG,
    ChannelChoice: OptionKind.CHANNEL,
    RoleChoice: OptionKind.ROLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a command, as platforms register it.

    Attributes:
        name: Its name.
        description: What it is for, in at most 100 characters.
        kind: The kind of value it takes.
        default: Its value when left out; None if it is ``required``.
        longest: Maximum length of a text, in characters.
        least: Minimum of a number, up to ``most``.
        reads: Reads a number from a text of more than digits, such as ``48h``; returns None if it can't.
        here: True if a channel that is left out means the caller's own, which a form then fills in.
        field: The field of the options' dataclass that it fills.
    """

    name: str
    description: str
    kind: OptionKind = OptionKind.TEXT
    default: object = None
    required: bool = False
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    reads: Callable[[str], int | None] | None = None
    here: bool = False
    field: str = ""


def option(
    description: str,
    *,
    default: Any = MISSING,  # noqa: ANN401 - as dataclasses.field, which it stands for
    name: str = "",
    longest: int | None = None,
    least: int | None = None,
    most: int | None = None,
    reads: Callable[[str], int | None] | None = None,
    here: bool = False,
) -> Any:  # noqa: ANN401 - as above
    """Describe a field of a command's options, as ``dataclasses.field`` does.

    Without a ``default`` the option is required; ``name`` is its name for people, if that is not the field's. The rest
    is as in ``Option``.
    """
    limits = Option(description=description, name=name, longest=longest, least=least, most=most)
    return field(default=default, metadata={"option": replace(limits, reads=reads, here=here)})


def options_of(kind: type) -> tuple[Option, ...]:
    """Return the options that a dataclass describes, required ones first."""
    hints = get_type_hints(kind)
    found = [_option(one, hints[one.name]) for one in fields(kind)]
    return tuple(sorted(found, key=lambda one: not one.required))


def _option(one: Field[Any], hint: Any) -> Option:  # noqa: ANN401 - what a type hint is, typing does not say
    described: Option = one.metadata["option"]
    if get_origin(hint) is UnionType:
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
    required = one.default is MISSING
    return replace(
        described,
        name=described.name or one.name,
        kind=_KINDS[hint],
        default=None if required else one.default,
        required=required,
        field=one.name,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOptions:
    """The options of a command without options."""
