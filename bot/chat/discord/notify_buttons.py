"""The buttons of those who wait for a slot: begin to wait, take what is offered, pass it on.

What they are about stands in their ``custom_id``, so that they work for messages of before a restart, too.
"""

import re
from enum import StrEnum
from typing import Any, Self, TypeAlias

import discord

from bot.alerts.alert import Alert, Part
from bot.alerts.slot_notice import NoticeKind, SlotNotice
from bot.chat.account_lookup import account_mark
from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.pressing import Pressable
from bot.chat.discord.refusing import done_or_refused
from bot.chat.discord.responses import answer
from bot.chat.embeds.news import is_over
from bot.subscriptions.topic import Condition

Button: TypeAlias = discord.ui.Button[Any]


class Does(StrEnum):
    """What a button is for."""

    ASK = "ask"
    TAKE = "take"
    PASS = "pass"  # noqa: S105 - no password


LABELS = {Does.ASK: "Tell me when free", Does.TAKE: "Taken", Does.PASS: "Pass"}

STYLES = {Does.TAKE: discord.ButtonStyle.success}


class NotifyButton(
    Pressable,
    discord.ui.DynamicItem[Button],
    template=r"notify:(?P<does>ask|take|pass):(?P<about>[^:]*):(?P<account>[^:]*)",
):
    """A button that is about the key of an alert, or about a provider and the mark of one of its accounts."""

    def __init__(self, button: Button, does: Does, about: str, account: str) -> None:
        super().__init__(button)
        self._does = does
        self._about = about
        self._account = account

    @classmethod
    def of(cls, does: Does, about: str, account: str = "") -> Self:
        """Make a button."""
        style = STYLES.get(does, discord.ButtonStyle.secondary)
        button: Button = discord.ui.Button(
            label=LABELS[does], custom_id=f"notify:{does}:{about}:{account}", style=style
        )
        return cls(button, does, about, account)

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read back what it is for."""
        if not isinstance(item, discord.ui.Button):
            raise TypeError(f"{match[0]} is not a button's")
        return cls(item, Does(match["does"]), match["about"], match["account"])

    async def press(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> None:
        """Answer privately, and leave the message to the editor."""
        await answer(interaction, done_or_refused(self._work(client, interaction), client.desks.names), private=True)

    async def _work(self, client: CapacityClient, interaction: discord.Interaction[Any]) -> discord.Embed:
        desk = client.desks.notify
        match self._does:
            case Does.ASK:
                return await desk.ask(interaction, self._about, self._account or None)
            case Does.TAKE:
                return await desk.take(interaction, self._about)
            case Does.PASS:
                return await desk.pass_on(interaction, self._about)


def notice_buttons(key: str, notice: SlotNotice) -> tuple[NotifyButton, ...]:
    """Give the buttons of an offer that holds."""
    if notice.kind is not NoticeKind.OFFER or notice.outcome is not None:
        return ()
    return NotifyButton.of(Does.TAKE, key), NotifyButton.of(Does.PASS, key)


def wait_buttons(alert: Alert) -> tuple[NotifyButton, ...]:
    """Give the button that lets people wait for what an alert calls full, where that is of one provider.

    It waits for the one account that is full where another has room; otherwise any account will do.
    """
    wanting = [part for part in alert.parts if _full(part)]
    if len(wanting) != 1:
        return ()
    (part,), (first, *others) = wanting, _full(wanting[0])
    only = bool(part.room) and not others
    return (NotifyButton.of(Does.ASK, part.provider, account_mark(first) if only else ""),)


def _full(part: Part) -> list[str]:
    return [news.topic.account for news in part.news if news.what is Condition.FULL and not is_over(news)]
