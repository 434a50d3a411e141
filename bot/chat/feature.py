"""A feature as a value: its commands and actions. Platforms register features; features know no platform.

::

    Feature
    ├── Command          a name, options (``command_options``), a handler, and how it looks as a form
    ├── MessageCommand   a line in the menu of any message
    └── Action           runs when a button is pressed or a menu's choice made

A handler takes the ``Caller`` and typed options and returns a ``Message``. It raises ``BadInput`` for a request that
can't be met and ``StorageUnavailable`` if the database failed; ``dispatcher`` turns both into a sentence.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from bot.chat.command_options import Choice
from bot.chat.message import Button, Message, TextQuestion
from bot.platforms import CommandName, Sentence

Options = TypeVar("Options")

_NUMBER = re.compile(r"-?[0-9]{1,18}")
"""Matches a number that the database can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDescription:
    """How a command looks as a form, for platforms that have forms.

    Attributes:
        title: Its title, in at most 24 characters; empty for the command's name.
        deed: The label of its button, in at most 24 characters.
        about: The option that names what the command changes; a form opened for a given one does not ask for it. Empty
            if there is none.
        filled_in: Returns the values that the form shows for options that are not given, by option: the defaults, or
            the present values. Takes the guild and the texts of the given options.
        few: The options of a form that has room for five inputs only, as on Discord: texts, roles and choices.
        emptied: By option: if its input showed a value and was emptied, the option and the text to take instead.
    """

    title: str = ""
    deed: str = "Show"
    about: str = ""
    filled_in: Callable[[int, Mapping[str, str]], Mapping[str, object]] = lambda _guild, _given: {}
    few: tuple[str, ...] = ()
    emptied: Mapping[str, tuple[str, str]] = field(default_factory=dict)


PLAIN_FORM = FormDescription()
"""The form of a command that only shows something."""


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
        sees_pictures: Whether the answer's picture is shown at once; else it need not be drawn (``Picture.png``).
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
    sees_pictures: bool = True
    can_view: Callable[[int], bool] = lambda _: True
    viewable: Callable[[], Collection[int]] = tuple


Suggest: TypeAlias = Callable[[Caller, str, Mapping[str, object]], Awaitable[Sequence[Choice]]]
"""Returns suggestions for the beginning of an option, given the options filled in before it."""


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
        implied: Returns options that follow from the typed ones, such as an account's provider; by name.
        examples: Returns example values for ``/help``, by the options' names.
        private: Whether only the caller sees the answer.
        for_managers: Whether it is for managers only, though its feature has commands for everyone.
        instead: A command for everyone that is suggested to those who are refused.
        form: How it looks as a form.
        adds: The label of its button below its feature's ``list``, to which it adds; empty for other commands.
        is_public: Returns beforehand whether the answer is certain to be public; None if it always is. Otherwise a slow
            answer is deferred as private. A late refusal of a public answer is public, too.
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
        in_place: Whether the answer replaces the message; otherwise it is a new message.
        private: Whether only the caller sees a new message.
        for_managers: Whether it is for managers only, though its feature has actions for everyone.
        title: The title of a long answer, for platforms that show it in a window; empty for short answers.
        form: The question that is asked first; the typed text follows the arguments. Its buttons have ``opens_form``.
        in_direct_messages: Whether it also answers in a direct message of Discord; it must then check who presses.
    """

    name: str
    run: Callable[[Caller, Sequence[str]], Awaitable[Message]]
    arguments: int = 0
    in_place: bool = False
    private: bool = True
    for_managers: bool = False
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
        for_managers: Whether only members who may manage the guild are offered its commands, and may press its buttons.
    """

    name: str
    description: str = ""
    commands: tuple[Command[Any], ...] = ()
    message_commands: tuple[MessageCommand, ...] = ()
    actions: tuple[Action, ...] = ()
    for_managers: bool = False


class UnreadableButton(Exception):  # noqa: N818 - reads as a sentence, as those of bot.errors
    """An action can't read its button's arguments, which are those of another version."""


def read_number(argument: str) -> int:
    """Return a number that a button carries; raises ``UnreadableButton`` if it is none."""
    if _NUMBER.fullmatch(argument) is None:
        raise UnreadableButton(argument)
    return int(argument)


def page_buttons(feature: str, arguments: Sequence[str], page: int, pages: int, *more: str) -> tuple[Button, ...]:
    """Return the buttons that refresh an answer and turn its pages.

    Args:
        feature: The feature with the actions ``refresh`` and ``page``.
        arguments: The actions' arguments before the page.
        page: The page shown, from 1.
        pages: Number of pages.
        more: The actions' arguments after the page.
    """

    def button(label: str, verb: str, number: int, *, disabled: bool = False) -> Button:
        told = (*arguments, str(number), *more)
        return Button(label=label, action=f"{feature}:{verb}", arguments=told, disabled=disabled)

    refresh = button("Refresh", "refresh", page)
    if pages == 1:
        return (refresh,)
    return (
        button("Previous", "page", page - 1, disabled=page <= 1),
        refresh,
        button("Next", "page", page + 1, disabled=page >= pages),
    )
