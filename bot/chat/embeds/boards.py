"""Boards as those see them who make and remove them; what a board itself shows is ``board``'s."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.alerts.board_content import Board
from bot.chat.embeds.fit import DESCRIPTION, fit
from bot.chat.embeds.level import Level
from bot.chat.wording.text import count, plain

SUBJECT_LENGTH = 200
REASON_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBoard:
    """A board, and what people must know of it.

    Attributes:
        board: The board.
        subject: What it shows, not yet escaped.
        missing: What keeps it from being kept up to date, a sentence each, not yet escaped.
    """

    board: Board
    subject: str
    missing: tuple[str, ...] = ()


def created_embed(shown: ShownBoard) -> discord.Embed:
    """Draw a board that was just made."""
    lines = (_line(shown), f"Its message comes in a moment. `/board remove board:{shown.board.id}` ends it.")
    return discord.Embed(
        title=f"Board {shown.board.id} created", description="\n".join(lines), colour=Level.FREE.colour
    )


def removed_embed(shown: ShownBoard) -> discord.Embed:
    """Draw a board that is no more."""
    said = "Its message stays, and says so; whoever may can delete it."
    return discord.Embed(
        title=f"Board {shown.board.id} removed", description=f"{_line(shown)}\n{said}", colour=Level.UNKNOWN.colour
    )


def boards_embed(several: Sequence[ShownBoard]) -> discord.Embed:
    """Draw all boards of a server, and what is missing."""
    if not several:
        said = "Nothing is kept up to date here. `/board create` makes a board."
        return discord.Embed(title="No boards", description=said, colour=Level.UNKNOWN.colour)
    level = Level.TIGHT if any(shown.missing for shown in several) else Level.FREE
    return discord.Embed(
        title=count(len(several), "board"), description=fit(several, _entry, DESCRIPTION), colour=level.colour
    )


def _line(shown: ShownBoard) -> str:
    board = shown.board
    return f"**{board.id}** · <#{board.channel}> · {plain(shown.subject, SUBJECT_LENGTH)} · by <@{board.by}>"


def _entry(shown: ShownBoard) -> str:
    warnings = (f"{Level.FAULTED.sign} {plain(sentence, REASON_LENGTH)}" for sentence in shown.missing)
    return "\n".join((_line(shown), *warnings))
