"""What a button carries, which another version may have written, or nobody's button at all."""

import pytest

from bot.chat.feature import UnreadableButton, read_number
from tests.rows import each_row


@each_row(("argument", "number"), [("7", 7), ("-1", -1), ("9" * 18, 10**18 - 1)])
def test_a_number_is_read(argument: str, number: int) -> None:
    assert read_number(argument) == number


@each_row("argument", ["", " 7 ", "1_0", "\uff11\uff12", "٣", "+1", "1.0", "9" * 19])
def test_what_no_button_of_ours_carries_is_unreadable(argument: str) -> None:
    with pytest.raises(UnreadableButton):
        read_number(argument)
