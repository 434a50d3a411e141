"""Why an alert was told, or not: looked up for whoever may view the channel that it is of.

Not how that is drawn (``chat.embeds.why``).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import discord

from bot.chat.embeds.alert import SHORT_ID
from bot.chat.embeds.speech import Among
from bot.chat.embeds.why import why_choice, why_embed
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames
from bot.delivery.stored_alerts import StoredAlert
from bot.errors import BadInput, StorageUnavailable

SHORTEST = 4
"""So many characters of an id are enough, where no other alert's begins with them."""

LOOKED_THROUGH = 200
"""So many of the newest alerts are looked through for what somebody types."""

NAMED = 5

NOT_READ = "The database does not answer. Try again in a minute."

_KEY = re.compile(rf"[a-z0-9]{{{SHORTEST},25}}")


class Journal(Protocol):
    """Where alerts are looked up; everything raises ``StorageUnavailable``."""

    async def find(self, prefix: str) -> Sequence[StoredAlert]:
        """Find the alerts whose keys begin so, the newest first."""
        ...

    async def recent(self, channels: Collection[int], limit: int) -> Sequence[StoredAlert]:
        """List the newest alerts of some channels, the newest first."""
        ...


class WhyDesk:
    """Explains alerts.

    Args:
        journal: Where they are looked up.
        words: How each provider is spoken of.
        names: How accounts are named.
        among: Gives all known accounts of a provider.
    """

    def __init__(
        self, journal: Journal, words: Mapping[str, ProviderWords], names: AccountNames, *, among: Among
    ) -> None:
        self._journal = journal
        self._words = words
        self._names = names
        self._among = among

    async def explain(self, interaction: discord.Interaction[Any], asked: str) -> discord.Embed:
        """Explain an alert, told or not.

        Args:
            interaction: Who asks, and where.
            asked: The alert's id as its footer has it, or more or a little less of it.

        Raises:
            BadInput: There is none that the asker may know of, or there are several.
        """
        key = asked.strip().casefold().removeprefix("id ").strip()
        found = await self._find(interaction, key)
        exact = [entry for entry in found if entry.alert.key == key]
        if not found:
            raise BadInput(
                f"There is no alert {asked.strip()[:40]} here. Its id is the {SHORT_ID} characters in its footer."
            )
        if len(found) > 1 and not exact:
            ids = ", ".join(entry.alert.key[:SHORT_ID] for entry in found[:NAMED])
            raise BadInput(f"Several alerts begin with {key}, such as {ids}: type more of the id.")
        return why_embed(
            (exact or found)[0], self._words, self._names, guild=interaction.guild_id or 0, among=self._among
        )

    async def suggestions(self, interaction: discord.Interaction[Any], typed: str) -> tuple[tuple[str, str], ...]:
        """Suggest the newest alerts that hold what was typed, each as it reads and its key."""
        channels = {channel.id for channel in _channels(interaction) if _may_view(interaction, channel.id)}
        try:
            entries = await self._journal.recent(channels | {interaction.channel_id or 0}, LOOKED_THROUGH)
        except StorageUnavailable:
            return ()
        named = ((why_choice(entry, self._words, self._names, among=self._among), entry.alert.key) for entry in entries)
        return tuple(one for one in named if typed.casefold() in one[0].casefold() or one[1].startswith(typed))

    async def _find(self, interaction: discord.Interaction[Any], key: str) -> list[StoredAlert]:
        if not _KEY.fullmatch(key):
            return []
        try:
            found = await self._journal.find(key)
        except StorageUnavailable as problem:
            raise BadInput(NOT_READ) from problem
        return [entry for entry in found if _may_view(interaction, entry.alert.channel)]


def _channels(interaction: discord.Interaction[Any]) -> Sequence[discord.abc.Snowflake]:
    guild = interaction.guild
    return () if guild is None else (*guild.channels, *guild.threads)


def _may_view(interaction: discord.Interaction[Any], channel_id: int) -> bool:
    """Tell whether the asker sees a channel; who else is in a private thread is not known, moderators excepted."""
    if channel_id == interaction.channel_id:
        return True
    guild, member = interaction.guild, interaction.user
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if channel is None or not isinstance(member, discord.Member):
        return False
    granted = channel.permissions_for(member)
    private = isinstance(channel, discord.Thread) and channel.is_private()
    return granted.view_channel and (granted.manage_threads or not private)
