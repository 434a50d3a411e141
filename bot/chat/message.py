"""What is said, as values: no markup of any platform.

::

    Message              a headline, cards, actions, perhaps a picture
    ├── Card             a title, blocks of text, titled sections, a table, a level
    │   ├── Table        figures in rows and columns
    │   └── Block        Paragraph (lines that belong together) or Listing (entries, of which some may not fit)
    │       └── Line     spans, one after the other
    │           └── Span plain text, Strong, Struck, Code, Moment, Mention, Link
    └── Button, Menu     what can be pressed

A plain span is a ``str``. Whoever draws a message escapes it, so text of others needs no care where a message is
worded. Drawing is up to ``chat.discord`` and ``chat.terminal``: each escapes, clips and counts in one place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from bot.chat.level_signs import Level
from bot.chat.text_spans import Line, Mention, Strong


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are shown whole, or clipped at the end where nothing else is left to shorten."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCommand:
    """What can be done about an entry: a platform offers it beside the entry, or leaves it to those who type commands.

    Attributes:
        label: What it says, such as "Remove".
        command: The command's name, such as ``watch remove``.
        options: What the command is told of the entry, as texts, by its options' names.
        asks: What is asked first; empty where nothing is lost.
    """

    label: str
    command: str
    options: Mapping[str, str]
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing: a line, with lines that belong to it; counted as ``kind`` where it doesn't fit."""

    lines: tuple[Line, ...]
    kind: str = ""
    commands: tuple[EntryCommand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Entries, the most important first; those that don't fit are counted: "and 12 more: 9 full, 3 unknown".

    Attributes:
        entries: What may be shown.
        more: How many others there are of each kind that are not among the entries.
        before: Stands before the first entry; a renderer puts a section's title there.
    """

    entries: tuple[Entry, ...]
    more: Mapping[str, int] = field(default_factory=dict)
    before: Line = ()


Block: TypeAlias = Paragraph | Listing


def paragraph(*lines: Line) -> Paragraph:
    """Return a paragraph of those lines that aren't empty."""
    return Paragraph(tuple(line for line in lines if line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of a card."""

    title: str
    body: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure in a table.

    Attributes:
        text: What it reads as: plain text, in the words of its column.
        number: By what it is sorted, where a platform lets its reader sort; None for by its text.
    """

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a table says of one thing.

    Attributes:
        title: What it is about.
        cells: A figure for each column; none at all where nothing is known, and the notes say why.
        notes: What is to be said besides.
    """

    title: str
    cells: tuple[Cell, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures that are compared with each other.

    Attributes:
        caption: What it shows, in a word or two.
        subject: What the rows are about, which heads their titles.
        columns: What stands above each column of figures.
        rows: The rows.
    """

    caption: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where a row has figures, but not one for each column."""
        if any(row.cells and len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.caption!r} has not {len(self.columns)} figures")

    def sections(self) -> tuple[Section, ...]:
        """Return the same as a section for each row, for where nothing stands in columns."""
        return tuple(Section(title=row.title, body=Listing(entries=self._entries(row))) for row in self.rows)

    def _entries(self, row: Row) -> tuple[Entry, ...]:
        figures = zip(self.columns, row.cells, strict=False)
        lines: Iterator[Line] = ((Strong(column), " · ", cell.text) for column, cell in figures)
        return tuple(Entry((line,)) for line in (*lines, *row.notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A part of a message that is set apart: an embed, an attachment, a box with a coloured bar.

    Attributes:
        title: Its title: plain text and mentions of nothing.
        body: Blocks, with some space between them; empty ones are left out.
        sections: Titled parts below.
        table: Figures below those.
        level: Its colour.
        footer: Small print below: plain text only.
        at: The moment that it speaks of, shown in small print.
        subject: What it is about, in a word or two, for where the whole card doesn't fit.
    """

    title: str = ""
    body: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    table: Table | None = None
    level: Level = Level.UNKNOWN
    footer: str = ""
    at: datetime | None = None
    subject: str = ""

    def without_table(self) -> "Card":
        """Return a card that says the same without columns."""
        if self.table is None:
            return self
        return replace(self, sections=(*self.sections, *self.table.sections()), table=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press; what it does is an ``Action`` of a feature.

    Attributes:
        label: What it says.
        action: The action's name, such as ``capacity:refresh``.
        arguments: What the action is told; they work for as long as the message exists. None but the last may hold ":".
        positive: Whether it is what most people want.
        disabled: Whether it can't be pressed now.
        asks: Whether its action asks for a text first; a platform without a form for that leaves the button out.
    """

    label: str
    action: str
    arguments: tuple[str, ...] = ()
    positive: bool = False
    disabled: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion:
    """A line of text that is asked for before an action runs, where a press opens a form.

    Attributes:
        title: What the form is for, in at most 45 characters.
        label: What is asked, in at most 45 characters.
        example: What can be typed, in at most 100 characters.
        longest: The longest text, in characters.
    """

    title: str
    label: str
    example: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuChoice:
    """A line of a menu; label and description are shown as they are, and clipped where they are too long."""

    label: str
    value: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu of which one line can be chosen; the action is told the arguments, then the chosen value."""

    placeholder: str
    action: str
    arguments: tuple[str, ...] = ()
    choices: tuple[MenuChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture, as PNG.

    Attributes:
        name: Its file's name.
        png: The file.
        alt: What it shows, for those who can't see it, in at most 1,024 characters.
        finding: What there is to see, in a sentence, for where the picture stands apart from the message.
    """

    name: str
    png: bytes = field(repr=False)
    alt: str
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Everything that one message says.

    Attributes:
        headline: All that a locked phone shows; empty in answers to commands.
        cards: The rest.
        actions: What can be pressed below.
        picture: Shown in the last card.
        private: Whether only the person who asked may see it.
        pings: The roles and members who are notified; written before the headline.
    """

    headline: Line = ()
    cards: tuple[Card, ...] = ()
    actions: tuple[Button | Menu, ...] = ()
    picture: Picture | None = None
    private: bool = False
    pings: tuple[Mention, ...] = ()


def private_card(title: str, body: Block, level: Level = Level.FREE, *actions: Button) -> Message:
    """Return a private message of one card."""
    return Message(cards=(Card(title=title, body=(body,), level=level),), actions=actions, private=True)
