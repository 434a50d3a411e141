"""Slots drawn as a bar."""

import pytest

from bot.chat.wording.slot_bar import slot_bar


@pytest.mark.parametrize(
    ("in_use", "total", "cells"),
    [
        (0, 3, "▱▱▱"),
        (2, 5, "▰▰▱▱▱"),
        (10, 10, "▰" * 10),
        (0, 50, "▱" * 10),
        (1, 50, "▰" + "▱" * 9),
        (49, 50, "▰" * 9 + "▱"),
        (50, 50, "▰" * 10),
        (25, 50, "▰" * 5 + "▱" * 5),
        (1, 1000, "▰" + "▱" * 9),
        (10**400 - 1, 10**400, "▰" * 9 + "▱"),
        (9, 3, "▰▰▰"),
        (-1, 3, "▱▱▱"),
        (0, 0, ""),
        (-3, -1, ""),
    ],
)
def test_a_bar_never_rounds_the_first_or_the_last_slot_away(in_use: int, total: int, cells: str) -> None:
    assert slot_bar(in_use, total) == cells
