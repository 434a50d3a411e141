"""What was removed a moment ago: found by its number until it is brought back, or until much else was removed."""

import pytest

from bot.chat.message import Button
from bot.chat.recently_removed import MOST, RecentlyRemoved
from bot.errors import BadInput


def test_what_was_removed_is_found_until_it_is_brought_back() -> None:
    removed: RecentlyRemoved[str] = RecentlyRemoved("board:undo", "/board add")
    assert removed.remember(7, "seven") == Button(label="Undo", action="board:undo", arguments=("7",))
    assert removed.find(7) == removed.find(7) == "seven"
    removed.forget(7)
    with pytest.raises(BadInput, match=r"/board add makes it anew"):
        removed.find(7)


def test_no_more_is_remembered_than_anybody_would_undo() -> None:
    removed: RecentlyRemoved[int] = RecentlyRemoved("board:undo", "/board add")
    for number in range(MOST + 1):
        removed.remember(number, number)
    assert removed.find(1) == 1
    with pytest.raises(BadInput):
        removed.find(0)
