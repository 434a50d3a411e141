"""What people wish of boards, done and answered; how they say it is in ``board_commands``."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.alerts.board_content import Board
from bot.boards.board_registry import BoardRegistry
from bot.chat.account_lookup import ALL, AccountLookup
from bot.chat.discord.channel_permissions import missing_there
from bot.chat.discord.paused_channels import resume_mended
from bot.chat.discord.watch_options import Picked, channel_of
from bot.chat.embeds.boards import ShownBoard, boards_embed, created_embed, removed_embed
from bot.chat.wording.text import clean
from bot.errors import BadInput
from bot.subscriptions.watch_registry import WatchRegistry

CHOICE_LENGTH = 100
"""https://discord.com/developers/docs/interactions/application-commands#application-command-object"""

NAME_LENGTH = 30

log = logging.getLogger(__name__)


class BoardDesk:
    """Makes, removes and lists a guild's boards.

    Args:
        boards: All boards.
        subjects: Knows the providers.
        watches: Knows which channels take nothing for now.
    """

    def __init__(self, boards: BoardRegistry, subjects: AccountLookup, watches: WatchRegistry) -> None:
        self._boards = boards
        self._subjects = subjects
        self._watches = watches
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold once it is stored

    async def create(
        self, interaction: discord.Interaction[Any], providers: str | None, picked: Picked | None
    ) -> discord.Embed:
        """Make a board, where the bot can keep it."""
        channel, home = channel_of(interaction, picked), frozenset({interaction.guild_id or 0})
        wanted = Board(
            id=0,  # the database gives it its own
            guild=interaction.guild_id or 0,
            channel=channel,
            providers=self._meant(providers or ALL),
            by=interaction.user.id,
        )
        if missing := missing_there(interaction.client, channel, None, home):
            raise BadInput(f"A board can't be kept in that channel. {' '.join(missing)}")
        resume_mended(self._watches, interaction.client, home)
        async with self._one_at_a_time:
            added = await self._boards.add(wanted)
        log.info("Member %d made board %d: channel %d, %s.", added.by, added.id, channel, self._title(added))
        return created_embed(self._show(interaction, added))

    async def remove(self, interaction: discord.Interaction[Any], number: int) -> discord.Embed:
        """Remove a board."""
        async with self._one_at_a_time:
            board = self._boards.find(interaction.guild_id or 0, number)
            await self._boards.remove(board, interaction.user.id)
        log.info("Member %d removed board %d in channel %d.", interaction.user.id, board.id, board.channel)
        return removed_embed(self._show(interaction, board))

    async def show(self, interaction: discord.Interaction[Any]) -> discord.Embed:
        """List the guild's boards."""
        return boards_embed(
            [self._show(interaction, board) for board in self._boards.in_guild(interaction.guild_id or 0)]
        )

    def suggestions(self, interaction: discord.Interaction[Any], typed: str) -> tuple[tuple[str, int], ...]:
        """Suggest boards that hold what was typed, each as it reads and its number."""
        found = (
            (f"{board.id} · {_place(interaction, board)} · {self._title(board)}"[:CHOICE_LENGTH], board.id)
            for board in self._boards.in_guild(interaction.guild_id or 0)
        )
        return tuple(one for one in found if typed.casefold() in one[0].casefold())

    def completions(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Complete the last of several providers that are typed with commas between them."""
        *done, last = (one.strip() for one in typed.split(","))
        known = self._known()
        named = [known.get(one.casefold(), one) for one in done]
        found = [] if done else [("All providers", ALL)]
        for words in self._subjects.providers:
            if words.name not in named:
                titles = (self._subjects.title(one) for one in (*named, words.name))
                found.append((", ".join(titles), ",".join((*named, words.name))))
        return tuple(
            one
            for one in found
            if last.casefold() in one[0].rpartition(", ")[2].casefold() and max(map(len, one)) <= CHOICE_LENGTH
        )

    def _meant(self, typed: str) -> tuple[str, ...]:
        """Find the providers that somebody typed, by names or titles; none stands for all of them."""
        wanted = [one.strip() for one in typed.split(",") if one.strip()]
        known: Mapping[str, str] = {ALL: ALL, "all providers": ALL, **self._known()}
        names = [known.get(one.casefold(), one) for one in wanted]
        return () if ALL in names else tuple(dict.fromkeys(self._subjects.provider(name) for name in names))

    def _known(self) -> dict[str, str]:
        return {said.casefold(): words.name for words in self._subjects.providers for said in (words.title, words.name)}

    def _show(self, interaction: discord.Interaction[Any], board: Board) -> ShownBoard:
        missing = missing_there(interaction.client, board.channel, None, frozenset({board.guild}))
        if (reason := self._watches.paused.get(board.channel)) is not None:
            missing += (f"Nothing changes there until that is mended: {reason}",)
        return ShownBoard(board=board, subject=self._title(board), missing=missing)

    def _title(self, board: Board) -> str:
        return ", ".join(map(self._subjects.title, board.providers or (None,)))


def _place(interaction: discord.Interaction[Any], board: Board) -> str:
    channel = interaction.client.get_channel(board.channel)
    return f"#{clean(channel.name, NAME_LENGTH)}" if channel is not None else f"channel {board.channel}"
