"""The screen: standard output (a terminal, a pipe or a file), and the chat on it."""

import io
import os
import sys
from collections.abc import Callable
from datetime import datetime

from rich.console import Console, RenderableType
from rich.text import Text
from typing_extensions import override

from bot.chat.message import Message
from bot.chat.terminal.message_renderer import CHANNEL, clock, draw, literal

BOT = "capacity-bot"

YOU = "you: "

PRIVATE = Text("Only you can see this.", "dim")

EDITED_IN_PLACE = Text("In Discord this is one message, which is edited in place.", "dim")


class Transcript:
    """Shows messages, each at once and whole.

    Args:
        console: Where to show them. Leave its ``file`` unset: then it follows ``sys.stdout`` while a line is typed.
        now: The clock.
    """

    def __init__(self, console: Console, *, now: Callable[[], datetime]) -> None:
        self._console = console
        self._now = now
        self._sent: list[datetime] = []

    def post(self, message: Message) -> int:
        """Show a message in the channel and return its id."""
        now = self._now()
        self._sent.append(now)
        self._show(self._from(CHANNEL, BOT, at=now), *draw(message, now=now))
        return len(self._sent)

    def edit(self, message_id: int, message: Message, *, whole: bool) -> None:
        """Show the new version of a message in the channel: all of it, or its headline."""
        now = self._now()
        head = self._from(CHANNEL, BOT, at=self._sent[message_id - 1])
        head.append(f" · edited {clock(now)}", "dim")
        shown = message if whole else Message(headline=message.headline)
        self._show(head, *draw(shown, now=now), *((EDITED_IN_PLACE,) if whole else ()))

    def typed(self, line: str) -> None:
        """Show a typed line that the keyboard has not echoed."""
        self._show(Text.assemble((YOU, "bold"), literal(line)))

    def answer(self, message: Message, *below: Text) -> None:
        """Show an answer, and texts below it."""
        now = self._now()
        private = (PRIVATE,) if message.private else ()
        self._show(self._from(BOT, at=now), *draw(message, now=now), *private, *below)

    def say(self, text: str) -> None:
        """Show lines of the bot."""
        self._show(self._from(BOT, at=self._now()), Text(text))

    def note(self, text: str) -> None:
        """Show lines that are not part of the chat."""
        self._show(Text(text, "italic"))

    def _from(self, *who: str, at: datetime) -> Text:
        return Text.assemble((" · ".join(who), "bold"), (f" · {clock(at)}", "dim"))

    def _show(self, *parts: RenderableType) -> None:
        with self._console:  # buffers, so that nothing gets in between
            self._console.line()
            for part in parts:
                self._console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)


class Screen(Console):
    """Standard output without markup.

    Args:
        gone: Called when the reader is gone, as with ``| head``; further output is dropped.
        width: Columns; None for the terminal's own width, or 80 without a terminal.
    """

    def __init__(self, *, gone: Callable[[], object] = lambda: None, width: int | None = None) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # an old code page may lack the signs
        super().__init__(markup=False, emoji=False, highlight=False, width=width)
        self._gone = gone

    @override
    def on_broken_pipe(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        self._gone()
