"""Answers to ``/board``; a board's own message is in ``board_message``."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.boards.board_registry import Board
from bot.chat.message import Button, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, channel, member
from bot.chat.wording.numbers_and_lists import count
from bot.chat.wording.sentence_answers import warning_lines
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStatus:
    """A board as it is now.

    Attributes:
        board: The board.
        subject: The titles of the providers that it shows.
        missing: What keeps it from being updated, one sentence each.
    """

    board: Board
    subject: str
    missing: tuple[str, ...] = ()


def added_message(status: BoardStatus) -> Message:
    """Return the answer to a board that was just added."""
    ends = CommandName("board remove", f"board:{status.board.id}")
    body = paragraph(_line(status), ("Its message comes in a moment. ", ends, " ends it."))
    return private_card(f"Board {status.board.id} added", body)


def removed_message(status: BoardStatus, undo: Button) -> Message:
    """Return the answer to a board that was just removed, with its undo."""
    stays = "Its message can't be edited there." if status.missing else "Its message stays and says so."
    body = paragraph(_line(status), (f"{stays} Delete it if nobody needs it.",))
    return private_card(f"Board {status.board.id} removed", body, Level.UNKNOWN, undo)


def list_message(boards: Sequence[BoardStatus]) -> Message:
    """Return the list of a guild's boards, with what keeps them from being updated."""
    if not boards:
        none = (CommandName("board add"), " posts a live status message.")
        return private_card("No boards", paragraph(none), Level.UNKNOWN)
    body = Listing(entries=tuple(map(_entry, boards)))
    level = Level.TIGHT if any(one.missing for one in boards) else Level.FREE
    return private_card(count(len(boards), "board"), body, level)


def _entry(status: BoardStatus) -> Entry:
    number = status.board.id
    confirmation = f"Remove board {number}? Its message stays, and says so."
    remove = EntryCommand(
        label="Remove", command="board remove", options={"board": str(number)}, confirmation=confirmation
    )
    return Entry((_line(status), *warning_lines(status.missing)), commands=(remove,))


def _line(status: BoardStatus) -> Line:
    board = status.board
    where: Line = (Strong(f"{board.id}"), " · ", channel(board.channel))
    return (*where, " · ", clean(status.subject, SUBJECT_LENGTH), " · by ", member(board.by))
