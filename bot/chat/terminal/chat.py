"""The chat on the screen: who says what, and when; alerts arrive in it as they would in a channel."""

from collections.abc import Callable
from datetime import datetime

import discord
from rich.console import Console, RenderableType
from rich.text import Text

from bot.alerts.alert import Alert
from bot.chat.answers import Answer
from bot.chat.terminal.drawing import buttons, clock, drawn
from bot.chat.terminal.markdown import literal, styled

CHANNEL = "#capacity-alerts"
BOT = "capacity-bot"
YOU = "you: "

Word = Callable[[Alert], tuple[str, list[discord.Embed]]]


class Chat:
    """Shows messages, each at once and whole.

    Args:
        console: Where to. Its ``file`` should stay unset, so that it follows ``sys.stdout`` while somebody types.
        word: Gives an alert's content and embeds.
        now: The clock.
    """

    def __init__(self, console: Console, word: Word, *, now: Callable[[], datetime]) -> None:
        self._console = console
        self._word = word
        self._now = now
        self.delivered = 0

    async def deliver(self, alert: Alert, *, perhaps_since: datetime | None = None) -> int:  # noqa: ARG002 - a terminal loses no answer
        """Show an alert and return its message's id."""
        now = self._now()
        content, embeds = self._word(alert)
        self.delivered += 1
        self._show(self._from(CHANNEL, BOT), styled(content, now=now), *(drawn(embed, now=now) for embed in embeds))
        return self.delivered

    def typed(self, line: str) -> None:
        """Show what was typed, where the keyboard did not show it already."""
        self._show(Text.assemble((YOU, "bold"), literal(line)))

    def answered(self, answer: Answer) -> None:
        """Show an answer."""
        self._show(self._from(BOT), drawn(answer.embed, now=self._now()), buttons(answer))

    def said(self, text: str) -> None:
        """Show some lines of the bot's own."""
        self._show(self._from(BOT), Text(text))

    def told(self, text: str) -> None:
        """Show some lines that nobody in the chat says."""
        self._show(Text(text, "italic"))

    def _from(self, *who: str) -> Text:
        return Text.assemble((" · ".join(who), "bold"), (f" · {clock(self._now())}", "dim"))

    def _show(self, *parts: RenderableType) -> None:
        with self._console:  # collects, so that nothing gets in between
            self._console.line()
            for part in parts:
                self._console.print(part)
