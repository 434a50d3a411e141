"""What those read who add, remove and list boards."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.boards.board_registry import Board
from bot.chat.board.handler import BoardStatus, added_message, list_message, removed_message
from bot.chat.message import Button
from tests.chat.drawn import acting, drawn, refused
from tests.chat.nasty import nasty_text

KEPT = Board(id=3, guild=5, channel=7, by=9)
SHOWN = BoardStatus(board=KEPT, subject="MiniMax, Kling_2")
UNDO = Button(label="Undo", action="board:undo", arguments=("3",))


def test_those_who_make_and_remove_boards_are_told_which() -> None:
    assert (
        drawn(added_message(SHOWN))
        == r"""[free] Board 3 added
**3** · <#7> · MiniMax, Kling_2 · by <@9>
Its message comes in a moment. `/board remove board:3` ends it."""
    )
    assert (
        drawn(removed_message(SHOWN, UNDO))
        == r"""[unknown] Board 3 removed
**3** · <#7> · MiniMax, Kling_2 · by <@9>
Its message stays and says so. Delete it if nobody needs it."""
    )
    gone = replace(SHOWN, missing=("The bot sees no such channel.",))
    assert "Its message can't be edited there. Delete it if" in drawn(removed_message(gone, UNDO))


def test_a_list_names_all_boards_and_what_is_missing() -> None:
    missing = replace(SHOWN, board=replace(KEPT, id=4), missing=("The bot lacks Send_Messages there.",))
    nothing = "[unknown] No boards\n`/board add` posts a live status message."
    assert drawn(list_message([])) == nothing
    assert drawn(list_message([SHOWN])).startswith("[free] 1 board\n")
    assert (
        drawn(list_message([SHOWN, missing]))
        == r"""[tight] 2 boards
**3** · <#7> · MiniMax, Kling_2 · by <@9>
**4** · <#7> · MiniMax, Kling_2 · by <@9>
⚠️ The bot lacks Send_Messages there."""
    )


@given(nasty_text, st.lists(nasty_text, max_size=3).map(tuple))
def test_any_names_and_reasons_fit_and_do_nothing(subject: str, missing: tuple[str, ...]) -> None:
    shown = BoardStatus(board=KEPT, subject=subject, missing=missing)
    for message in (added_message(shown), removed_message(shown, UNDO), list_message([shown] * 25)):
        assert message.private
        assert refused(message) == []
        assert acting(message, r"\*\*3\*\*|<#7>|by <@9>|`/board remove board:3`") == []
