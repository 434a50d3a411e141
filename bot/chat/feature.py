"""A feature as a value: its commands and what its buttons do. Platforms register features; features know no platform.

::

    Feature
    ├── Command          a name, options (a dataclass whose fields are made by ``option``), a handler
    ├── MessageCommand   a line in the menu of any message
    └── Action           what happens when one of its buttons is pressed, or a line of its menu chosen

A handler takes the ``Caller`` and typed options and returns a ``Message``, or a ``Pending`` one where the answer takes
a while. It raises ``BadInput`` where a person asked for something that can't be, and ``StorageUnavailable`` where the
database failed; ``dispatcher`` turns both into a sentence.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from bot.chat.message import Message, TextQuestion
from bot.errors import BadInput
from bot.platforms.platform_words import PlatformWord

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and where.

    Attributes:
        guild: The guild (server, workspace) in which they ask.
        channel: The channel.
        member: Who they are.
        may_manage: Whether they may change settings of the guild.
        may_write: Whether they may write in ``channel``.
        parent: The channel that ``channel`` is a thread of, if it is one.
        bot_lacks: The titles of the permissions that the bot lacks in ``channel`` and would need to post there.
        can_view: Returns whether they may view another channel.
        viewable: Returns the channels of the guild that they may view.
    """

    guild: int
    channel: int
    member: int
    may_manage: bool = False
    may_write: bool = True
    parent: int | None = None
    bot_lacks: tuple[str, ...] = ()
    can_view: Callable[[int], bool] = lambda _: True
    viewable: Callable[[], Collection[int]] = tuple

    def require_manager(self, what: str) -> None:
        """Raise ``BadInput`` unless they may manage; ``what`` needs that, such as "Undoing this"."""
        if not self.may_manage:
            raise BadInput(f"{what} needs ", PlatformWord.MANAGER_RIGHT, ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A public answer that takes a while; the platform says so at once."""

    message: Awaitable[Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChoice:
    """A channel that somebody picked; ``parent`` is the channel that it is a thread of, if it is one."""

    id: int
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """A role that somebody picked."""

    id: int


CHOICE_LENGTH = 100
"""Maximum number of characters of a choice's value on Discord, and of its label, which is clipped to it
(https://discord.com/developers/docs/interactions/application-commands#application-command-object)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that somebody can choose, and how it reads."""

    label: str
    value: str | int


def plain_choices(values: Iterable[str]) -> list[Choice]:
    """Return choices that read as their values."""
    return [Choice(label=one, value=one) for one in values]


def matching_choices(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Return the choices whose labels contain what was typed, in any case."""
    return [one for one in choices if typed.casefold() in one.label.casefold()]


Suggest: TypeAlias = Callable[[Caller, str, Mapping[str, object]], Awaitable[Sequence[Choice]]]
"""Returns what somebody may mean who typed so much of an option, given the options that they filled in before."""


class OptionKind(StrEnum):
    """What can be put into an option."""

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
    """An option of a command, as platforms need to know it.

    Attributes:
        name: Its name.
        description: What it is for, in at most 100 characters.
        kind: What can be put into it.
        default: What it is when left out; None where it must be given and ``required`` is set.
        required: Whether it must be given.
        longest: The longest text, in characters.
        least: The smallest number.
        most: The largest number.
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
    field: str = ""


def option(
    description: str,
    *,
    default: Any = MISSING,  # noqa: ANN401 - as dataclasses.field, which it stands for
    name: str = "",
    longest: int | None = None,
    least: int | None = None,
    most: int | None = None,
) -> Any:  # noqa: ANN401 - as above
    """Describe a field of a command's options, as ``dataclasses.field`` does.

    Args:
        description: What it is for.
        default: What it is when left out; an option without one must be given.
        name: What people call it, where that is not the field's name.
        longest: The longest text, in characters.
        least: The smallest number.
        most: The largest number.
    """
    described = Option(description=description, name=name, longest=longest, least=least, most=most)
    return field(default=default, metadata={"option": described})


def options_of(kind: type) -> tuple[Option, ...]:
    """Return the options that a dataclass describes, those that must be given first."""
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
    """The options of a command that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[Options]):
    """Something that people can type.

    Attributes:
        name: One word, or two: the feature's and a verb, such as ``watch add``.
        description: What it does, in at most 100 characters.
        options: The dataclass of its options.
        run: The handler.
        choices: The only values of an option, by its name.
        suggest: What to suggest while somebody types, by the option's name.
        recognises: Return whether a text is surely meant for an option, by its name, wherever it stands in a typed
            line: a provider that is known, ``2h``.
        examples: Returns values for help to show, by the options' names.
        private: Whether only the person who asks sees the answer.
        is_public: Returns, before the handler has answered, whether its answer will be for everybody; while that is in
            doubt, an answer that takes long is private. None where it always is.
    """

    name: str
    description: str
    options: type[Options]
    run: Callable[[Caller, Options], Awaitable[Message | Pending]]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    suggest: Mapping[str, Suggest] = field(default_factory=dict)
    recognises: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    examples: Callable[[], Mapping[str, str]] = dict
    private: bool = False
    is_public: Callable[[Options], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCommand:
    """A line in the menu of every message; the answer is private.

    Attributes:
        name: What the line says, in at most 32 characters.
        run: Takes who chose it, and the message's id.
    """

    name: str
    run: Callable[[Caller, int], Awaitable[Message]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What happens when a button is pressed.

    Attributes:
        name: Two words, such as ``capacity:refresh``.
        run: Takes who pressed and the button's arguments, then what was chosen in a menu. Raises ``ValueError`` where
            the arguments can't be read: the button is of another version.
        arguments: How many arguments there are; the last holds the rest, colons included.
        in_place: Whether the answer takes the place of the message; else it is a new one.
        private: Whether only whoever pressed sees a new one.
        asks: What is asked first; what was typed follows the arguments. Its buttons say so (``Button.asks``).
    """

    name: str
    run: Callable[[Caller, Sequence[str]], Awaitable[Message | Pending]]
    arguments: int = 0
    in_place: bool = False
    private: bool = True
    asks: TextQuestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Commands and actions that belong together.

    Attributes:
        name: The first word of its commands.
        description: What it is for, in at most 100 characters.
        commands: What can be typed.
        message_commands: What can be asked of a message.
        actions: What its buttons do.
        for_managers: Whether the commands are offered only to those who may manage the guild.
    """

    name: str
    description: str = ""
    commands: tuple[Command[Any], ...] = ()
    message_commands: tuple[MessageCommand, ...] = ()
    actions: tuple[Action, ...] = ()
    for_managers: bool = False
