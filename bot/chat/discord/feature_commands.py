"""Registers features with discord.py, and turns interactions into calls of handlers."""

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Optional, TypeAlias

import discord
from discord import app_commands
from typing_extensions import override

from bot.chat.command_options import CHOICE_LENGTH, ChannelChoice, Choice, Option, OptionKind, RoleChoice, options_of
from bot.chat.discord.interaction_answers import answer, drop_buttons, suggest, update
from bot.chat.discord.invite_and_permissions import missing_titles
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, Command, Feature, MessageCommand, Suggest
from bot.chat.message import Message

CHOICES = 25
"""Maximum number of choices (https://discord.com/developers/docs/interactions/application-commands)."""

Registered: TypeAlias = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


class _ChannelOption(app_commands.Transformer):
    """Takes any channel for messages, even one that the bot can't see."""

    @property
    @override
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    @override
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, *threads]

    @override
    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> ChannelChoice:
        return ChannelChoice(id=value.id, parent=getattr(value, "parent_id", None))


_ANNOTATIONS: Mapping[OptionKind, Any] = {
    OptionKind.TEXT: str,
    OptionKind.NUMBER: int,
    OptionKind.FLAG: bool,
    OptionKind.CHANNEL: app_commands.Transform[ChannelChoice, _ChannelOption],
    OptionKind.ROLE: discord.Role,
}


def commands_of(feature: Feature, dispatcher: Dispatcher) -> tuple[Registered, ...]:
    """Return a feature's commands for discord.py; those of two words are in a group."""
    permissions = discord.Permissions(manage_guild=True) if feature.for_managers else None
    alone = [_command(one, dispatcher) for one in feature.commands if " " not in one.name]
    for command in alone:
        command.default_permissions = permissions
    menus = [_menu(one, dispatcher) for one in feature.message_commands]
    grouped = [_command(one, dispatcher) for one in feature.commands if " " in one.name]
    if not grouped:
        return (*alone, *menus)
    group = app_commands.Group(
        name=feature.name, description=feature.description, default_permissions=permissions or discord.utils.MISSING
    )
    for command in grouped:
        group.add_command(command)
    return (*alone, group, *menus)


async def answer_command(
    interaction: discord.Interaction[Any],
    reply: Awaitable[Message],
    command: Command[Any],
    given: object,
    *,
    pressed: bool = False,
) -> None:
    """Answer a command; a private answer replaces a private message whose button the caller ``pressed``.

    If the answer is for everyone, that message only loses its button.
    """
    if pressed and command.private:
        await update(interaction, reply)
        return
    is_public = command.is_public or (lambda _: True)
    said = await answer(interaction, reply, private=command.private, perhaps_private=lambda: not is_public(given))
    if pressed and not said.refusal:
        await drop_buttons(interaction)


def caller_of(interaction: discord.Interaction[Any]) -> Caller:
    """Return who made an interaction, and where."""
    in_thread = isinstance(interaction.channel, discord.Thread)
    granted = interaction.permissions
    return Caller(
        guild=interaction.guild_id or 0,
        channel=interaction.channel_id or 0,
        member=interaction.user.id,
        may_manage=granted.manage_guild,
        may_write=granted.send_messages_in_threads if in_thread else granted.send_messages,
        parent=getattr(interaction.channel, "parent_id", None),
        bot_lacks=missing_titles(interaction.app_permissions, thread=in_thread),
        can_view=lambda channel: _can_view(interaction, channel),
        viewable=lambda: frozenset(one for one in _channels(interaction) if _can_view(interaction, one)),
    )


def _menu(command: MessageCommand, dispatcher: Dispatcher) -> app_commands.ContextMenu:
    """Return a message command (https://discord.com/developers/docs/interactions/application-commands#message-commands)."""

    async def call(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        work = dispatcher.run_on_message(command, caller_of(interaction), message.id)
        await answer(interaction, work, private=True)

    return app_commands.ContextMenu(name=command.name, callback=call)


def _command(command: Command[Any], dispatcher: Dispatcher) -> app_commands.Command[Any, ..., Any]:
    options = options_of(command.options)

    async def call(interaction: discord.Interaction[Any], **values: object) -> None:
        given = command.options(**{name: _value(value) for name, value in values.items()})
        await answer_command(interaction, dispatcher.run(command, caller_of(interaction), given), command, given)

    # discord.py makes an option from each parameter in a callback's signature.
    interaction = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_ONLY, annotation=discord.Interaction[Any]
    )
    call.__signature__ = inspect.Signature([interaction, *map(_parameter, options)])  # type: ignore[attr-defined] # functions may have one: PEP 362
    fields = {one.name: one.field for one in options}
    app_commands.rename(**{one.field: one.name for one in options})(call)  # "for" can't name a parameter
    app_commands.describe(**{one.field: one.description for one in options})(call)
    app_commands.choices(**{fields[name]: _choices(choices) for name, choices in command.choices.items()})(call)
    made: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=command.name.rpartition(" ")[2], description=command.description, callback=call
    )
    for name, suggests in command.suggest.items():
        made.autocomplete(fields[name])(_autocomplete(suggests))
    return made


def _parameter(option: Option) -> inspect.Parameter:
    annotation = _ANNOTATIONS[option.kind]
    if option.longest is not None:
        annotation = app_commands.Range[str, 1, option.longest]
    if option.least is not None or option.most is not None:
        annotation = app_commands.Range[int, option.least, option.most]
    default = inspect.Parameter.empty if option.required else option.default
    if default is None:
        annotation = Optional[annotation]  # noqa: UP045 - discord.py's own types take no "|"
    return inspect.Parameter(option.field, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _value(value: object) -> object:
    return RoleChoice(id=value.id) if isinstance(value, discord.Role) else value


def _autocomplete(
    suggests: Suggest,
) -> Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[Any]]]]:
    async def autocomplete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[Any]]:
        given = dict(iter(interaction.namespace))  # not by attribute: a namespace has every attribute
        found = await suggests(caller_of(interaction), str(typed), given)
        await suggest(interaction, _choices(found))
        return []  # answered already

    return autocomplete


def _choices(choices: Sequence[Choice]) -> list[app_commands.Choice[Any]]:
    return [app_commands.Choice(name=one.label[:CHOICE_LENGTH], value=one.value) for one in choices[:CHOICES]]


def _channels(interaction: discord.Interaction[Any]) -> Iterable[int]:
    guild = interaction.guild
    return () if guild is None else (one.id for one in (*guild.channels, *guild.threads))


def _can_view(interaction: discord.Interaction[Any], channel_id: int) -> bool:
    """Return whether the caller can see a channel; for a private thread, that is known of moderators only."""
    if channel_id == interaction.channel_id:
        return True
    guild, member = interaction.guild, interaction.user
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if channel is None or not isinstance(member, discord.Member):
        return False
    granted = channel.permissions_for(member)
    private = isinstance(channel, discord.Thread) and channel.is_private()
    return granted.view_channel and (granted.manage_threads or not private)
