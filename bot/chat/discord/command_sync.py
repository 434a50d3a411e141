"""Registers the commands with Discord, only if they changed.

They are compared with the digest of the commands registered last, which covers everything, and with those that Discord
lists: it deletes a guild's commands when the bot is removed, and anyone with the token can delete them.

A guild takes 200 new commands a day, so a bot that registers at every start can lock itself out
(https://discord.com/developers/docs/interactions/application-commands#registering-a-command).
"""

import asyncio
import hashlib
import itertools
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

import aiohttp
import discord
from discord import app_commands

from bot.chat.discord.invite_and_permissions import invite_link
from bot.delivery.retry import Backoff
from bot.errors import StorageUnavailable

PAUSES = Backoff(first=timedelta(seconds=5), longest=timedelta(minutes=5))

log = logging.getLogger(__name__)


class Registry(Protocol):
    """Stores which commands were registered; raises ``StorageUnavailable``."""

    async def synced(self, scope: str) -> str | None:
        """Return the digest of the commands registered in a scope."""
        ...

    async def note_sync(self, scope: str, digest: str) -> None:
        """Store the digest of the commands registered in a scope."""
        ...


class CommandSync:
    """Registers a tree's commands in guilds."""

    def __init__(
        self,
        tree: app_commands.CommandTree[Any],
        registry: Registry,
        *,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._tree = tree
        self._registry = registry
        self._sleep = sleep
        self._one_at_a_time = asyncio.Lock()
        self._ids: dict[int, Mapping[str, int]] = {}

    def ids(self, guild_id: int) -> Mapping[str, int]:
        """Return the ids of the commands in a guild, by name; empty until they are known."""
        return self._ids.get(guild_id, {})

    async def __call__(self, guild_id: int, *, anew: bool = False) -> None:
        """Register the commands in a guild if they changed, retrying until Discord accepts or refuses them.

        Args:
            guild_id: The guild.
            anew: Whether to register them even if they haven't changed.
        """
        for failures in itertools.count(1):
            try:
                async with self._one_at_a_time:
                    await self._sync(discord.Object(guild_id), anew=anew)
            except discord.Forbidden:
                log.error(
                    "Guild %d does not let the bot register commands: invite it with %s",
                    guild_id,
                    invite_link(self._tree.client),
                )
                return
            except app_commands.CommandSyncFailure as problem:
                log.error("Discord refused the commands; please report it: %s", problem)
                return
            except (discord.HTTPException, aiohttp.ClientError, OSError, StorageUnavailable) as problem:
                pause = PAUSES.pause(failures).total_seconds()
                log.warning(
                    "Registering the commands in guild %d failed, trying again in %.0f s: %s", guild_id, pause, problem
                )
                await self._sleep(pause)
            else:
                return

    async def _sync(self, guild: discord.Object, *, anew: bool) -> None:
        self._tree.copy_global_to(guild=guild)
        payload = [command.to_dict(self._tree) for command in self._tree.get_commands(guild=guild)]
        digest, scope = self._digest(payload), str(guild.id)
        if not anew and await self._registry.synced(scope) == digest:
            listed = await self._tree.fetch_commands(guild=guild)
            if _outline(command.to_dict() for command in listed) == _outline(payload):
                self._ids[guild.id] = {command.name: command.id for command in listed}
                return
            log.warning("Discord lists different commands in guild %d than were registered there.", guild.id)
        commands = await self._tree.sync(guild=guild)
        self._ids[guild.id] = {command.name: command.id for command in commands}
        await self._registry.note_sync(scope, digest)
        log.info("Registered %d commands in guild %d.", len(commands), guild.id)

    def _digest(self, payload: list[dict[str, Any]]) -> str:
        """Return a digest of the commands and the application."""
        canonical = json.dumps([self._tree.client.application_id, payload], sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()


def _outline(described: Iterable[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return the parts of commands that Discord returns unchanged; it adds defaults and ids."""
    return sorted(
        (one["name"], int(one["type"]), one.get("description", ""), _outline(one.get("options", ())))
        for one in described
    )
