"""The chat on the screen: who says what, and when; not what is said, nor when it is edited (``delivery``)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import discord
from rich.console import Console, RenderableType
from rich.text import Text

from bot.chat.terminal.drawing import clock, drawn, labels
from bot.chat.terminal.markdown import CHANNEL, literal, styled

BOT = "capacity-bot"
YOU = "you: "

PRIVATE = Text("Only you can see this.", "dim")

EDITED_IN_PLACE = Text("In Discord this is one message, which is edited in place.", "dim")


class Chat:
    """Shows messages, each at once and whole.

    Args:
        console: Where to. Its ``file`` should stay unset, so that it follows ``sys.stdout`` while somebody types.
        now: The clock.

    Attributes:
        edits: So many times a message would have been edited.
    """

    def __init__(self, console: Console, *, now: Callable[[], datetime]) -> None:
        self._console = console
        self._now = now
        self._sent: list[datetime] = []
        self.edits = 0

    @property
    def delivered(self) -> int:
        """Count the messages in the channel."""
        return len(self._sent)

    def message(self, content: str, embeds: Sequence[discord.Embed], buttons: Sequence[str] = ()) -> int:
        """Show a message in the channel and return its id."""
        now = self._now()
        self._sent.append(now)
        below = (labels(buttons),) if buttons else ()
        self._show(self._from(CHANNEL, BOT, at=now), styled(content, now=now), *self._drawn(embeds), *below)
        return len(self._sent)

    def edited(self, message_id: int, content: str, embeds: Sequence[discord.Embed] = ()) -> None:
        """Show what a message in the channel says from now on."""
        now = self._now()
        self.edits += 1
        head = self._from(CHANNEL, BOT, at=self._sent[message_id - 1])
        head.append(f" · edited {clock(now)}", "dim")
        below = (EDITED_IN_PLACE,) if embeds else ()
        self._show(head, styled(content, now=now), *self._drawn(embeds), *below)

    def typed(self, line: str) -> None:
        """Show what was typed, where the keyboard did not show it already."""
        self._show(Text.assemble((YOU, "bold"), literal(line)))

    def answered(self, embed: discord.Embed, *below: Text) -> None:
        """Show an answer, and what stands below it."""
        self._show(self._from(BOT, at=self._now()), *self._drawn([embed]), *below)

    def said(self, text: str) -> None:
        """Show some lines of the bot's own."""
        self._show(self._from(BOT, at=self._now()), Text(text))

    def told(self, text: str) -> None:
        """Show some lines that nobody in the chat says."""
        self._show(Text(text, "italic"))

    def _drawn(self, embeds: Sequence[discord.Embed]) -> list[RenderableType]:
        return [drawn(embed, now=self._now()) for embed in embeds]

    def _from(self, *who: str, at: datetime) -> Text:
        return Text.assemble((" · ".join(who), "bold"), (f" · {clock(at)}", "dim"))

    def _show(self, *parts: RenderableType) -> None:
        with self._console:  # collects, so that nothing gets in between
            self._console.line()
            for part in parts:
                self._console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)


def picture(path: Path, alt: str) -> tuple[Text, Text]:
    """Say where a picture is, and what it shows."""
    where = Text.assemble(("Picture: ", "dim"), (str(path), "bold"), no_wrap=True)  # to be copied
    return where, literal(alt, "dim")
