"""``/board``: a message that always says what is free. What people type; the rest is in ``board_desk``.

Discord shows it to members with *Manage Server* only, as ``/watch``.
"""

from typing import Any

import discord
from discord import app_commands

from bot.chat.discord.board_desk import BoardDesk
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.watch_options import ChannelOption
from bot.chat.wording.account_names import AccountNames


def board_group(desk: BoardDesk, names: AccountNames) -> app_commands.Group:
    """Make the commands."""
    group = app_commands.Group(
        name="board",
        description="A message that is kept up to date",
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name="create", description="Keep a message up to date: every account, its slots and its oldest job")
    @app_commands.describe(
        providers="What it shows, with commas between them; leave it out for all providers",
        channel="Where it is; leave it out for this channel",
    )
    async def create(
        interaction: discord.Interaction[Any], providers: str | None = None, channel: ChannelOption | None = None
    ) -> None:
        await answer(interaction, done_or_refused(desk.create(interaction, providers, channel), names), private=True)

    @create.autocomplete("providers")
    async def providers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = desk.completions(typed)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=value) for name, value in found])
        return []  # answered already

    @group.command(name="remove", description="Keep a board up to date no more; its message says so")
    @app_commands.describe(board="The number of the board")
    async def remove(interaction: discord.Interaction[Any], board: int) -> None:
        await answer(interaction, done_or_refused(desk.remove(interaction, board), names), private=True)

    @remove.autocomplete("board")
    async def boards(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[int]]:
        found = desk.suggestions(interaction, str(typed))[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=number) for name, number in found])
        return []  # answered already

    @group.command(name="list", description="All boards of this server, and what is missing")
    async def show(interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, done_or_refused(desk.show(interaction), names), private=True)

    return group
