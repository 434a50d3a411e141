"""``/watch``: which channel hears what. Its sub-commands; what comes of them is in ``watch_desk``.

Discord shows it to members with *Manage Server* only, unless an administrator of the server decides otherwise
(https://discord.com/developers/docs/interactions/application-commands#permissions): that decision is theirs, so nothing
is checked again here.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_desk import WatchDesk
from bot.chat.discord.watch_forms import add_form, edit_form
from bot.chat.discord.watch_list import list_reply
from bot.chat.wording.account_names import AccountNames

Numbers = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[int]]]]

_WATCH = "The number of the watch"


def watch_group(desk: WatchDesk, board: WatchBoard, subjects: AccountLookup, names: AccountNames) -> app_commands.Group:
    """Make the commands, with the configured providers as choices."""
    group = app_commands.Group(
        name="watch",
        description="Which channel hears what",
        default_permissions=discord.Permissions(manage_guild=True),
    )
    group.add_command(add_form(desk, subjects, names))
    edit = edit_form(desk, names)
    edit.autocomplete("watch")(_numbers(board, settings=False))
    group.add_command(edit)

    @group.command(name="remove", description="Let a channel hear it no more")
    @app_commands.describe(watch=_WATCH)
    async def remove(interaction: discord.Interaction[Any], watch: int) -> None:
        await answer(interaction, done_or_refused(desk.remove(interaction, watch), names), private=True)

    remove.autocomplete("watch")(_numbers(board, settings=False))

    @group.command(name="test", description="Send a drill to the channel of a watch, and see how long it takes")
    @app_commands.describe(watch=_WATCH)
    async def test(interaction: discord.Interaction[Any], watch: int) -> None:
        await answer(interaction, done_or_refused(desk.test(interaction, watch), names), private=True)

    test.autocomplete("watch")(_numbers(board, settings=True))

    @group.command(name="list", description="All watches of this server, and what is missing")
    async def show(interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, list_reply(board, interaction), private=True)

    return group


def _numbers(board: WatchBoard, *, settings: bool) -> Numbers:
    async def numbers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[int]]:
        found = board.suggestions(interaction, str(typed), settings=settings)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=number) for name, number in found])
        return []  # answered already

    return numbers
