"""Alerts into the terminal's channel: told once, and told again in short when their message would be edited.

What scrolled by can't be edited. A board is shown again as a whole, an alert's first line is enough.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import discord

from bot.alerts.alert import Alert
from bot.alerts.board_content import BoardContent
from bot.alerts.slot_notice import NoticeKind, SlotNotice
from bot.chat.terminal.chat import Chat

Word: TypeAlias = Callable[[Alert], tuple[str, Sequence[discord.Embed]]]

OFFER_BUTTONS = ("taken", "pass")


class Delivery:
    """Tells alerts.

    Args:
        chat: Where.
        word: Gives an alert's content and embeds.
        heard: Called with each alert that was told.

    Attributes:
        offered: The key of the alert that told of the last offer.
    """

    def __init__(self, chat: Chat, word: Word, *, heard: Callable[[Alert], None] = lambda _: None) -> None:
        self._chat = chat
        self._word = word
        self._heard = heard
        self.offered: str | None = None

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None = None) -> int:  # noqa: ARG002 - a terminal loses no answer
        """Tell an alert and return its message's id."""
        offer = isinstance(alert.content, SlotNotice) and _holds(alert.content)
        if offer:
            self.offered = alert.key
        message_id = self._chat.message(*self._word(alert), OFFER_BUTTONS if offer else ())
        self._heard(alert)
        return message_id

    async def edit(self, alert: Alert, message_id: int) -> None:
        """Tell what a message says by now."""
        content, embeds = self._word(alert)
        self._chat.edited(message_id, content, embeds if isinstance(alert.content, BoardContent) else ())


def _holds(notice: SlotNotice) -> bool:
    return notice.kind is NoticeKind.OFFER and notice.outcome is None
