"""What people wish of watches, done and answered; how they say it is in ``watch_commands``."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import discord

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.paused_channels import resume_mended
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.watch_options import channel_of, role_of
from bot.chat.discord.watch_wish import Wish, fitting, hold_of, quiet_of, warn_of
from bot.chat.embeds.watches import changed_embed, drill_embed, removed_embed
from bot.delivery.drill import DrillRunner
from bot.errors import BadInput
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from bot.subscriptions.watch_registry import WatchRegistry

log = logging.getLogger(__name__)


class WatchDesk:
    """Adds, changes, removes and tries a guild's watches.

    Args:
        watches: All watches.
        board: Shows them.
        subjects: Knows providers and accounts.
        drill: Tries a watch.
    """

    def __init__(self, watches: WatchRegistry, board: WatchBoard, subjects: AccountLookup, drill: DrillRunner) -> None:
        self._watches = watches
        self._board = board
        self._drill = drill
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold once it is stored
        self._subjects = subjects

    async def add(
        self, interaction: discord.Interaction[Any], provider: str, account: str | None, wish: Wish
    ) -> discord.Embed:
        """Add a watch, whether or not its alerts can arrive already."""
        channel = channel_of(interaction, wish.channel)
        found, one = self._subjects.meant(provider, account)
        blank = Watch(
            id=FROM_SETTINGS,  # the database gives it its own
            guild=interaction.guild_id,
            channel=channel,
            provider=found,
            account=one,
        )
        watch = self._granted(interaction, blank, wish)
        async with self._one_at_a_time:
            added = await self._watches.add(watch)
        self._look_again(interaction)
        self._log(interaction, "added", added)
        return changed_embed("added", self._board.show(interaction, added))

    async def edit(self, interaction: discord.Interaction[Any], number: int, wish: Wish) -> discord.Embed:
        """Change where a watch tells, whom it pings, or what it hears."""
        if wish == Wish():
            raise BadInput("Say what to change: channel, role, when, hold, warn, quiet, style, no_role or no_warn.")
        if wish.role is not None and wish.no_role:
            raise BadInput("Choose either a role or no_role.")
        if wish.warn is not None and wish.no_warn:
            raise BadInput("Choose either warn or no_warn.")
        async with self._one_at_a_time:
            watch = self._watches.find(interaction.guild_id or 0, number)
            moved = replace(
                watch,
                channel=watch.channel if wish.channel is None else channel_of(interaction, wish.channel),
                role=None if wish.no_role else watch.role,
                warn=None if wish.no_warn else watch.warn,
            )
            changed = self._granted(interaction, moved, wish)
            await self._watches.change(changed)
        self._look_again(interaction)
        self._log(interaction, "changed", changed)
        return changed_embed("changed", self._board.show(interaction, changed))

    async def remove(self, interaction: discord.Interaction[Any], number: int) -> discord.Embed:
        """Remove a watch."""
        async with self._one_at_a_time:
            watch = self._watches.find(interaction.guild_id or 0, number)
            await self._watches.remove(watch)
        self._log(interaction, "removed", watch)
        return removed_embed(self._board.show(interaction, watch))

    async def test(self, interaction: discord.Interaction[Any], number: int) -> discord.Embed:
        """Send a drill to a watch's channel and tell how long it took."""
        here = {watch.id: watch for watch in self._board.here(interaction)}
        watch = here.get(number) or self._watches.find(interaction.guild_id or 0, number)
        log.info("Member %d tries watch %d.", interaction.user.id, watch.id)
        outcome = await self._drill(watch)
        if outcome.told_after is not None:
            self._watches.resume(watch.channel)
        shown = self._board.show(interaction, watch)
        return drill_embed(shown, told_after=outcome.told_after, given_up=outcome.given_up)

    def _granted(self, interaction: discord.Interaction[Any], watch: Watch, wish: Wish) -> Watch:
        """Give a watch as it is wished for; raises ``BadInput`` where that can't be."""
        granted = replace(
            watch,
            role=watch.role if wish.role is None else role_of(interaction, wish.role),
            when=wish.when or watch.when,
            hold=watch.hold if wish.hold is None else hold_of(wish.hold),
            warn=watch.warn if wish.warn is None else warn_of(wish.warn, watch.provider, watch.account, self._subjects),
            quiet=watch.quiet if wish.quiet is None else quiet_of(wish.quiet),
            style=wish.style or watch.style,
        )
        return fitting(granted)

    def _look_again(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the guild's paused channels again where nothing is missing any more: whoever changes watches mends."""
        resume_mended(self._watches, interaction.client, frozenset({interaction.guild_id or 0}))

    def _log(self, interaction: discord.Interaction[Any], happened: str, watch: Watch) -> None:
        log.info(
            "Member %d %s watch %d: channel %d hears %s, %s, and pings %s; hold %.0f s, warn %s, quiet %s, style %s.",
            interaction.user.id,
            happened,
            watch.id,
            watch.channel,
            self._board.title(watch),
            watch.when,
            "nobody" if watch.role is None else f"role {watch.role}",
            watch.hold.total_seconds(),
            watch.warn,
            watch.quiet,
            watch.style,
        )
