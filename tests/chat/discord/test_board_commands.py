"""``/board``, as people type it: who may, what is kept where, what is refused and why."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from typing_extensions import override

from bot.alerts.board_content import Board, BoardContent, BoardPart
from bot.boards.board_registry import BoardRegistry
from bot.chat.discord.board_commands import board_group
from bot.chat.discord.board_desk import BoardDesk
from bot.chat.discord.discord_client import CapacityClient
from bot.errors import StorageUnavailable
from bot.storage.board_store import BoardStore
from bot.storage.store import Store
from tests.chat.discord.watching import Studio, said, serving
from tests.chat.samples import NAMES
from tests.fakes.discord import CannotError, Discord, Member, Permission


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


class BoardStudio(Studio):
    """A studio with boards, kept in a database.

    Attributes:
        store: The database.
        boards: The boards.
        woken: How often something was owed.
    """

    def __init__(self, discord: Discord, store: Store) -> None:
        super().__init__(discord)
        self.store = store
        self.woken = 0
        self.boards = BoardRegistry(
            store.boards,
            latest=lambda: {name: watcher.latest for name, watcher in self.watchers.items()},
            wake=self._wake,
            now=self.now,
        )

    @override
    def client(self) -> CapacityClient:
        made = super().client()
        made.tree.add_command(board_group(BoardDesk(self.boards, self.answers.subjects, self.watches), NAMES))
        return made

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
async def studio(discord: Discord, store: Store) -> AsyncIterator[BoardStudio]:
    made = BoardStudio(discord, store)
    async with serving(made):
        yield made


def kept(studio: BoardStudio) -> list[tuple[int, tuple[str, ...]]]:
    """List the boards' channels and providers."""
    return [(board.channel, board.providers) for board in studio.boards.all()]


async def use(studio: BoardStudio, command: str, values: Mapping[str, Any], admin: Member) -> str:
    """Use a command as somebody who may, and read the private answer."""
    return said(await studio.discord.use(f"board {command}", values, member=admin))


@pytest.mark.parametrize(
    ("typed", "providers", "title"),
    [
        (None, (), "All providers"),
        ("all", (), "All providers"),
        ("All Providers", (), "All providers"),
        (" , ", (), "All providers"),
        ("minimax", ("minimax",), "MiniMax"),
        ("Kling,MINIMAX , kling", ("kling", "minimax"), "Kling, MiniMax"),
        ("minimax,all", (), "All providers"),
    ],
)
async def test_a_board_is_stored_and_owed(
    studio: BoardStudio,
    admin: Member,
    caplog: pytest.LogCaptureFixture,
    typed: str | None,
    providers: tuple[str, ...],
    title: str,
) -> None:
    caplog.set_level("INFO")
    channel = studio.discord.channel.id
    answer = await use(studio, "create", {} if typed is None else {"providers": typed}, admin)
    assert f"Board 1 created\n**1** · <#{channel}> · {title} · by <@{admin.user.id}>" in answer
    assert studio.boards.all() == (
        Board(id=1, guild=studio.discord.guild.id, channel=channel, providers=providers, by=admin.user.id),
    )
    assert f"Member {admin.user.id} made board 1: channel {channel}, {title}." in caplog.messages
    owed = await studio.store.oldest_owed(channel)
    assert owed is not None
    assert isinstance(owed.alert.content, BoardContent)
    assert {part.provider for part in owed.alert.content.parts} == set(providers or ("minimax", "kling"))
    assert studio.woken == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nobody", "There is no provider nobody here. There are\\: minimax, kling."),
        ("minimax, nobody", "There is no provider nobody here."),
        ("x" * 6000, "There is no provider xxx"),
    ],
)
async def test_a_provider_that_is_not_there_is_refused(
    studio: BoardStudio, admin: Member, typed: str, sentence: str
) -> None:
    assert sentence in await use(studio, "create", {"providers": typed}, admin)
    assert kept(studio) == []


async def test_a_channel_where_the_bot_may_not_write_is_refused_with_what_is_missing(
    studio: BoardStudio, admin: Member
) -> None:
    shut = studio.discord.world.add_channel(studio.discord.guild, "shut")
    studio.discord.world.deny(shut, Permission.SEND_MESSAGES, Permission.EMBED_LINKS)
    answer = await use(studio, "create", {"channel": shut}, admin)
    assert "A board can't be kept in that channel. The bot lacks Send Messages, Embed Links there." in answer
    assert kept(studio) == []


async def test_the_same_board_twice_is_refused(studio: BoardStudio, admin: Member) -> None:
    await use(studio, "create", {}, admin)
    answer = await use(studio, "create", {}, admin)
    assert "That channel has a board of the same already\\: board 1." in answer
    assert len(kept(studio)) == 1


async def test_a_paused_channel_is_resumed_for_its_new_board(studio: BoardStudio, admin: Member) -> None:
    studio.watches.pause(studio.discord.channel.id, "the bot may not write there")
    await use(studio, "create", {}, admin)
    assert studio.watches.paused == {}


async def test_a_board_is_listed_with_what_is_missing_and_removed(
    studio: BoardStudio, admin: Member, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert "No boards" in await use(studio, "list", {}, admin)
    other = studio.discord.world.add_channel(studio.discord.guild, "other")
    await use(studio, "create", {}, admin)
    await use(studio, "create", {"channel": other, "providers": "kling"}, admin)
    studio.watches.pause(other.id, "it refused")
    listed = await use(studio, "list", {}, admin)
    assert listed.startswith("2 boards\n")
    assert "Nothing changes there until that is mended\\: it refused" in listed

    offered = await studio.discord.autocomplete("board remove", focused="board", value="KLING", member=admin)
    assert [(choice.name, choice.value) for choice in offered] == [("2 · #other · Kling", 2)]
    assert "Board 2 removed" in await use(studio, "remove", {"board": 2}, admin)
    assert f"Member {admin.user.id} removed board 2 in channel {other.id}." in caplog.messages
    assert "There is no board 2 here;" in await use(studio, "remove", {"board": 2}, admin)
    assert kept(studio) == [(studio.discord.channel.id, ())]
    assert studio.woken == 3


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", [("All providers", "all"), ("MiniMax", "minimax"), ("Kling", "kling")]),
        ("MIN", [("MiniMax", "minimax")]),
        ("minimax,", [("MiniMax, Kling", "minimax,kling")]),
        ("Kling, mini", [("Kling, MiniMax", "kling,minimax")]),
        ("minimax,kling,", []),
        ("x" * 99 + ",", []),
        ("nobody", []),
    ],
)
async def test_providers_are_offered_one_after_the_other(
    studio: BoardStudio, admin: Member, typed: str, offered: list[tuple[str, str]]
) -> None:
    found = await studio.discord.autocomplete("board create", focused="providers", value=typed, member=admin)
    assert [(choice.name, choice.value) for choice in found] == offered


async def test_only_those_who_run_the_server_are_shown_it(studio: BoardStudio) -> None:
    with pytest.raises(CannotError):
        await studio.discord.use("board create")


class Away(BoardStore):
    """A database that takes nothing any more."""

    @override
    async def add_board(self, board: Board, parts: Sequence[BoardPart], at: datetime) -> int:
        raise StorageUnavailable("the disk is full")


async def test_where_the_database_does_not_answer_nothing_is_changed(
    studio: BoardStudio, admin: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio.boards, "_store", Away(studio.store._engine))  # noqa: SLF001 - as if it had gone away
    assert "nothing was changed" in await use(studio, "create", {}, admin)
    assert kept(studio) == []
    assert studio.woken == 0
