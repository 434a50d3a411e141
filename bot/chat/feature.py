"""A feature as a value: its commands and actions. Platforms register features; features know no platform.

::

    Feature
    ├── Command          a name, options (a dataclass whose fields are made by ``option``), a handler
    ├── MessageCommand   a line in the menu of any message
    └── Action           runs when a button is pressed or a menu's choice made

A handler takes the ``Caller`` and typed options and returns a ``Message``. It raises ``BadInput`` for a request that
can't be met and ``StorageUnavailable`` if the database failed; ``dispatcher`` turns both into a sentence.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Generic, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from bot.chat.form_description import PLAIN_FORM, FormDescription
from bot.chat.message import Message, TextQuestion
from bot.errors import BadInput
from bot.platforms.platform_words import CommandName, PlatformWord, Sentence

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, and where.

    Attributes:
        guild: The guild (server, workspace) in which they ask; 0 in a direct message on Discord.
        channel: The channel in which they ask.
        member: The member's id.
        may_manage: Whether they may change the guild's settings.
        may_write: Whether they may write in ``channel``.
        parent: The channel that ``channel`` is a thread of, if it is one.
        is_direct: Whether ``channel`` is a conversation with the bot alone, to which no alerts go.
        bot_lacks: The titles of the permissions that the bot would need to post in ``channel`` and lacks.
        can_view: Returns whether they may view another channel.
        viewable: Returns the channels of the guild that they may view.
    """

    guild: int
    channel: int
    member: int
    may_manage: bool = False
    may_write: bool = True
    parent: int | None = None
    is_direct: bool = False
    bot_lacks: tuple[str, ...] = ()
    can_view: Callable[[int], bool] = lambda _: True
    viewable: Callable[[], Collection[int]] = tuple

    def require_manager(self, what: str) -> None:
        """Raise ``BadInput`` unless they may manage; ``what`` begins the sentence, such as "Undoing this"."""
        if not self.may_manage:
            raise BadInput(f"{what} needs ", PlatformWord.MANAGER_RIGHT, ".")


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


Suggest: TypeAlias = Callable[[Caller, str, Mapping[str, object]], Awaitable[Sequence[Choice]]]
"""Returns suggestions for the beginning of an option, given the options filled in before it."""


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
        here: Whether a channel that is left out is the caller's, which a form then fills in.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[Options]):
    """A command that people can type.

    Attributes:
        name: One word, or the feature's name and a verb, such as ``watch add``.
        description: What it does, in at most 100 characters.
        options: The dataclass of its options.
        run: The handler.
        choices: The only values that an option takes, by the option's name.
        suggest: Suggests values while an option is typed, by the option's name.
        recognises: Return whether a text in a typed line clearly belongs to an option, such as ``2h``; by its name.
        resembles: Return whether another typed word was meant for an option, such as ``tonight``; by the option's name.
        implied: Returns options that follow from those that were typed, such as an account's provider; by name.
        examples: Returns values for help to show, by the options' names.
        private: Whether only the caller sees the answer.
        for_managers: Whether ``Dispatcher`` refuses others, though their feature has something for them.
        instead: A command for everyone, named to those who are refused.
        form: How it looks as a form.
        adds: The label of its button below its feature's ``list``, to which it adds; empty for other commands.
        is_public: Returns beforehand whether the answer will surely be public; None if it always is. A slow one is
            deferred as private otherwise; a late refusal is public, too.
    """

    name: str
    description: str
    options: type[Options]
    run: Callable[[Caller, Options], Awaitable[Message]]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    suggest: Mapping[str, Suggest] = field(default_factory=dict)
    recognises: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    resembles: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    implied: Callable[[Mapping[str, object]], Mapping[str, object]] = lambda _: {}
    examples: Callable[[], Mapping[str, str]] = dict
    private: bool = False
    for_managers: bool = False
    instead: CommandName | None = None
    form: FormDescription = PLAIN_FORM
    adds: str = ""
    is_public: Callable[[Options], bool] | None = None

    @property
    def alternative(self) -> Sentence:
        """The end of a refusal to those who don't manage; empty if no command is for everyone."""
        return () if self.instead is None else (" ", self.instead, " is for everyone.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCommand:
    """A command in the menu of every message, where its name (up to 32 characters) is its label; its answer is private.

    The handler takes the caller and the message's id.
    """

    name: str
    run: Callable[[Caller, int], Awaitable[Message]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a button or menu does.

    Attributes:
        name: Its feature's name and a word, such as ``capacity:refresh``.
        run: The handler; takes the caller, the button's arguments, then a menu's choice; raises ``UnreadableButton``.
        arguments: Number of arguments; the last one takes the rest, colons included.
        in_place: Whether the answer replaces the message; otherwise it is a new one.
        private: Whether only the caller sees a new one.
        title: The title of a long answer, for platforms that show one in a window; empty for short answers.
        form: What is asked first; what was typed follows the arguments. Its buttons say so (``Button.opens_form``).
        in_direct_messages: Whether it answers in a direct message of Discord, too, where it must look at who presses.
    """

    name: str
    run: Callable[[Caller, Sequence[str]], Awaitable[Message]]
    arguments: int = 0
    in_place: bool = False
    private: bool = True
    title: str = ""
    form: TextQuestion | None = None
    in_direct_messages: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Commands and actions that belong together.

    Attributes:
        name: The first word of its commands, and of its actions.
        description: What it is for, in at most 100 characters.
        commands: Its commands.
        message_commands: Its commands in the menu of a message.
        actions: What its buttons and menus do.
        for_managers: Whether only members who may manage the guild are offered its commands.
    """

    name: str
    description: str = ""
    commands: tuple[Command[Any], ...] = ()
    message_commands: tuple[MessageCommand, ...] = ()
    actions: tuple[Action, ...] = ()
    for_managers: bool = False
