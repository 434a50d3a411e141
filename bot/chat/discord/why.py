"""``/why``: why an alert was told, or was not. Every member may ask about the channels that they may view."""

from typing import Any

import discord
from discord import app_commands

from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.why_desk import WhyDesk
from bot.chat.wording.account_names import AccountNames


def why_command(desk: WhyDesk, names: AccountNames) -> app_commands.Command[Any, ..., Any]:
    """Make the command."""

    @app_commands.command(name="why", description="Why an alert was told, or was not")
    @app_commands.describe(alert="The alert's id, from its footer")
    @app_commands.rename(alert="id")
    async def why(interaction: discord.Interaction[Any], alert: str) -> None:
        await answer(interaction, done_or_refused(desk.explain(interaction, alert), names), private=True)

    @why.autocomplete("alert")
    async def ids(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = (await desk.suggestions(interaction, typed))[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=key) for name, key in found])
        return []  # answered already

    return why
