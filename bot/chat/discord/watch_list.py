"""``/watch list``, page by page: its answer and the buttons below it."""

import re
from typing import Any, Self

import discord

from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.pressing import Pressable
from bot.chat.discord.responses import Reply, update
from bot.chat.discord.watch_board import WatchBoard


class WatchListButton(
    Pressable, discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"watches:(?:page|refresh):(?P<page>\d{1,6})"
):
    """A button that shows the page in its ``custom_id``, as it is now."""

    def __init__(self, button: discord.ui.Button[Any], page: int) -> None:
        super().__init__(button)
        self._page = page

    @classmethod
    def of(cls, does: str, label: str, page: int, *, disabled: bool = False) -> Self:
        """Make a button; ``does`` is ``page`` or ``refresh``."""
        return cls(discord.ui.Button(label=label, custom_id=f"watches:{does}:{page}", disabled=disabled), page)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page back."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"{match[0]} is not a button's")
        return cls(item, int(match["page"]))

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Show the page in place; the message is private, so whoever presses asked for it."""
        await update(interaction, list_reply(client.desks.watch_board, interaction, self._page))


async def list_reply(board: WatchBoard, interaction: discord.Interaction[Any], page: int = 1) -> Reply:
    """Draw a page and the buttons that lead on from it."""
    shown = board.page(interaction, page)
    refresh = WatchListButton.of("refresh", "Refresh", shown.number)
    if shown.pages == 1:
        return Reply(embed=shown.embed, buttons=(refresh,))
    back = WatchListButton.of("page", "◀", shown.number - 1, disabled=shown.number == 1)
    on = WatchListButton.of("page", "▶", shown.number + 1, disabled=shown.number == shown.pages)
    return Reply(embed=shown.embed, buttons=(back, refresh, on))
