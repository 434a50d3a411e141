"""The options that name a provider, or all of them, and one of its accounts."""

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands

from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.responses import suggest

Accounts = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


def provider_choices(subjects: AccountLookup) -> list[app_commands.Choice[str]]:
    """List the configured providers, all of them together first."""
    titles = [app_commands.Choice(name=words.title, value=words.name) for words in subjects.providers]
    return [app_commands.Choice(name="All providers", value=ALL), *titles][:CHOICES]


def account_choices(subjects: AccountLookup) -> Accounts:
    """Make what suggests the accounts of the provider that was chosen, of all where none was."""

    async def accounts(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = subjects.suggestions(getattr(interaction.namespace, "provider", None), typed)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=one.label, value=one.value) for one in found])
        return []  # answered already

    return accounts
