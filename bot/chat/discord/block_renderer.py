"""Blocks as Markdown of a limited length: what is left out is counted, what is shortened ends in an ellipsis."""

from collections import Counter
from collections.abc import Sequence

from bot.chat.discord.markdown import clip_markdown, escape, markdown, markdown_of_spans
from bot.chat.message import Block, Entry, Listing, Paragraph
from bot.chat.text_spans import Line, Span, Strong
from bot.chat.wording.text import ELLIPSIS, amount

BETWEEN = "\n\n"
"""Stands between two blocks."""

_ENTRY = 120
"""Characters below which an entry is left out rather than shortened."""

_SHORT = 24
"""Characters below which a text within a line is not shortened."""

_FOR_PARAGRAPHS = 0.6
"""The largest share of a body that paragraphs take from listings, where they don't fit together."""


def draw_blocks(blocks: Sequence[Block], budget: int) -> str:
    """Draw blocks: paragraphs first, since they are what must be read; listings share what is left."""
    drawn = _drawn_blocks(blocks, budget, budget)
    if any(
        isinstance(block, Listing) and (block.entries or block.more) and not text
        for block, text in zip(blocks, drawn, strict=True)
    ):
        # Beside whole paragraphs, a listing could not even be counted.
        drawn = _drawn_blocks(blocks, budget, int(budget * _FOR_PARAGRAPHS))
    return BETWEEN.join(filter(None, drawn))


def _drawn_blocks(blocks: Sequence[Block], budget: int, for_paragraphs: int) -> list[str]:
    """Draw each block; paragraphs take ``for_paragraphs`` of the budget together, the short ones whole."""
    between = len(BETWEEN)
    listings = [place for place, block in enumerate(blocks) if isinstance(block, Listing)]
    whole = [_paragraph(block, budget) if isinstance(block, Paragraph) else "" for block in blocks]
    gaps = between * (sum(map(bool, whole)) - (not listings))
    shares = _shares([len(text) for text in whole], for_paragraphs - gaps)
    drawn = [
        _paragraph(block, share) if isinstance(block, Paragraph) else ""
        for block, share in zip(blocks, shares, strict=True)
    ]
    left = budget - sum(len(text) + between for text in drawn if text)
    needs = {place: len(_drawn_listing(blocks[place], left)) for place in listings} if len(listings) > 1 else {}
    for done, place in enumerate(sorted(listings, key=lambda place: needs.get(place, 0))):
        block = blocks[place]
        share = left // (len(listings) - done) - (between if done < len(listings) - 1 else 0)
        drawn[place] = _drawn_listing(block, share)
        left -= len(drawn[place]) + (between if drawn[place] else 0)
    return drawn


def _drawn_listing(block: Block, budget: int) -> str:
    return _listing(block, budget) if isinstance(block, Listing) else ""


def _shares(needs: Sequence[int], budget: int) -> list[int]:
    """Share a budget: who needs little gets all of it, the others get the same each."""
    shares = [0] * len(needs)
    left = max(budget, 0)
    for done, place in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        shares[place] = min(needs[place], left // (len(needs) - done))
        left -= shares[place]
    return shares


def _paragraph(block: Paragraph, budget: int) -> str:
    drawn = "\n".join(map(markdown, block.lines))
    return drawn if len(drawn) <= budget else _lines(block.lines, budget)


def _lines(lines: Sequence[Line], budget: int) -> str:
    """Join lines, of which the longest are shortened, then those at the end left out, with an ellipsis for them."""
    shares = _shares([len(markdown(line)) for line in lines], budget - len(lines) + 1)
    kept: list[str] = []
    left = budget
    for place, (line, share) in enumerate(zip(lines, shares, strict=True)):
        text = fit_line(line, max(share, _SHORT))
        needed = len(text) + 1 + (0 if place == len(lines) - 1 else len(ELLIPSIS) + 1)
        if needed > left + 1:
            return "\n".join([*kept, ELLIPSIS])[: max(budget, 0)]
        kept.append(text)
        left -= len(text) + 1
    return "\n".join(kept)


def fit_line(line: Line, budget: int) -> str:
    """Draw a line whose longest texts are shortened, then its end cut off, until it fits; no markup is cut in half."""
    whole = markdown(line)
    excess = len(whole) - budget
    if excess <= 0:
        return whole
    drawn = markdown_of_spans(line)
    for place in sorted(range(len(line)), key=lambda place: -len(drawn[place])):
        room = max(len(drawn[place]) - excess, _SHORT)
        if excess > 0 and len(drawn[place]) > room:
            excess -= len(drawn[place])
            drawn[place] = _shortened(line[place], drawn[place], room)
            excess += len(drawn[place])
    if excess <= 0:
        return "".join(drawn)
    kept = ""
    for span, text in zip(line, drawn, strict=True):
        if len(kept) + len(text) > budget - len(ELLIPSIS):
            room = max(budget - len(kept), 0)
            return kept + (clip_markdown(text, room) if isinstance(span, str) else ELLIPSIS[:room])
        kept += text
    return kept


def _shortened(span: Span, drawn: str, room: int) -> str:
    if isinstance(span, str):
        return clip_markdown(drawn, room)
    if isinstance(span, Strong):
        return f"**{clip_markdown(drawn[2:-2], room - 4)}**"
    return drawn


def _listing(listing: Listing, budget: int) -> str:
    """Draw entries as far as they fit, the longest shortened before any is left out, and count the others by kind."""
    between = ", " if listing.inline else "\n"
    before = markdown(listing.before)
    drawn = [_entry(entry) for entry in listing.entries]
    if not listing.more and len(before) + sum(len(one) + len(between) for one in drawn) - len(between) <= budget:
        return before + between.join(drawn) if drawn else ""
    for_more = len(_more(Counter(listing.more))) if listing.more else 0
    shares = _shares([len(one) for one in drawn], budget - len(before) - for_more - len(between) * len(drawn))
    drawn = [_counted(entry, max(share, _ENTRY)) for entry, share in zip(listing.entries, shares, strict=True)]
    kept = len(drawn)
    length = len(before) + sum(map(len, drawn)) + len(between) * max(kept - 1, 0)
    while True:
        hidden = Counter(entry.kind for entry in listing.entries[kept:])
        hidden.update(listing.more)
        last = _more(hidden) if hidden else ""
        if length + (len(last) + len(between) if last and kept else len(last)) <= budget:
            return before + between.join([*drawn[:kept], *([last] if last else [])])
        if not kept:
            return ""
        kept -= 1
        length -= len(drawn[kept]) + (len(between) if kept else 0)


def _entry(entry: Entry) -> str:
    return markdown(entry.lines[0]) if len(entry.lines) == 1 else "\n".join(map(markdown, entry.lines))


def _counted(entry: Entry, budget: int) -> str:
    """Draw an entry of several lines in few characters: its first line, and how many of the others are left out."""
    drawn = [markdown(line) for line in entry.lines]
    for kept in range(len(drawn), 0, -1):
        left = len(drawn) - kept
        text = "\n".join([*drawn[:kept], *([f"and {left} more"] if left else [])])
        if len(text) <= budget:
            return text
    more = f"\nand {len(drawn) - 1} more" if len(drawn) > 1 else ""
    return fit_line(entry.lines[0], max(budget - len(more), 0)) + more


def _more(hidden: Counter[str]) -> str:
    total = amount(sum(hidden.values()))
    kinds = ", ".join(f"{amount(number)} {escape(kind)}" for kind, number in hidden.items() if kind and number)
    return f"and {total} more: {kinds}" if kinds else f"and {total} more"
