"""The watches as they are now: page by page, as choices, and what is missing where they tell.

Not how one is made or changed (``watch_desk``), nor how they are drawn (``chat.embeds.watches``).
"""

from collections.abc import Sequence
from typing import Any

import discord

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.channel_permissions import missing_there
from bot.chat.embeds.capacity import Page
from bot.chat.embeds.watches import ShownWatch, watches_page
from bot.chat.wording.text import clean, count
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

NAME_LENGTH = 30
"""What is shown of a channel's name beside what is heard there; a choice holds 100 characters."""


class WatchBoard:
    """Shows a guild's watches.

    Args:
        watches: All watches.
        subjects: Names providers and accounts.
    """

    def __init__(self, watches: WatchRegistry, subjects: AccountLookup) -> None:
        self._watches = watches
        self._subjects = subjects

    def here(self, interaction: discord.Interaction[Any]) -> Sequence[Watch]:
        """List the guild's watches; the one from the settings only where its channel is."""
        watches = self._watches.in_guild(interaction.guild_id or 0)
        return [watch for watch in watches if watch.guild is not None or _is_here(interaction, watch)]

    def page(self, interaction: discord.Interaction[Any], page: int) -> Page:
        """Draw a page of the guild's watches."""
        return watches_page(self.here(interaction), lambda watch: self.show(interaction, watch), page)

    def suggestions(
        self, interaction: discord.Interaction[Any], typed: str, *, settings: bool
    ) -> tuple[tuple[str, int], ...]:
        """Suggest watches that hold what was typed, each as it reads and its number.

        Args:
            interaction: Where somebody types.
            typed: What they typed so far.
            settings: Whether the one from the settings is suggested, too.
        """
        found = (
            (f"{watch.id} · {_place(interaction, watch)} · {self.title(watch)}"[:100], watch.id)
            for watch in self.here(interaction)
            if settings or watch.id != FROM_SETTINGS
        )
        return tuple(one for one in found if typed.casefold() in one[0].casefold())

    def show(self, interaction: discord.Interaction[Any], watch: Watch) -> ShownWatch:
        """Tell how a watch is now."""
        return ShownWatch(watch=watch, subject=self.title(watch), missing=self._missing(interaction, watch))

    def title(self, watch: Watch) -> str:
        """Name what a watch listens to, for places that show text as it is."""
        return self._subjects.title(watch.provider, watch.account)

    def _missing(self, interaction: discord.Interaction[Any], watch: Watch) -> tuple[str, ...]:
        pinged = watch.role if watch.pings else None
        home = frozenset({interaction.guild_id or 0})
        missing = missing_there(interaction.client, watch.channel, pinged, home)
        if (reason := self._watches.paused.get(watch.channel)) is not None:
            missing += (f"Nothing is told there until that is mended: {reason}",)
        if watch.provider not in {None, *(words.name for words in self._subjects.providers)}:
            missing += ("The setting PROVIDERS does not name that provider any more: nothing is told of it.",)
        if watch.role != pinged:
            missing += ("Nobody is pinged: that is done when an account is full, and it hears of freed ones only.",)
        pool = self._subjects.slots(watch.provider)
        if watch.warn is not None and pool is not None and watch.warn >= pool[1]:
            missing += (f"{pool[0]} has {count(pool[1], 'slot')}: with warn {watch.warn} that is always low.",)
        return missing


def _place(interaction: discord.Interaction[Any], watch: Watch) -> str:
    channel = interaction.client.get_channel(watch.channel)
    return f"#{clean(channel.name, NAME_LENGTH)}" if channel is not None else f"channel {watch.channel}"


def _is_here(interaction: discord.Interaction[Any], watch: Watch) -> bool:
    channel = interaction.client.get_channel(watch.channel)
    return channel is None or getattr(channel, "guild", None) == interaction.guild
