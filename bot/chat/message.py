"""Messages as values, without any platform's markup.

::

    Message              a headline, cards, actions, perhaps a picture
    ├── Card             a title, blocks of text, titled sections, a table, a level
    │   ├── Table        figures in rows and columns
    │   └── Block        Paragraph (lines that belong together) or Listing (entries, of which some may not fit)
    │       └── Line     spans, one after the other
    │           └── Span plain text, Strong, Struck, Code, Moment, Mention, Link
    └── Button, Menu     what can be pressed

A plain span is a ``str``. Renderers escape it, so wording code need not care whose text it is. ``chat.discord``,
``chat.slack`` and ``chat.terminal`` each draw messages: they escape, clip and count in one place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Mention, Strong


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines shown whole, or clipped at the end if nothing else is left to shorten."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCommand:
    """A command about an entry; a platform may offer it as a button beside the entry.

    Attributes:
        label: The button's label, such as "Remove".
        command: The command's name, such as ``watch remove``.
        options: The options that name the entry, or all options if the command runs at once; as texts, by option.
    """

    label: str
    command: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing: a line and lines that belong to it; counted by ``kind`` if it doesn't fit."""

    lines: tuple[Line, ...]
    kind: str = ""
    commands: tuple[EntryCommand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Entries, the most important first; those that don't fit are counted: "and 12 more: 9 full, 3 unknown".

    Attributes:
        entries: The entries that may be shown.
        more: Numbers of further entries, by kind.
        before: Stands before the first entry; a renderer puts a section's title there.
    """

    entries: tuple[Entry, ...]
    more: Mapping[str, int] = field(default_factory=dict)
    before: Line = ()


Block: TypeAlias = Paragraph | Listing


def has_text(block: Block) -> bool:
    """Return whether anything of a block would be seen."""
    return bool(block.entries or block.more) if isinstance(block, Listing) else any(block.lines)


def paragraph(*lines: Line) -> Paragraph:
    """Return a paragraph of the lines that aren't empty."""
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
        text: The figure as plain text.
        number: The sort key where readers can sort the table; None to sort by text.
    """

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table.

    Attributes:
        title: Its subject.
        cells: A figure for each column; empty if nothing is known, and the notes say why.
        notes: Further lines about the subject.
    """

    title: str
    cells: tuple[Cell, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures to compare with each other.

    Attributes:
        caption: What it shows, in a word or two.
        subject: The header above the rows' titles.
        columns: The header of each column of figures.
        rows: The rows.
    """

    caption: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Raise ``ValueError`` if a row has figures, but not one for each column."""
        if any(row.cells and len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.caption!r} has not {len(self.columns)} figures")

    def sections(self) -> tuple[Section, ...]:
        """Return the table as a section for each row, for platforms without columns."""
        return tuple(Section(title=row.title, body=Listing(entries=self._entries(row))) for row in self.rows)

    def _entries(self, row: Row) -> tuple[Entry, ...]:
        figures = zip(self.columns, row.cells, strict=False)
        lines: Iterator[Line] = ((Strong(column), " · ", cell.text) for column, cell in figures)
        return tuple(Entry((line,)) for line in (*lines, *row.notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A part of a message that is set apart: an embed, an attachment, a box with a coloured bar.

    Attributes:
        title: Its title, as plain text.
        body: Blocks with space between them; empty ones are left out.
        sections: Titled parts below the body.
        table: Figures below the sections.
        level: Its colour.
        footer: Small print at its end, as plain text.
        at: The moment that it is about, shown in small print.
        subject: What it is about, in a word or two, in case the card doesn't fit.
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
        """Return the same card with its table as sections."""
        if self.table is None:
            return self
        return replace(self, sections=(*self.sections, *self.table.sections()), table=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button, which runs an ``Action`` of a feature.

    Attributes:
        label: Its label.
        action: The action's name, such as ``capacity:refresh``.
        arguments: The action's arguments, valid for as long as the message exists. Only the last may contain ":".
        positive: Whether it is the usual choice, and drawn as such.
        disabled: Whether it can't be pressed now.
        opens_form: Whether its action opens a form first; a platform without such a form leaves the button out.
    """

    label: str
    action: str
    arguments: tuple[str, ...] = ()
    positive: bool = False
    disabled: bool = False
    opens_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion:
    """A line of text that is asked for before an action runs, where a press opens a form.

    Attributes:
        title: What the form is for, in at most 45 characters.
        label: What is asked, in at most 45 characters.
        example: What can be typed, in at most 100 characters; a phone shows some 35.
        note: A further hint, in at most 100 characters.
        longest: Maximum number of characters of the text.
    """

    title: str
    label: str
    example: str
    note: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuChoice:
    """A choice of a menu; a renderer clips its label and description."""

    label: str
    value: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu of which one choice can be made; the action gets the arguments, then the chosen value; see ``Button``."""

    placeholder: str
    action: str
    arguments: tuple[str, ...] = ()
    choices: tuple[MenuChoice, ...]
    opens_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG picture.

    Attributes:
        name: The file's name.
        png: The file; empty if the picture isn't shown with its message (``Caller.sees_pictures``).
        alt: Its alt text, at most 1,024 characters.
        finding: What it shows, in a sentence, for platforms that post it apart from the message.
    """

    name: str
    png: bytes = field(repr=False)
    alt: str
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A whole message.

    Attributes:
        headline: All that a locked phone shows; empty in answers to commands.
        cards: The rest.
        actions: Buttons and menus below.
        picture: A picture, shown in the last card.
        private: Whether only the caller may see it.
        refusal: True if it only says why something can't be done; it is then private, and replaces no message.
        pings: The roles and members to notify, written before the headline.
    """

    headline: Line = ()
    cards: tuple[Card, ...] = ()
    actions: tuple[Button | Menu, ...] = ()
    picture: Picture | None = None
    private: bool = False
    refusal: bool = False
    pings: tuple[Mention, ...] = ()

    def may_replace(self, *, private: bool) -> bool:
        """Return whether it may replace a message that only the caller sees (``private``), or that everyone sees."""
        return not self.refusal and (private or not self.private)


def private_card(title: str, body: Block, level: Level = Level.FREE, *actions: Button | Menu) -> Message:
    """Return a private message of one card."""
    return Message(cards=(Card(title=title, body=(body,), level=level),), actions=actions, private=True)
