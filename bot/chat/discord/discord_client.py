"""The client: what it asks of Discord, whom it answers, what it does when it is ready."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.chat.answers import Answers
from bot.chat.discord.channel_permissions import missing_for_alerts
from bot.chat.discord.command_sync import CommandSync, Registry, invite
from bot.chat.discord.mute_desk import MuteDesk
from bot.chat.discord.notify_desk import NotifyDesk
from bot.chat.discord.refused_requests import RefusedRequests
from bot.chat.discord.responses import apologise
from bot.chat.discord.watch_board import WatchBoard
from bot.chat.discord.why_desk import WhyDesk
from bot.chat.embeds.error import error_embed
from bot.chat.old_jobs import JobAnswers
from bot.chat.wording.account_names import AccountNames

RATE_LIMIT_PATIENCE = 30.0
"""discord.py sleeps through a 429 of up to so many seconds (its least) and raises beyond."""

ELSEWHERE = "This bot answers in its team's server only."
SORRY = "Something went wrong here. Whoever runs the bot finds more in its log."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the bot is at home.

    Attributes:
        guilds: The guilds whose members may ask.
        alert_channel: Where alerts go, if anywhere.
        alert_role: Who is pinged there, if anyone.
    """

    guilds: frozenset[int]
    alert_channel: int | None = None
    alert_role: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Who does what is asked for with a button, which may be older than the program.

    Attributes:
        answers: Answers what is free.
        jobs: Answers what is running.
        watch_board: Shows who hears what.
        mutes: Mutes what an alert tells of.
        notify: Lets people wait for a slot.
        why: Explains an alert.
        names: How accounts are named in a refusal.
    """

    answers: Answers
    jobs: JobAnswers
    watch_board: WatchBoard
    mutes: MuteDesk
    notify: NotifyDesk
    why: WhyDesk
    names: AccountNames


class CapacityClient(discord.Client):
    """A client with one intent, no message cache, and commands in its own guilds only.

    Args:
        place: Where the bot is at home.
        desks: Who does what is asked for with a button.
        registry: Where it is remembered which commands were registered.
        budget: Counts what Discord refuses.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        place: Place,
        desks: Desks,
        registry: Registry,
        *,
        budget: RefusedRequests,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_PATIENCE,
            http_trace=budget.trace(),
        )
        self.desks = desks
        self.tree = _Tree(self)
        self._place = place
        self._sync = CommandSync(self.tree, registry, sleep=sleep)
        self._tasks: set[asyncio.Task[None]] = set()
        self._named: tuple[str, ...] = ()

    async def setup_hook(self) -> None:
        """Register the commands, beside whatever comes next."""
        for guild in self._place.guilds:
            self._start(self._sync(guild))

    async def on_ready(self) -> None:
        """Name what is missing, once for as long as it does not change: Discord may say "ready" many times."""
        missing = self._missing()
        if missing != self._named:
            for sentence in missing:
                log.warning(sentence)
            self._named = missing
        log.info("Ready as %s in %d servers.", self.user, len(self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Register the commands in a guild that invited the bot after it was started."""
        if guild.id in self._place.guilds:
            self._start(self._sync(guild.id))

    async def close(self) -> None:
        """Stop what is under way, then close."""
        for task in self._tasks:
            task.cancel()
        await super().close()

    async def admits(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether an interaction comes from the team; answer it privately where it does not."""
        if interaction.guild_id in self._place.guilds:
            return True
        if interaction.type is discord.InteractionType.autocomplete:
            return False
        await apologise(interaction, error_embed(ELSEWHERE))
        return False

    @asynccontextmanager
    async def apologising(self, interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
        """Answer with an apology, and log what happened, where the block fails."""
        try:
            yield
        except Exception:
            log.exception("An interaction could not be answered; please report it.")
            await apologise(interaction, error_embed(SORRY))

    def _missing(self) -> tuple[str, ...]:
        strangers = self._place.guilds - {guild.id for guild in self.guilds}
        absent = (f"The bot is not in server {guild}: invite it with {invite(self)}" for guild in sorted(strangers))
        if self._place.alert_channel is None:
            return tuple(absent)
        place = self._place
        return (*absent, *missing_for_alerts(self, self._place.alert_channel, place.alert_role, place.guilds))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Tree(app_commands.CommandTree[CapacityClient]):
    async def interaction_check(self, interaction: discord.Interaction[CapacityClient], /) -> bool:
        return await interaction.client.admits(interaction)

    async def on_error(
        self, interaction: discord.Interaction[CapacityClient], error: app_commands.AppCommandError, /
    ) -> None:
        async with interaction.client.apologising(interaction):
            raise error
