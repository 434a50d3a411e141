"""What people ask who want to be told when there is room, done and answered: by a command, or by a button."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.channel_permissions import NEEDED, NEEDED_IN_THREADS
from bot.chat.discord.notify_terms import span
from bot.chat.embeds.waiters import joined_embed, left_embed, list_embed, replied_embed
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount, count
from bot.errors import BadInput
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import Waitlist, WaitlistEntry

CHOICE_LENGTH = 100
"""https://discord.com/developers/docs/interactions/application-commands#application-command-object"""

ROOM_NAMED = 3

log = logging.getLogger(__name__)


class NotifyDesk:
    """Lets people wait, and answers where they stand.

    Args:
        waitlist: All who wait.
        subjects: Knows providers and accounts.
        names: How accounts are named.
        now: The clock.
    """

    def __init__(
        self, waitlist: Waitlist, subjects: AccountLookup, names: AccountNames, *, now: Callable[[], datetime]
    ) -> None:
        self._waitlist = waitlist
        self._subjects = subjects
        self._names = names
        self._now = now

    async def ask(
        self,
        interaction: discord.Interaction[Any],
        provider: str,
        account: str | None,
        slots: int = 1,
        *,
        hold: int = 0,
        until: str | None = None,
    ) -> discord.Embed:
        """Let somebody wait in the channel where they are; raises ``BadInput`` and ``StorageUnavailable``."""
        found = self._subjects.provider(provider)
        meant = self._subjects.account(found, account) if account else None
        wait = span(until)
        if not 0 <= hold < wait.total_seconds():
            raise BadInput("hold is in seconds: 0 or more, and shorter than until.")
        self._refuse_slots(found, meant, slots)
        _refuse_channel(interaction)
        at = self._now()
        wanted = Waiter(
            id=0,  # the database gives it its own
            guild=interaction.guild_id or 0,
            channel=interaction.channel_id or 0,
            member=interaction.user.id,
            provider=found,
            account=meant,
            slots=slots,
            hold=timedelta(seconds=hold),
            asked_at=at,
            until=at + wait,
        )
        entry = await self._waitlist.join(wanted)
        log.info("%s: member %d waits as number %d.", found, wanted.member, entry.waiter.id)
        return joined_embed(entry, self._subject(entry.waiter), self._room(entry))

    async def show(self, interaction: discord.Interaction[Any]) -> discord.Embed:
        """List what somebody waits for; raises ``StorageUnavailable``."""
        entries = await self._waitlist.entries_of(interaction.guild_id or 0, interaction.user.id)
        return list_embed(entries, self._subject)

    async def cancel(self, interaction: discord.Interaction[Any], number: int) -> discord.Embed:
        """Let somebody wait no more; raises ``BadInput`` and ``StorageUnavailable``."""
        waiter = await self._waitlist.leave(interaction.guild_id or 0, interaction.user.id, number)
        return left_embed(waiter, self._subject(waiter))

    async def take(self, interaction: discord.Interaction[Any], key: str) -> discord.Embed:
        """Note that somebody takes what the alert of this key offers; raises as ``cancel`` does."""
        waiter = await self._waitlist.accept_offer(key, interaction.user.id)
        return replied_embed(waiter, self._subject(waiter))

    async def pass_on(self, interaction: discord.Interaction[Any], key: str) -> discord.Embed:
        """Leave what the alert of this key offers to whoever is next; raises as ``cancel`` does."""
        waiter = await self._waitlist.decline_offer(key, interaction.user.id)
        return replied_embed(waiter, self._subject(waiter))

    async def suggestions(self, interaction: discord.Interaction[Any], typed: str) -> tuple[tuple[str, int], ...]:
        """Suggest what somebody waits for, each as it reads and its number; raises ``StorageUnavailable``."""
        entries = await self._waitlist.entries_of(interaction.guild_id or 0, interaction.user.id)
        found = (
            (f"{one.id} · {count(one.slots, 'slot')} of {self._subject(one)}"[:CHOICE_LENGTH], one.id)
            for one in (entry.waiter for entry in entries)
        )
        return tuple(one for one in found if typed.casefold() in one[0].casefold())

    def _refuse_slots(self, provider: str, account: str | None, slots: int) -> None:
        if slots < 1:
            raise BadInput("slots can be 1 or more.")
        there = self._waitlist.total_slots(provider, account)
        if there is not None and slots > there:
            whose = "the pool" if account is None else self._subjects.title(provider, account)
            raise BadInput(f"So many slots are never free: {whose} has {amount(there)}.")

    def _room(self, entry: WaitlistEntry) -> str:
        """Name the accounts that the next look offers, not yet escaped."""
        accounts = [offered.account for offered in entry.next_offer[:ROOM_NAMED]]
        naming = self._names.among(entry.waiter.provider, accounts)
        return ", ".join(map(naming.raw, accounts))

    def _subject(self, waiter: Waiter) -> str:
        return self._subjects.title(waiter.provider, waiter.account)


def _refuse_channel(interaction: discord.Interaction[Any]) -> None:
    """Refuse to tell somebody where the bot may not write."""
    needed = NEEDED_IN_THREADS if isinstance(interaction.channel, discord.Thread) else NEEDED
    missing = [title for name, title in needed.items() if not getattr(interaction.app_permissions, name)]
    if missing:
        raise BadInput(f"You could not be told here: the bot lacks {', '.join(missing)} in this channel.")
