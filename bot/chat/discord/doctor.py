"""``/doctor``: how the bot is doing, for those who run the server."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

from bot.chat.discord.responses import Reply, answer
from bot.chat.embeds.doctor import doctor_embed
from bot.chat.wording.account_names import AccountNames
from bot.health.diagnosis import Diagnosis


def doctor_command(
    examine: Callable[[], Awaitable[Diagnosis]], names: AccountNames
) -> app_commands.Command[Any, ..., Any]:
    """Make the command; Discord shows it to members with Manage Server, unless a server's admins say otherwise.

    Args:
        examine: Finds out how the bot is doing.
        names: How accounts are named.
    """

    @app_commands.command(name="doctor", description="How the bot is doing: looks, delivery, permissions, settings")
    @app_commands.default_permissions(manage_guild=True)
    async def doctor(interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, _reply(examine, names), private=True)

    return doctor


async def _reply(examine: Callable[[], Awaitable[Diagnosis]], names: AccountNames) -> Reply:
    return Reply(embed=doctor_embed(await examine(), names=names), private=True)
