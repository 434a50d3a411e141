"""``/board``: adds, removes and lists a guild's boards.

Like ``/watch``, it is offered to members with *Manage Server* only.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.boards.board_registry import Board, BoardRegistry
from bot.chat.account_lookup import ALL, ALL_LABEL, AccountLookup
from bot.chat.channel_directory import ChannelDirectory, channel_label
from bot.chat.command_options import CHOICE_LENGTH, ChannelChoice, Choice, NoOptions, matching_choices, option
from bot.chat.feature import Action, Caller, Command, Feature, FormDescription, read_number
from bot.chat.message import Button, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, channel, member
from bot.chat.wording.numbers_and_lists import count
from bot.chat.wording.refusal_sentences import warning_lines
from bot.chat.wording.text_cleaning import clean
from bot.errors import BadInput
from bot.platforms import CommandName
from bot.subscriptions.paused_channels import paused_because, resume_mended
from bot.subscriptions.watch_registry import WatchRegistry

SUBJECT_LENGTH = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """The options of ``/board add``."""

    providers: str | None = option(
        "What it shows, with commas between them; leave it out for all providers", default=None
    )
    channel: ChannelChoice | None = option("Where it is; leave it out for this channel", default=None, here=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOptions:
    """The options of ``/board remove``."""

    board: int = option("The number of the board")


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


class BoardHandler:
    """Answers ``/board``.

    Args:
        boards: All boards.
        lookup: Finds providers by what people type.
        watches: Knows which channels are paused.
        channels: The platform's channels.
    """

    def __init__(
        self, boards: BoardRegistry, lookup: AccountLookup, watches: WatchRegistry, channels: ChannelDirectory
    ) -> None:
        self._boards = boards
        self._lookup = lookup
        self._watches = watches
        self._channels = channels
        self._one_at_a_time = asyncio.Lock()  # what was checked must still hold when it is stored

    def feature(self) -> Feature:
        """Return the commands."""
        add = Command(
            name="board add",
            description="Add a live status message of all accounts",
            options=AddOptions,
            run=self.add,
            form=FormDescription(title="Add a board", deed="Post the board"),
            suggest={"providers": self.suggest_providers},
            recognises={"providers": self._are_providers},
            private=True,
            adds="Add a board",
        )
        remove = Command(
            name="board remove",
            description="Remove a board; its message stays, and says so",
            options=RemoveOptions,
            run=self.remove,
            form=FormDescription(title="Remove a board", deed="Remove"),
            suggest={"board": self.suggest_boards},
            private=True,
        )
        show = Command(
            name="board list",
            description="All boards, and what is missing",
            options=NoOptions,
            run=self.show,
            private=True,
        )
        return Feature(
            name="board",
            description="A live status message",
            commands=(add, remove, show),
            actions=(Action(name="board:undo", run=self.undo, arguments=1),),
            for_managers=True,
        )

    async def add(self, caller: Caller, asked: AddOptions) -> Message:
        """Add a board to a channel where the bot may post; raises ``BadInput`` and ``StorageUnavailable``."""
        channel = self._channels.choose_channel(caller, asked.channel)
        wanted = Board(
            id=0,  # the database assigns the number
            guild=caller.guild,
            channel=channel,
            providers=self._providers(asked.providers or ALL),
            by=caller.member,
        )
        if missing := self._channels.missing(channel, guild=caller.guild):
            raise BadInput(f"A board can't be kept in that channel. {' '.join(missing)}", option="channel")
        resume_mended(self._watches, lambda paused: self._channels.missing(paused, guild=caller.guild))
        async with self._one_at_a_time:
            added = await self._boards.add(wanted)
        log.info("Member %d made board %d: channel %d, %s.", added.by, added.id, channel, self._title(added))
        return added_message(self._status(added))

    async def remove(self, caller: Caller, asked: RemoveOptions) -> Message:
        """Remove a board; raises ``BadInput`` and ``StorageUnavailable``."""
        async with self._one_at_a_time:
            board = self._boards.find(caller.guild, asked.board)
            await self._boards.remove(board, caller.member)
        log.info("Member %d removed board %d in channel %d.", caller.member, board.id, board.channel)
        undo = Button(label="Undo", action="board:undo", arguments=(str(board.id),))
        return removed_message(self._status(board), undo)

    async def undo(self, caller: Caller, arguments: Sequence[str]) -> Message:
        """Restore a removed board with a new message; raises as ``add`` does."""
        async with self._one_at_a_time:
            added = await self._boards.restore(caller.guild, read_number(arguments[0]), caller.member)
        log.info("Member %d restored board %d.", caller.member, added.id)
        return added_message(self._status(added))

    async def show(self, caller: Caller, _: NoOptions) -> Message:
        """List the guild's boards."""
        return list_message([self._status(board) for board in self._boards.in_guild(caller.guild)])

    async def suggest_boards(self, caller: Caller, typed: str, _: object) -> Sequence[Choice]:
        """Suggest boards whose labels contain what was typed."""
        return matching_choices(map(self._choice, self._boards.in_guild(caller.guild)), typed)

    async def suggest_providers(self, _: Caller, typed: str, __: object) -> Sequence[Choice]:
        """Complete the last of several providers separated by commas."""
        *done, last = (one.strip() for one in typed.split(","))
        named = [self._lookup.name_of(one) for one in done]
        choices = [] if done else [Choice(label=ALL_LABEL, value=ALL)]
        for words in self._lookup.providers:
            if words.name not in named and self._lookup.is_set_up(words.name):
                label = ", ".join(self._lookup.title(one) for one in (*named, words.name))
                choices.append(Choice(label=label, value=",".join((*named, words.name))))
        return [
            one
            for one in choices
            if last.casefold() in one.label.rpartition(", ")[2].casefold()
            and max(len(one.label), len(str(one.value))) <= CHOICE_LENGTH
        ]

    def _choice(self, board: Board) -> Choice:
        place = channel_label(self._channels, board.channel)
        return Choice(label=f"{board.id} · {place} · {self._title(board)}", value=board.id)

    def _providers(self, typed: str) -> tuple[str, ...]:
        """Return the typed providers, by name or title; an empty tuple stands for all."""
        wanted = [one.strip() for one in typed.split(",") if one.strip()]
        names = [self._lookup.name_of(one) for one in wanted]
        if ALL in names:
            return ()
        try:
            return tuple(dict.fromkeys(self._lookup.provider(name) for name in names))
        except BadInput as problem:
            meant = ", ".join(problem.meant if not self._lookup.is_provider(one) else one for one in wanted)
            if not problem.meant or not self._are_providers(meant):
                raise
            raise BadInput(problem.said[0], option="providers", meant=meant) from problem

    def _are_providers(self, typed: str) -> bool:
        return all(self._lookup.is_provider(one) for one in typed.split(","))

    def _status(self, board: Board) -> BoardStatus:
        missing = self._channels.missing(board.channel, guild=board.guild)
        if (reason := self._watches.paused.get(board.channel)) is not None:
            missing += (paused_because(reason, missing, then="Nothing changes there"),)
        return BoardStatus(board=board, subject=self._title(board), missing=missing)

    def _title(self, board: Board) -> str:
        return ", ".join(map(self._lookup.title, board.providers or (None,)))


def added_message(status: BoardStatus) -> Message:
    """Return the answer to a board that was just added."""
    ends = CommandName("board remove", f"board:{status.board.id}")
    body = paragraph(_status_line(status), ("Its message comes in a moment. ", ends, " ends it."))
    return private_card(f"Board {status.board.id} added", body)


def removed_message(status: BoardStatus, undo: Button) -> Message:
    """Return the answer to a board that was just removed, with its undo."""
    stays = "Its message can't be edited there." if status.missing else "Its message stays and says so."
    body = paragraph(_status_line(status), (f"{stays} Delete it if nobody needs it.",))
    return private_card(f"Board {status.board.id} removed", body, Level.UNKNOWN, undo)


def list_message(boards: Sequence[BoardStatus]) -> Message:
    """Return the list of a guild's boards, with what keeps them from being updated."""
    if not boards:
        none = (CommandName("board add"), " posts a live status message.")
        return private_card("No boards", paragraph(none), Level.UNKNOWN)
    body = Listing(entries=tuple(map(_status_entry, boards)))
    level = Level.TIGHT if any(one.missing for one in boards) else Level.FREE
    return private_card(count(len(boards), "board"), body, level)


def _status_entry(status: BoardStatus) -> Entry:
    remove = EntryCommand(label="Remove", command="board remove", options={"board": str(status.board.id)})
    return Entry((_status_line(status), *warning_lines(status.missing)), commands=(remove,))


def _status_line(status: BoardStatus) -> Line:
    board = status.board
    where: Line = (Strong(f"{board.id}"), " · ", channel(board.channel))
    return (*where, " · ", clean(status.subject, SUBJECT_LENGTH), " · by ", member(board.by))
