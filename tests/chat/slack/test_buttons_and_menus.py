"""Entries with what can be done about them: how they read, what is asked first, and what has no room."""

import itertools
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given

from bot.chat.message import Card, Cell, Entry, EntryCommand, Listing, Message, Row, Table, paragraph
from bot.chat.slack.buttons_and_menus import MOST_ROWS, MrkdwnMarkup, draw_rows
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.span_markup import length
from bot.chat.text_spans import Code, Strong
from bot.platforms import CommandName
from tests.chat.nasty import nasty_text
from tests.chat.slack.every_message import every_message
from tests.fakes.slack.block_kinds import Surface
from tests.fakes.slack.block_kit_checker import check_blocks
from tests.fakes.slack.block_tree import elements
from tests.fakes.slack.mrkdwn_rules import unescaped
from tests.rows import each_row

REMOVE = EntryCommand(label="Remove", command="watch remove", options={"watch": "3"})
MARKUP = MrkdwnMarkup()


def rows(*entries: Entry, budget: int = 10_000) -> list[dict[str, object]]:
    card = Card(body=(Listing(entries=entries),))
    drawn = draw_rows(card, budget, MARKUP)
    assert sum(map(length, drawn.blocks)) <= budget
    found: list[dict[str, object]] = json.loads(json.dumps(drawn.blocks))
    assert not found or check_blocks(found, Surface.MESSAGE) == []
    return found


def numbered(number: int) -> Entry:
    about = replace(REMOVE, options={"watch": str(number)})
    return Entry(((f"rule {number}",),), kind="rules", commands=(about,))


def test_one_thing_is_a_button() -> None:
    (row,) = rows(numbered(3))
    button = row["accessory"]
    assert isinstance(button, dict)
    assert (button["type"], button["text"]["text"]) == ("button", "Remove")


def test_lines_of_an_entry_stand_below_each_other_and_keep_their_marks() -> None:
    lines = (
        (Strong("MiniMax"), " in quiet ", Code("22:00-08:00 Europe/Berlin_x")),
        ("To ping: ", CommandName("watch edit", "watch:3 no_role:yes")),
        ("an odd ", Code("a`b_c")),
    )
    (row,) = rows(Entry(lines, commands=(REMOVE,)))
    assert isinstance(row["text"], dict)
    assert row["text"]["text"].split("\n") == [
        "*MiniMax* in quiet `22:00-08:00 Europe/Berlin_x`",
        "To ping: `/capacity watch edit watch:3 no_role:yes`",
        "an odd a\u034f`b\u034f_c",
    ]


def test_several_things_are_a_menu() -> None:
    test = EntryCommand(label="Test", command="watch test", options={"watch": "3"})
    (row,) = rows(Entry((("rule",),), commands=(test, REMOVE)))
    menu = row["accessory"]
    assert isinstance(menu, dict)
    assert [one["text"]["text"] for one in menu["options"]] == ["Test", "Remove"]


def test_what_slack_could_not_carry_is_refused_here() -> None:
    long = replace(REMOVE, options={"watch": "3" * 150})
    with pytest.raises(ValueError, match="carries"):
        rows(Entry((("rule",),), commands=(REMOVE, long)))
    with pytest.raises(ValueError, match="carries"):
        rows(Entry((("rule",),), commands=(replace(long, options={"watch": "3" * 300}),)))


def test_cards_with_rows_and_tables_take_no_more_than_a_messages_blocks() -> None:
    figure = Row(title="MiniMax", cells=(Cell(text="1", number=1),), notes=(("a note",),))
    table = Table(caption="By provider", subject="Provider", columns=("Full",), rows=(figure,))
    wrong = {}
    for cards, listed in itertools.product(range(1, 13), (0, 2, 40)):
        entries = tuple(map(numbered, range(listed)))
        card = Card(title="rules", body=(Listing(entries=entries),), table=table, footer="Page 1")
        drawn = draw(Message(headline=("Rules",), cards=(card,) * cards), note="For you alone")
        if found := check_blocks(json.loads(json.dumps(drawn.blocks)), Surface.MESSAGE):
            wrong[cards, listed] = found
    assert wrong == {}


def test_rows_without_room_are_said_below_and_none_is_lost() -> None:
    entries = tuple(map(numbered, range(50)))
    message = Message(cards=(Card(title="50 rules", body=(Listing(entries=entries),)),))
    drawn = draw(message)
    shown = [block for block in drawn.blocks if block["type"] == "section"]
    below = str([block for block in drawn.blocks if block["type"] == "rich_text"])
    assert 10 < len(shown) <= MOST_ROWS
    assert f"rule {len(shown)}" in below
    assert "rule 49" in below
    assert rows(*entries, budget=100) == []


def test_a_listing_about_which_nothing_can_be_done_stays_text() -> None:
    drawn = draw(Message(cards=(Card(title="x", body=(Listing(entries=(Entry((("one",),)),)), paragraph(("y",)))),)))
    assert [block["type"] for block in drawn.blocks] == ["rich_text"]


@given(nasty_text)
def test_no_text_of_others_is_markup_in_a_row(text: str) -> None:
    (row,) = rows(Entry((("a ", text, " b ", Strong(text)), (text,)), commands=(REMOVE,)))
    said = row["text"]
    assert isinstance(said, dict)
    assert unescaped(said["text"]) is None
    bare = re.sub(r"(?<= )\*[\w -]+\*", "", said["text"])  # strong by us
    assert re.findall(r"(?<!\u034f)[*_~`]", bare) == []
    assert re.findall(r"(?<!\u034f):[a-z+_][\w+'-]*:", bare) == []


@each_row("name", ["watches", "boards", "reports", "waits"])
def test_each_list_offers_its_commands_beside_its_entries(name: str) -> None:
    blocks = draw(every_message()[name]).blocks
    assert next(one.element["type"] for one in elements(json.loads(json.dumps(blocks)))) in {"overflow", "button"}
