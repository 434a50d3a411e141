"""An embed as a terminal can show it: a bar in its colour, title, text, fields, footer; buttons are words to type."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import discord
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from bot.chat.answers import Answer
from bot.chat.old_jobs import JobAnswer
from bot.chat.terminal.markdown import literal, styled

WIDEST = 100
"""No line is longer, however wide the terminal: what is as wide as a wall is not read."""

_BAR = "▌ "
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Barred:
    """A text with a coloured bar at its left, however its lines wrap."""

    body: Text
    bar: Style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render line by line."""
        width = max(min(options.max_width, WIDEST) - len(_BAR), 2 * len(_INDENT))
        for line in self.body.split("\n", allow_blank=True):
            for row in _wrapped(line, console, width):
                yield Segment(_BAR if row else _BAR.rstrip(), self.bar)
                yield from row.render(console)
                yield Segment.line()


def _wrapped(line: Text, console: Console, width: int) -> Iterator[Text]:
    """Wrap a line, the rest of it indented: an account stays one thing to the eye."""
    first = line.wrap(console, width)[0]
    rest = line[len(first) :]
    rest = rest[len(rest) - len(rest.plain.lstrip()) :]
    first.rstrip()
    yield first
    if rest:
        for row in rest.wrap(console, width - len(_INDENT)):
            row.rstrip()
            yield Text(_INDENT).append_text(row)


def drawn(embed: discord.Embed, *, now: datetime) -> Barred:
    """Draw an embed as it reads at the moment ``now``."""
    parts = []
    if embed.title:
        title = styled(embed.title, now=now)
        title.stylize("bold")
        parts.append(title)
    if embed.description:
        parts.append(styled(embed.description, now=now))
    parts += [styled(f"**{field.name}**\n{field.value}", now=now) for field in embed.fields]
    below = [embed.footer.text or "", "" if embed.timestamp is None else clock(embed.timestamp)]
    if any(below):
        parts.append(literal(" · ".join(filter(None, below)), "dim"))
    colour = None if embed.colour is None else str(embed.colour)
    return Barred(Text("\n\n").join(parts), Style(color=colour))


def buttons(answer: Answer | JobAnswer) -> Text:
    """Draw the buttons that Discord shows below an answer."""
    page = answer.question.page
    return labels(["refresh", *(f"page {there}" for there in (page - 1, page + 1) if 1 <= there <= answer.pages)])


def labels(words: Iterable[str]) -> Text:
    """Draw buttons as what can be typed in their place."""
    return Text("  ").join(Text(f"[ {word} ]", "dim") for word in words)


def clock(at: datetime) -> str:
    """Say a moment as the clock on this wall shows it."""
    return at.astimezone().strftime("%H:%M:%S")
