"""``/notify``: be told once, when there is room. What people type; the rest is in ``notify_desk``.

Discord wants either a plain command or sub-commands, never both
(https://discord.com/developers/docs/interactions/application-commands#subcommands-and-subcommand-groups): so asking is
``/notify when``, beside ``/notify list`` and ``/notify cancel``.
"""

from typing import Any

import discord
from discord import app_commands

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.capacity import CHOICES
from bot.chat.discord.notify_desk import NotifyDesk
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer, suggest
from bot.chat.discord.subject_options import account_choices
from bot.chat.wording.account_names import AccountNames
from bot.errors import StorageUnavailable


def notify_group(desk: NotifyDesk, subjects: AccountLookup, names: AccountNames) -> app_commands.Group:
    """Make the commands, with the configured providers as choices."""
    group = app_commands.Group(name="notify", description="Be told when there is room")
    providers = [app_commands.Choice(name=words.title, value=words.name) for words in subjects.providers]

    @group.command(name="when", description="Be pinged here, once, when there is room")
    @app_commands.describe(
        provider="What you wait for",
        account="Only this account",
        slots="So many free slots; 1 unless you say",
        hold="Free for so many seconds; 0 unless you say",
        until="Wait no longer, such as 90 (minutes) or 6h; 6h unless you say, 24h at most",
    )
    @app_commands.choices(provider=providers[:CHOICES])
    async def when(
        interaction: discord.Interaction[Any],
        provider: str,
        account: str | None = None,
        slots: int = 1,
        hold: int = 0,
        until: str | None = None,
    ) -> None:
        work = desk.ask(interaction, provider, account, slots, hold=hold, until=until)
        await answer(interaction, done_or_refused(work, names), private=True)

    when.autocomplete("account")(account_choices(subjects))

    @group.command(name="list", description="What you wait for, and where you stand in line")
    async def show(interaction: discord.Interaction[Any]) -> None:
        await answer(interaction, done_or_refused(desk.show(interaction), names), private=True)

    @group.command(name="cancel", description="Wait for it no more")
    @app_commands.describe(number="The number of what you wait for")
    async def cancel(interaction: discord.Interaction[Any], number: int) -> None:
        await answer(interaction, done_or_refused(desk.cancel(interaction, number), names), private=True)

    @cancel.autocomplete("number")
    async def numbers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[int]]:
        try:
            found = await desk.suggestions(interaction, str(typed))
        except StorageUnavailable:
            found = ()
        choices = [app_commands.Choice(name=name, value=number) for name, number in found]
        await suggest(interaction, choices[:CHOICES])
        return []  # answered already

    return group
