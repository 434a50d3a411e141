"""``/watch``: which channel hears what. What people can type; what comes of it is in ``watch_desk``.

Discord shows it to members with *Manage Server* only, unless an administrator of the server decides otherwise
(https://discord.com/developers/docs/interactions/application-commands#permissions): that decision is theirs, so nothing
is checked again here.
"""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.alerts.watch import When
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.reply import Reply, answer, suggest
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_desk import ALL, WatchDesk
from bot.chat.discord.watch_list import list_reply
from bot.chat.discord.watch_options import ChannelOption, Wish
from bot.chat.subjects import Subjects
from bot.errors import BadQuestion, StateUnavailable

NOT_STORED = "The database does not answer; nothing was changed. Try again in a minute."

WHENS = [
    app_commands.Choice(name="full and freed", value=When.BOTH.value),
    app_commands.Choice(name="full only", value=When.FULL.value),
    app_commands.Choice(name="freed only", value=When.FREED.value),
]

Numbers = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[int]]]]

_CHANNEL = "Where alerts go"
_ROLE = "Whom to ping when an account is full"
_WHEN = "Which changes are told"
_WATCH = "The number of the watch"


def watch_group(desk: WatchDesk, board: WatchBoard, subjects: Subjects) -> app_commands.Group:
    """Make the commands, with the configured providers as choices."""
    group = app_commands.Group(
        name="watch",
        description="Which channel hears what",
        default_permissions=discord.Permissions(manage_guild=True),
    )
    _add(group, desk, subjects)
    _edit(group, desk, board)
    _remove(group, desk, board)
    _test(group, desk, board)

    @group.command(name="list", description="All watches of this server, and what is missing")
    async def show(interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, list_reply(board, interaction), private=True)

    return group


def _add(group: app_commands.Group, desk: WatchDesk, subjects: Subjects) -> None:
    titles = [app_commands.Choice(name=words.title, value=words.name) for words in subjects.providers]
    providers = [app_commands.Choice(name="All providers", value=ALL), *titles]

    @group.command(name="add", description="Let a channel hear of a provider, or of one of its accounts")
    @app_commands.describe(
        provider="What it hears of",
        account="Only this account",
        channel=f"{_CHANNEL}; leave it out for this channel",
        role=_ROLE,
        when=_WHEN,
    )
    @app_commands.choices(provider=providers[:CHOICES], when=WHENS)
    async def add(
        interaction: discord.Interaction[Any],
        provider: str,
        account: str | None = None,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
        when: str | None = None,
    ) -> None:
        wish = Wish(channel=channel, role=role, when=None if when is None else When(when))
        await answer(interaction, _reply(desk, desk.add(interaction, provider, account, wish)), private=True)

    @add.autocomplete("account")
    async def accounts(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = subjects.suggestions(getattr(interaction.namespace, "provider", None), typed)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=one.title, value=one.value) for one in found])
        return []  # answered already


def _edit(group: app_commands.Group, desk: WatchDesk, board: WatchBoard) -> None:
    @group.command(name="edit", description="Change where a watch tells, whom it pings, or what it hears")
    @app_commands.describe(watch=_WATCH, channel=_CHANNEL, role=_ROLE, no_role="Ping nobody from now on", when=_WHEN)
    @app_commands.choices(when=WHENS)
    async def edit(
        interaction: discord.Interaction[Any],
        watch: int,
        channel: ChannelOption | None = None,
        role: discord.Role | None = None,
        no_role: bool = False,  # noqa: FBT001, FBT002 - how discord.py is told of an optional option
        when: str | None = None,
    ) -> None:
        wish = Wish(channel=channel, role=role, no_role=no_role, when=None if when is None else When(when))
        await answer(interaction, _reply(desk, desk.edit(interaction, watch, wish)), private=True)

    edit.autocomplete("watch")(_numbers(board, settings=False))


def _remove(group: app_commands.Group, desk: WatchDesk, board: WatchBoard) -> None:
    @group.command(name="remove", description="Let a channel hear it no more")
    @app_commands.describe(watch=_WATCH)
    async def remove(interaction: discord.Interaction[Any], watch: int) -> None:
        await answer(interaction, _reply(desk, desk.remove(interaction, watch)), private=True)

    remove.autocomplete("watch")(_numbers(board, settings=False))


def _test(group: app_commands.Group, desk: WatchDesk, board: WatchBoard) -> None:
    @group.command(name="test", description="Send a drill to the channel of a watch, and see how long it takes")
    @app_commands.describe(watch=_WATCH)
    async def test(interaction: discord.Interaction[Any], watch: int) -> None:
        await answer(interaction, _reply(desk, desk.test(interaction, watch)), private=True)

    test.autocomplete("watch")(_numbers(board, settings=True))


def _numbers(board: WatchBoard, *, settings: bool) -> Numbers:
    async def numbers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[int]]:
        found = board.suggestions(interaction, str(typed), settings=settings)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=number) for name, number in found])
        return []  # answered already

    return numbers


async def _reply(desk: WatchDesk, work: Awaitable[discord.Embed]) -> Reply:
    try:
        return Reply(embed=await work, private=True)
    except BadQuestion as sentence:
        return Reply(embed=desk.refusal(str(sentence)), private=True)
    except StateUnavailable:
        return Reply(embed=desk.refusal(NOT_STORED), private=True)
