"""What people wish not to hear for a while, done and answered: by a command, or by the button of an alert."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol

import discord

from bot.alerts.alert import Alert
from bot.chat.account_lookup import ALL, AccountLookup, account_mark
from bot.chat.discord.mute_notes import MuteNotes
from bot.chat.embeds.mutes import muted_embed, unmuted_embed
from bot.delivery.stored_alerts import StoredAlert
from bot.errors import BadInput
from bot.subscriptions.mute import LONGEST, Mute
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.topic import TopicKind

MINUTES = 60
"""So long is muted by the button, and by a command that does not say how long."""

MOST_MINUTES = int(LONGEST / timedelta(minutes=1))

FORGOTTEN = "That alert is forgotten: alerts are kept for some days only."

log = logging.getLogger(__name__)


class Journal(Protocol):
    """Where alerts are looked up; raises ``StorageUnavailable``."""

    async def entry(self, key: str) -> StoredAlert | None:
        """Find an alert by its whole key."""
        ...


class MuteDesk:
    """Mutes and unmutes.

    Args:
        mutes: All mutes.
        notes: Keeps what messages say of them.
        journal: Knows the alerts whose buttons are pressed.
        subjects: Knows providers and accounts.
        now: The clock.
    """

    def __init__(
        self,
        mutes: MuteRegistry,
        notes: MuteNotes,
        journal: Journal,
        subjects: AccountLookup,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._mutes = mutes
        self._notes = notes
        self._journal = journal
        self._subjects = subjects
        self._now = now

    async def mute(
        self, interaction: discord.Interaction[Any], provider: str, account: str | None, minutes: int
    ) -> discord.Embed:
        """Mute a provider, one of its accounts, or all providers where that is asked for; the newest wish counts."""
        if not 1 <= minutes <= MOST_MINUTES:
            raise BadInput(f"minutes can be 1 to {MOST_MINUTES} ({LONGEST.days} days).")
        meant = self._subjects.meant(provider, account)
        wanted = self._wanted(interaction, interaction.channel_id or 0, meant, minutes)
        async with self._notes.kept(wanted.channel):
            added = await self._add(wanted)
        return muted_embed(added, self._title(added))

    async def mute_alert(self, interaction: discord.Interaction[Any], key: str) -> discord.Embed:
        """Mute what an alert tells of: its one account, or else its providers. What is muted for longer stays so."""
        told = await self._journal.entry(key)
        if told is None:
            raise BadInput(FORGOTTEN)
        channel = told.alert.channel
        muted: list[Mute] = []
        async with self._notes.kept(channel):
            for meant in _told_of(told.alert):
                wanted = self._wanted(interaction, channel, meant, MINUTES, alert=key)
                longer = [one for one in self._mutes.in_channel(channel) if _outlasts(one, wanted)]
                muted.append(max(longer, key=_end, default=None) or await self._add(wanted))
        return muted_embed(min(muted, key=_end), ", ".join(dict.fromkeys(map(self._title, muted))))

    async def unmute(
        self, interaction: discord.Interaction[Any], provider: str | None, account: str | None
    ) -> discord.Embed:
        """End the mutes of what was named and of all that belongs to it; every mute of the channel if nothing was."""
        channel = interaction.channel_id or 0
        async with self._notes.kept(channel):
            here = self._mutes.in_channel(channel)
            meant = [mute for mute in here if self._means(mute, provider, account)]
            if not meant:
                raise BadInput(self._nothing(here))
            for mute in meant:
                await self._mutes.remove(mute)
                log.info("Member %d unmuted %s in channel %d.", interaction.user.id, self._title(mute), channel)
        still = [one for one in here if one not in meant and any(_includes(one, mute) for mute in meant)]
        return unmuted_embed(", ".join(map(self._title, meant)), still=", ".join(map(self._title, still)))

    def suggestions(self, channel: int, typed: str) -> tuple[tuple[str, str], ...]:
        """Suggest accounts that are muted in a channel, each as it reads and what stands for it."""
        found = (
            (self._title(mute)[:100], f"{mute.provider}/{account_mark(mute.account)}")
            for mute in self._mutes.in_channel(channel)
            if mute.account is not None
        )
        return tuple(one for one in found if typed.casefold() in one[0].casefold())

    async def _add(self, wanted: Mute) -> Mute:
        added = await self._mutes.add(wanted)
        until = f"{added.until:%Y-%m-%d %H:%M} UTC"
        log.info("Member %d muted %s in channel %d until %s.", added.by, self._title(added), added.channel, until)
        return added

    def _wanted(
        self,
        interaction: discord.Interaction[Any],
        channel: int,
        meant: tuple[str | None, str | None],
        minutes: int,
        *,
        alert: str | None = None,
    ) -> Mute:
        provider, account = meant
        return Mute(
            id=0,  # the database gives it its own
            guild=interaction.guild_id or 0,
            channel=channel,
            provider=provider,
            account=account,
            by=interaction.user.id,
            until=self._now() + timedelta(minutes=minutes),
            alert=alert,
        )

    def _means(self, mute: Mute, provider: str | None, account: str | None) -> bool:
        if provider not in {None, ALL, mute.provider}:
            return False
        if not account:
            return True
        return (
            mute.provider is not None
            and mute.account is not None
            and self._subjects.means(account, mute.provider, mute.account)
        )

    def _nothing(self, here: Iterable[Mute]) -> str:
        titles = ", ".join(map(self._title, here))
        return f"That is not muted here by itself. Muted here: {titles}." if titles else "Nothing is muted here."

    def _title(self, mute: Mute) -> str:
        return self._subjects.title(mute.provider, mute.account)


def _told_of(alert: Alert) -> tuple[tuple[str, str | None], ...]:
    topics = [(part.provider, news.topic) for part in alert.parts for news in part.news]
    if len(topics) == 1:
        provider, topic = topics[0]
        return ((provider, topic.account if topic.kind is TopicKind.ACCOUNT else None),)
    return tuple(dict.fromkeys((part.provider, None) for part in alert.parts))


def _end(mute: Mute) -> datetime:
    return mute.until


def _outlasts(mute: Mute, wanted: Mute) -> bool:
    return mute.until >= wanted.until and _includes(mute, wanted)


def _includes(mute: Mute, other: Mute) -> bool:
    return mute.provider in {None, other.provider} and mute.account in {None, other.account}
