"""What the demo does by itself: it asks what a newcomer would ask."""

import asyncio
import contextlib

from bot.alerts.alert import Alert
from bot.alerts.slot_notice import NoticeKind, SlotNotice
from bot.chat.terminal.dialogue import Dialogue
from bot.subscriptions.topic import Condition, account_topic

WATCHED = account_topic("200100")
"""The account whose change the script waits for, which the demo calls studio-b."""

LONGEST_WAIT = 10.0
"""Seconds that the last question waits for what the script is about."""


class Script:
    """Asks about one provider, now and before; for room once it is full; about all in the end."""

    def __init__(self) -> None:
        self._full = asyncio.Event()
        self._offered = asyncio.Event()

    def saw(self, alert: Alert) -> None:
        """Note an alert that was posted."""
        if any(news.topic == WATCHED and news.what is Condition.FULL for part in alert.parts for news in part.news):
            self._full.set()
        if isinstance(alert.content, SlotNotice) and alert.content.kind is NoticeKind.OFFER:
            self._offered.set()

    async def run(self, dialogue: Dialogue, seconds: float | None) -> None:
        """Ask; in as many seconds as the demo has, if it has an end."""
        wait = LONGEST_WAIT if seconds is None else min(LONGEST_WAIT, seconds * 0.9)
        await _ask(dialogue, "/capacity minimax")
        await _ask(dialogue, "/board add minimax")
        async with asyncio.TaskGroup() as group:
            group.create_task(_ask(dialogue, "/history minimax hours:1"))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._full.wait()
                    await _ask(dialogue, "/notify me minimax studio-b")
                    await self._offered.wait()
        await _ask(dialogue, "/capacity")


async def _ask(dialogue: Dialogue, line: str) -> None:
    dialogue.transcript.typed(line)
    await dialogue.reply(line)
