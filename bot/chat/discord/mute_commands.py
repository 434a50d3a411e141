"""``/mute`` and ``/unmute``: what a channel does not hear for a while. What people type; the rest is in ``mute_desk``.

Every member may use them, since whoever is disturbed should not have to look for an administrator. An administrator
of the server can decide otherwise (Server Settings, Integrations).
"""

from typing import Any

import discord
from discord import app_commands

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.mute_desk import MINUTES, MuteDesk
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.subject_options import account_choices, provider_choices
from bot.chat.wording.account_names import AccountNames

Command = app_commands.Command[Any, ..., Any]


def mute_command(desk: MuteDesk, subjects: AccountLookup, names: AccountNames) -> Command:
    """Make ``/mute``, with the configured providers as choices."""

    @app_commands.command(name="mute", description="Let this channel hear nothing of a provider or account for a while")
    @app_commands.describe(
        provider="What it does not hear of",
        account="Only this account",
        minutes=f"For how long; {MINUTES} unless you say",
    )
    @app_commands.choices(provider=provider_choices(subjects))
    async def mute(
        interaction: discord.Interaction[Any], provider: str, account: str | None = None, minutes: int = MINUTES
    ) -> None:
        work = desk.mute(interaction, provider, account, minutes)
        await answer(interaction, done_or_refused(work, names), private=True)

    mute.autocomplete("account")(account_choices(subjects))
    return mute


def unmute_command(desk: MuteDesk, subjects: AccountLookup, names: AccountNames) -> Command:
    """Make ``/unmute``, with the configured providers as choices."""

    @app_commands.command(name="unmute", description="Let this channel hear again what was muted")
    @app_commands.describe(
        provider="Only this provider and its accounts; leave it out for all that is muted here",
        account="Only this account",
    )
    @app_commands.choices(provider=provider_choices(subjects))
    async def unmute(
        interaction: discord.Interaction[Any], provider: str | None = None, account: str | None = None
    ) -> None:
        await answer(interaction, done_or_refused(desk.unmute(interaction, provider, account), names), private=True)

    @unmute.autocomplete("account")
    async def accounts(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = desk.suggestions(interaction.channel_id or 0, typed)[:CHOICES]
        await suggest(interaction, [app_commands.Choice(name=name, value=value) for name, value in found])
        return []  # answered already

    return unmute
