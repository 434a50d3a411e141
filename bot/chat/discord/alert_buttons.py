"""The buttons below an alert: mute what it tells of, see what is free now, ask why it was told, wait for room.

What they are about stands in their ``custom_id``, so that they work for messages of before a restart, too.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Self, TypeAlias

import discord

from bot.alerts.alert import Alert, Changes, Drill, Part
from bot.alerts.board_content import BoardContent
from bot.alerts.slot_notice import SlotNotice
from bot.chat.answers import Question
from bot.chat.discord.capacity import capacity_reply
from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.notify_buttons import notice_buttons, wait_buttons
from bot.chat.discord.pressing import Pressable
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer
from bot.chat.embeds.news import is_over

Button: TypeAlias = discord.ui.Button[Any]


class Does(StrEnum):
    """What a button is for."""

    MUTE = "mute"
    CAPACITY = "capacity"
    WHY = "why"


LABELS = {Does.MUTE: "Mute 1 h", Does.CAPACITY: "Capacity", Does.WHY: "Why?"}


class AlertButton(
    Pressable,
    discord.ui.DynamicItem[Button],
    template=r"alert:(?P<does>mute|capacity|why):(?P<about>[^:]*)",
):
    """A button below an alert; it is about the alert's key, or the provider whose capacity is asked for."""

    def __init__(self, button: Button, does: Does, about: str) -> None:
        super().__init__(button)
        self._does = does
        self._about = about

    @classmethod
    def of(cls, does: Does, about: str) -> Self:
        """Make a button."""
        return cls(discord.ui.Button(label=LABELS[does], custom_id=f"alert:{does}:{about}"), does, about)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back what it is for."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"{match[0]} is not a button's")
        return cls(item, Does(match["does"]), match["about"])

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Answer privately, and leave the message to the editor."""
        match self._does:
            case Does.MUTE:
                work = client.desks.mutes.mute_alert(interaction, self._about)
                await answer(interaction, done_or_refused(work, client.desks.names), private=True)
            case Does.WHY:
                work = client.desks.why.explain(interaction, self._about)
                await answer(interaction, done_or_refused(work, client.desks.names), private=True)
            case Does.CAPACITY:
                question = Question(provider=self._about or None)
                await answer(interaction, capacity_reply(client.desks.answers, question), private=True)


def alert_buttons(alert: Alert) -> tuple[discord.ui.Item[Any], ...]:
    """Give the buttons of an alert: a drill and a board have none, and what is over can't be muted."""
    match alert.content:
        case Drill() | BoardContent():
            return ()
        case SlotNotice() as notice:
            return notice_buttons(alert.key, notice)
        case Changes(parts=parts):
            return _change_buttons(alert, parts)


def _change_buttons(alert: Alert, parts: Sequence[Part]) -> tuple[discord.ui.Item[Any], ...]:
    providers = {part.provider for part in parts}
    under_way = any(not is_over(news) for part in parts for news in part.news)
    mute = (AlertButton.of(Does.MUTE, alert.key),) if under_way else ()
    capacity = AlertButton.of(Does.CAPACITY, providers.pop() if len(providers) == 1 else "")
    return (*mute, capacity, AlertButton.of(Does.WHY, alert.key), *wait_buttons(alert))
