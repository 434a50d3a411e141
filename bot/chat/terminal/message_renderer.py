"""Draws a message in a terminal: cards have a bar in their colour, buttons are words to type."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from bot.chat.message import Block, Button, Card, Listing, Menu, Message, Paragraph, Section, Table
from bot.chat.text_spans import Code, Line, Link, Mention, MentionKind, Moment, MomentStyle, Span, Strong, Struck
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName, PlatformWord

CHANNEL = "#capacity-alerts"

WIDEST = 100
"""Maximum length of a line, however wide the terminal is: longer lines are hard to read."""

LONGEST = 4096
"""Maximum number of characters of a span."""

_BAR = "▌ "
_INDENT = "  "
_MENTIONED = {MentionKind.ROLE: "@role", MentionKind.MEMBER: "@you", MentionKind.CHANNEL: CHANNEL}
_CLOCKS = {MomentStyle.CLOCK: "%H:%M", MomentStyle.COMING: "%H:%M", MomentStyle.EXACT: "%H:%M:%S"}
_WEEK = 7
_UNITS = (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Barred:
    """Texts and tables with space between them and a coloured bar to their left, however their lines wrap."""

    parts: tuple[Text | RichTable, ...]
    bar: Style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render line by line."""
        width = max(min(options.max_width, WIDEST) - len(_BAR), 2 * len(_INDENT))
        for place, part in enumerate(self.parts):
            if place:
                yield from (Segment(_BAR.rstrip(), self.bar), Segment.line())
            for row in _rows(part, console, options.update_width(width)):
                yield Segment(_BAR if row else _BAR.rstrip(), self.bar)
                yield from row
                yield Segment.line()


def draw(message: Message, *, now: datetime) -> Iterator[RenderableType]:
    """Yield the parts of a message as it reads at the moment ``now``."""
    pings = "".join(f"{_MENTIONED[ping.kind]} " for ping in message.pings)
    if message.headline:
        yield Text(pings, "bold bright_blue") + line_text(message.headline, now=now)
    for card in message.cards:
        yield draw_card(card, now=now)
    if message.actions:
        yield labels(action_words(message))


def draw_card(card: Card, *, now: datetime) -> Barred:
    """Draw a card as it reads at the moment ``now``."""
    parts: list[Text | RichTable] = [literal(card.title, "bold")] if card.title else []
    parts += [text for block in card.body if (text := _block(block, now))]
    parts += _sections(card.sections, now)
    if card.table is not None:
        parts += _table(card.table, now)
    below = [card.footer, "" if card.at is None else clock(card.at)]
    if any(below):
        parts.append(literal(" · ".join(filter(None, below)), "dim"))
    return Barred(tuple(parts), Style(color=f"#{card.level.colour:06x}"))


def line_text(line: Line, *, now: datetime) -> Text:
    """Return a line as styled text, as it reads at the moment ``now``."""
    shown = Text()
    for span in line:
        shown.append_text(_span(span, now))
    return shown


def literal(text: str, style: str = "") -> Text:
    """Return literal text of one line, without control characters."""
    cleaned = clean(text, LONGEST)
    lead = " " if text[:1] == " " and cleaned else ""  # cleaning would remove the spaces at which spans join
    tail = " " if text[-1:] == " " and (cleaned or not lead) else ""
    return Text(f"{lead}{cleaned}{tail}", style)


def action_words(message: Message) -> list[str]:
    """Return the words that stand for a message's buttons and menus."""
    words = []
    for action in message.actions:
        if action.opens_form:
            continue
        if isinstance(action, Menu):
            words.append(f"show 1 to {len(action.choices)}" if len(action.choices) > 1 else "show 1")
        elif not action.disabled:
            words.append(typed_word(action))
    return words


def typed_word(button: Button) -> str:
    """Return the word that stands for a button: its label in lower case."""
    return button.label.rstrip("?…").casefold()


def labels(words: Iterable[str]) -> Text:
    """Draw words to type as buttons."""
    return Text("  ").join(Text(f"[ {word} ]", "dim") for word in words)


def clock(at: datetime) -> str:
    """Return a moment in local time."""
    return at.astimezone().strftime("%H:%M:%S")


def ago(seconds: int) -> str:
    """Return how long ago something was, or how far in the future it is."""
    unit, length = next((one for one in _UNITS if abs(seconds) >= one[1]), ("", 0))
    if not unit:
        return "just now"
    said = count(abs(seconds) // length, unit)
    return f"{said} ago" if seconds > 0 else f"in {said}"


def _block(block: Block, now: datetime) -> Text:
    if isinstance(block, Paragraph):
        return Text("\n").join(line_text(line, now=now) for line in block.lines)
    return _listing(block, now)


def _listing(listing: Listing, now: datetime) -> Text:
    entries = [Text("\n").join(line_text(line, now=now) for line in entry.lines) for entry in listing.entries]
    hidden = Counter(listing.more)
    if hidden:
        kinds = ", ".join(f"{amount(number)} {kind}" for kind, number in hidden.items() if kind and number)
        entries.append(literal(f"and {amount(sum(hidden.values()))} more{f': {kinds}' if kinds else ''}"))
    return Text("\n").join(entries)


def _sections(sections: Iterable[Section], now: datetime) -> Iterator[Text]:
    for section in sections:
        if body := _block(section.body, now):
            yield Text("\n").join((literal(section.title, "bold"), body))


def _table(table: Table, now: datetime) -> Iterator[Text | RichTable]:
    """Draw a table, and its rows' notes below it."""
    drawn = plain_table()
    for title in (table.subject, *table.columns):
        drawn.add_column(literal(title), overflow="fold")
    for row in table.rows:
        if row.cells:
            drawn.add_row(literal(row.title, "bold"), *(literal(cell.text) for cell in row.cells))
    if drawn.rows:
        yield drawn
    notes = [
        literal(row.title, "bold") + Text(" · ") + line_text(note, now=now) for row in table.rows for note in row.notes
    ]
    if notes:
        yield Text("\n").join(notes)


def plain_table() -> RichTable:
    """Return an empty table without rules."""
    return RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")


def _rows(part: Text | RichTable, console: Console, options: ConsoleOptions) -> Iterator[list[Segment]]:
    """Yield the rows of a text or a table, without trailing blanks."""
    if isinstance(part, RichTable):
        yield from map(_without_end, console.render_lines(part, options, pad=False))
        return
    for line in part.split("\n", allow_blank=True):
        yield from (list(row.render(console)) if row else [] for row in _wrapped(line, console, options.max_width))


def _without_end(row: list[Segment]) -> list[Segment]:
    while row and not row[-1].text.strip():
        row = row[:-1]
    return row


def _span(span: Span, now: datetime) -> Text:
    shown = Text()
    match span:
        case str() | PlatformWord():
            shown = literal(str(span))
        case Strong():
            shown = literal(span.text, "bold")
        case Struck():
            shown = literal(span.text, "strike")
        case Code() | CommandName():
            shown = literal(span.text if isinstance(span, Code) else str(span), "cyan")
        case Link():
            shown = literal(f"{span.text} ({span.url})")
        case Mention():
            shown = Text(_MENTIONED[span.kind], "bold bright_blue")
        case Moment(style=MomentStyle.AGO):
            shown = Text(ago(int(now.timestamp()) - int(span.at.timestamp())))
        case Moment():
            shown = Text(_moment(span, now))
    return shown


def _moment(moment: Moment, now: datetime) -> str:
    """Return a moment in local time, with its day unless that is today: ``tomorrow, 08:00``, ``Tuesday, 08:00``."""
    local = moment.at.astimezone(UTC).astimezone()
    if moment.style is MomentStyle.DATED:
        return f"{local.day} {local:%B %Y %H:%M}"
    clock, days = f"{local:{_CLOCKS[moment.style]}}", (local.date() - now.astimezone(UTC).astimezone().date()).days
    if not days:
        return clock
    named = {1: "tomorrow", -1: "yesterday"}.get(days, f"{local:%A}" if 0 < days < _WEEK else f"{local.day} {local:%B}")
    return f"{named}, {clock}"


def _wrapped(line: Text, console: Console, width: int) -> Iterator[Text]:
    """Wrap a line and indent its continuation."""
    first = line.wrap(console, width)[0]
    rest = line[len(first) :]
    rest = rest[len(rest) - len(rest.plain.lstrip()) :]
    first.rstrip()
    yield first
    if rest:
        for row in rest.wrap(console, width - len(_INDENT)):
            row.rstrip()
            yield Text(_INDENT).append_text(row)
