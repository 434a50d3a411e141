"""Fits blocks into a limited length in any markup: entries left out are counted, shortened text ends in "…".

A renderer's ``Markup`` draws lines and measures them the way its platform counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Sized
from dataclasses import replace
from typing import Protocol, TypeVar

from typing_extensions import override

from bot.chat.message import Block, Card, Entry, Listing, Paragraph
from bot.chat.text_spans import Line, Span
from bot.chat.wording.numbers_and_lists import amount
from bot.chat.wording.text_cleaning import ELLIPSIS

BETWEEN = "\n\n"
"""Separates two blocks."""

_FOR_PARAGRAPHS = 0.6
"""The largest share of a body that paragraphs may take if they and the listings don't both fit."""

Drawn = TypeVar("Drawn", bound=Sized)
"""Drawn text; its ``len`` is what a limit counts, 0 for nothing."""


class Markup(Protocol[Drawn]):
    """How a platform draws lines and measures them.

    Attributes:
        least_entry: Length below which an entry is left out rather than shortened.
        least_text: Length below which a text within a line is not shortened.
        below: Precedes each line of an entry but its first.
    """

    least_entry: int
    least_text: int
    below: str

    def line(self, line: Line) -> Drawn:
        """Draw a line."""
        return self.join("", self.spans(line))

    def spans(self, line: Line) -> list[Drawn]:
        """Draw each span of a line."""

    def shorten(self, span: Span, drawn: Drawn, room: int) -> Drawn:
        """Shorten a drawn span to ``room``; a span that can't be cut stays as it is."""

    def literal(self, text: str) -> Drawn:
        """Return text of ours, which needs no escaping."""

    def length(self, text: str) -> int:
        """Return the greatest length that text of ours can add."""

    def join(self, between: str, parts: Iterable[Drawn]) -> Drawn:
        """Join drawn parts with text of ours between them."""


class StringMarkup(Markup[str]):
    """The part of a ``Markup`` shared by platforms that draw lines as ``str`` and count characters."""

    least_entry = 120
    least_text = 24
    below = "\n"

    @override
    def literal(self, text: str) -> str:
        return text

    @override
    def length(self, text: str) -> int:
        return len(text)

    @override
    def join(self, between: str, parts: Iterable[str]) -> str:
        return between.join(parts)


def shown_cards(cards: Sequence[Card], most: int) -> tuple[Sequence[Card], str]:
    """Return the cards that a message has room for, and a sentence that names the others.

    The last card shown takes over the footer of the last hidden one.
    """
    shown, hidden = cards[:most], cards[most:]
    if not hidden:
        return shown, ""
    last = replace(shown[-1], footer=shown[-1].footer or hidden[-1].footer)
    return (*shown[:-1], last), f"and {len(hidden)} more: {', '.join(card.subject for card in hidden)}"


def draw_blocks(blocks: Sequence[Block], budget: int, markup: Markup[Drawn]) -> Drawn:
    """Draw blocks: paragraphs first, since they must be read; listings share the rest."""
    drawn = _drawn_blocks(blocks, budget, budget, markup)
    if any(
        isinstance(block, Listing) and (block.entries or block.more) and not text
        for block, text in zip(blocks, drawn, strict=True)
    ):
        # Paragraphs drawn whole leave no room even for the count of a listing's entries.
        drawn = _drawn_blocks(blocks, budget, int(budget * _FOR_PARAGRAPHS), markup)
    return markup.join(BETWEEN, filter(None, drawn))


def fit_line(line: Line, budget: int, markup: Markup[Drawn]) -> Drawn:
    """Draw a line, shortening its longest texts and then cutting its end until it fits; markup is never cut in half."""
    whole = markup.line(line)
    excess = len(whole) - budget
    if excess <= 0:
        return whole
    drawn = markup.spans(line)
    for index in sorted(range(len(line)), key=lambda index: -len(drawn[index])):
        room = max(len(drawn[index]) - excess, markup.least_text)
        if excess > 0 and len(drawn[index]) > room:
            excess -= len(drawn[index])
            drawn[index] = markup.shorten(line[index], drawn[index], room)
            excess += len(drawn[index])
    if excess <= 0:
        return markup.join("", drawn)
    kept: list[Drawn] = []
    left = budget
    for span, text in zip(line, drawn, strict=True):
        if len(text) > left - markup.length(ELLIPSIS):
            kept.append(markup.shorten(span, text, max(left, 0)) if isinstance(span, str) else _ellipsis(left, markup))
            break
        kept.append(text)
        left -= len(text)
    return markup.join("", kept)


def _ellipsis(room: int, markup: Markup[Drawn]) -> Drawn:
    return markup.literal(ELLIPSIS if room >= markup.length(ELLIPSIS) else "")


def _drawn_blocks(blocks: Sequence[Block], budget: int, for_paragraphs: int, markup: Markup[Drawn]) -> list[Drawn]:
    """Draw each block; paragraphs share ``for_paragraphs`` of the budget, and short ones are drawn whole."""
    nothing, between = markup.literal(""), markup.length(BETWEEN)
    listings = [(index, block) for index, block in enumerate(blocks) if isinstance(block, Listing)]
    whole = [_paragraph(block, budget, markup) if isinstance(block, Paragraph) else nothing for block in blocks]
    # Each paragraph has a gap of its own, which sets it apart from a listing, too; without listings, there is one less.
    gaps = between * (sum(map(bool, whole)) - (0 if listings else 1))
    shares = _shares([len(text) for text in whole], for_paragraphs - gaps)
    drawn = [
        _paragraph(block, share, markup) if isinstance(block, Paragraph) else nothing
        for block, share in zip(blocks, shares, strict=True)
    ]
    left = budget - sum(len(text) + between for text in drawn if text)
    if len(listings) > 1:  # the shortest first: what it does not use goes to the others
        listings.sort(key=lambda one: len(_listing(one[1], left, markup)))
    while listings:
        index, listing = listings.pop(0)
        share = left // (len(listings) + 1) - (between if listings else 0)
        drawn[index] = _listing(listing, share, markup)
        left -= len(drawn[index]) + (between if drawn[index] else 0)
    return drawn


def _shares(needs: Sequence[int], budget: int) -> list[int]:
    """Share a budget: small needs are met in full, the others get equal shares."""
    shares = [0] * len(needs)
    left = max(budget, 0)
    for done, index in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        shares[index] = min(needs[index], left // (len(needs) - done))
        left -= shares[index]
    return shares


def _paragraph(block: Paragraph, budget: int, markup: Markup[Drawn]) -> Drawn:
    drawn = markup.join("\n", map(markup.line, block.lines))
    return drawn if len(drawn) <= budget else _lines(block.lines, budget, markup)


def _lines(lines: Sequence[Line], budget: int, markup: Markup[Drawn]) -> Drawn:
    """Join lines, shortening the longest and then dropping those at the end for an ellipsis."""
    between = markup.length("\n")
    shares = _shares([len(markup.line(line)) for line in lines], budget - between * (len(lines) - 1))
    kept: list[Drawn] = []
    left = budget
    for index, (line, share) in enumerate(zip(lines, shares, strict=True)):
        text = fit_line(line, max(share, markup.least_text), markup)
        if len(text) > left - (0 if index == len(lines) - 1 else between + markup.length(ELLIPSIS)):
            return markup.join("\n", [*kept, _ellipsis(left, markup)])
        kept.append(text)
        left -= len(text) + between
    return markup.join("\n", kept)


def _listing(listing: Listing, budget: int, markup: Markup[Drawn]) -> Drawn:
    """Draw a listing whole or, if it does not fit, its first entries and the number of the others; nothing if empty."""
    gap = markup.length("\n")
    before = markup.line(listing.before)
    drawn = [_entry(entry, markup) for entry in listing.entries]
    room = budget - len(before)
    if listing.more or sum(len(one) + gap for one in drawn) - gap > room:
        drawn = _fitting(listing, drawn, room, markup)
    return markup.join("", (before, markup.join("\n", drawn))) if drawn else markup.literal("")


def _fitting(listing: Listing, whole: Sequence[Drawn], budget: int, markup: Markup[Drawn]) -> list[Drawn]:
    """Shorten the longest of a listing's entries, then leave out the last ones and count them; nothing if none fit."""
    gap = markup.length("\n")
    # The last line counts at least the listing's ``more``, and has a gap before it.
    for_more = len(_more(Counter(listing.more), markup))
    shares = _shares([len(one) for one in whole], budget - for_more - gap * len(whole))
    rooms = [max(share, markup.least_entry) for share in shares]
    drawn = [
        text if len(text) <= room else _counted(entry, room, markup)
        for entry, text, room in zip(listing.entries, whole, rooms, strict=True)
    ]
    length = sum(len(one) + gap for one in drawn)
    for kept in range(len(drawn), -1, -1):
        hidden = Counter(entry.kind for entry in listing.entries[kept:])
        hidden.update(listing.more)
        last = _more(hidden, markup)
        if length + (len(last) if last else -gap) <= budget:
            return [*drawn[:kept], *([last] if last else [])]
        if kept:
            length -= len(drawn[kept - 1]) + gap
    return []


def _entry(entry: Entry, markup: Markup[Drawn]) -> Drawn:
    if len(entry.lines) == 1:
        return markup.line(entry.lines[0])
    return markup.join(markup.below, map(markup.line, entry.lines))


def _counted(entry: Entry, budget: int, markup: Markup[Drawn]) -> Drawn:
    """Draw an entry that does not fit whole: its first lines, and how many are left out."""
    drawn = [markup.line(line) for line in entry.lines]
    for kept in range(len(drawn) - 1, 0, -1):
        left = len(drawn) - kept
        text = markup.join(markup.below, [*drawn[:kept], markup.literal(f"and {left} more")])
        if len(text) <= budget:
            return text
    more = markup.literal(f"{markup.below}and {len(drawn) - 1} more" if len(drawn) > 1 else "")
    return markup.join("", (fit_line(entry.lines[0], max(budget - len(more), 0), markup), more))


def _more(hidden: Counter[str], markup: Markup[Drawn]) -> Drawn:
    """Count the entries left out: ``and 12 more: 9 full, 3 unknown``; empty if there are none."""
    if not hidden:
        return markup.literal("")
    total = amount(sum(hidden.values()))
    kinds = ", ".join(f"{amount(number)} {kind}" for kind, number in hidden.items() if kind and number)
    return markup.line((f"and {total} more: {kinds}" if kinds else f"and {total} more",))
