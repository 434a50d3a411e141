"""A table as a ``data_table`` block, which readers can sort and filter; its rows' notes go below it.

https://docs.slack.dev/reference/block-kit/blocks/data-table-block. Cells are plain text, so they need no escaping.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.message import Card, Cell, Entry, Listing, Row, Table
from bot.chat.slack import block_limits as limits
from bot.chat.slack.buttons_and_menus import DrawnRows
from bot.chat.slack.span_markup import Json, length
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.text_cleaning import clip, isolated

CELL = 255
"""Maximum length of a cell; nobody reads more in a column."""

NOTHING = "-"
"""Stands for an empty text, which Slack does not accept in a cell."""

SHOWN = 20
"""Rows on a page; Slack's default is five."""


def draw_table(card: Card, budget: int) -> DrawnRows:
    """Draw a card's table, if it has one, in at most ``budget`` characters of JSON."""
    table = card.table
    if table is None:
        return DrawnRows(card=card)
    figures = [row for row in table.rows if row.cells][: limits.TABLE_ROWS]
    while figures and length(_block(table, figures)) > budget:
        figures.pop()
    blocks = (_block(table, figures),) if figures else ()
    return DrawnRows(card=replace(card, table=None), blocks=blocks, rest=(_rest(table, figures),))


def _block(table: Table, rows: Sequence[Row]) -> Json:
    head = [_text(title) for title in (table.subject, *table.columns)]
    return {
        "type": "data_table",
        "caption": table.caption,
        "page_size": max(min(len(rows), SHOWN), 1),
        "row_header_column_index": 0,
        "rows": [head, *([_text(row.title), *map(_cell, row.cells)] for row in rows)],
    }


def _rest(table: Table, drawn: Sequence[Row]) -> Listing:
    lines: list[Line] = []
    for row in table.rows:
        title = (Strong(row.title),)
        if row.cells and row not in drawn:
            figures = zip(table.columns, row.cells, strict=True)
            lines.append(joined((title, *((f"{column}: {cell.text}",) for column, cell in figures))))
        lines += [joined((title, note)) for note in row.notes]
    return Listing(entries=tuple(Entry((line,)) for line in lines))


def _cell(cell: Cell) -> Json:
    text = _text(cell.text)
    return text if cell.number is None else {**text, "type": "raw_number", "value": cell.number}


def _text(text: str) -> Json:
    return {"type": "raw_text", "text": clip(isolated(text), CELL).strip() or NOTHING}
