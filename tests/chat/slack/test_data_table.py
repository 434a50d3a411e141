"""Figures as Slack's ``data_table``: what stands in it, what below it, and what is left of it in little room."""

import json
from dataclasses import replace

import pytest

from bot.chat.message import Card, Cell, Listing, Message, Row, Table
from bot.chat.slack.data_table import CELL, NOTHING, draw_table
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import draw_modal
from bot.chat.slack.span_markup import length
from tests.chat.slack.every_message import every_message
from tests.fakes.slack.block_kinds import Surface
from tests.fakes.slack.block_kit_checker import check_blocks
from tests.fakes.slack.block_tree import words

FULL = Row(title="MiniMax", cells=(Cell(text="40%", number=40.0), Cell(text="a <b> & *c*")), notes=(("Idle: ", "x"),))
SILENT = Row(title="Kling", notes=(("Nothing was seen.",),))
TABLE = Table(caption="By provider", subject="Provider", columns=("Full", "Who"), rows=(FULL, SILENT))


def test_figures_are_sorted_as_numbers_and_read_as_words() -> None:
    (block,) = draw_table(Card(table=TABLE), 10_000).blocks
    assert block["rows"] == [
        [{"type": "raw_text", "text": text} for text in ("Provider", "Full", "Who")],
        [
            {"type": "raw_text", "text": "MiniMax"},
            {"type": "raw_number", "text": "40%", "value": 40.0},
            {"type": "raw_text", "text": "a <b> & *c*"},
        ],
    ]
    assert block["caption"] == "By provider"


def test_what_stands_in_no_column_is_said_below_the_table() -> None:
    two = replace(TABLE, rows=(FULL, replace(FULL, title="Muse", notes=()), SILENT))
    blocks = draw(Message(cards=(Card(title="Report", table=two),))).blocks
    assert [block["type"] for block in blocks] == ["rich_text", "data_table", "rich_text"]
    assert words(blocks[2]) == "MiniMax · Idle: x\nKling · Nothing was seen."


def test_a_single_row_is_read_as_lines_since_a_phone_cuts_columns() -> None:
    (block,) = draw(Message(cards=(Card(title="Report", table=TABLE),))).blocks
    assert block["type"] == "rich_text"
    assert "MiniMax\nFull · 40%\nWho · a <b> & *c*\nIdle: x" in words(block)


def test_the_text_beside_the_table_says_all_of_it() -> None:
    text = draw(Message(cards=(Card(title="Report", table=TABLE),))).text
    assert text == "Report\nMiniMax\nFull · 40%\nWho · a &lt;b&gt; &amp; *c*\nIdle: x\n\nKling\nNothing was seen."


def test_rows_without_room_are_said_below_and_none_is_lost() -> None:
    table = replace(TABLE, rows=tuple(replace(FULL, title=f"provider {n}", notes=()) for n in range(150)))
    for budget in (0, 1_000, 4_000, 100_000):
        drawn = draw_table(Card(table=table), budget)
        rows = [row for block in drawn.blocks for row in json.loads(json.dumps(block))["rows"][1:]]
        assert sum(map(length, drawn.blocks)) <= budget
        assert len(rows) + sum(len(one.entries) for one in drawn.rest if isinstance(one, Listing)) == 150
        assert check_blocks(json.loads(json.dumps(drawn.blocks)) or [{"type": "divider"}], Surface.MESSAGE) == []


def test_no_cell_is_empty_and_none_too_long() -> None:
    odd = replace(FULL, title=" ", cells=(Cell(text=""), Cell(text="x" * 1_000, number=1)))
    (block,) = draw_table(Card(table=replace(TABLE, rows=(odd,))), 10_000).blocks
    _, (title, empty, long) = json.loads(json.dumps(block))["rows"]
    assert title["text"] == empty["text"] == NOTHING
    assert len(long["text"]) == CELL


def test_a_modal_shows_the_same_without_columns() -> None:
    modal = draw_modal("Report", every_message()["report"])
    assert "data_table" not in str(modal)
    assert "Nothing free · less than 1%" in words(modal["blocks"])


def test_a_row_has_a_figure_for_each_column_or_none() -> None:
    with pytest.raises(ValueError, match="has not 2 figures"):
        replace(TABLE, rows=(replace(FULL, cells=FULL.cells[:1]),))
