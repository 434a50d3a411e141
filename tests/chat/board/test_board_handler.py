"""``/board``: what is stored and owed, what is answered, and what is refused with nothing stored."""

from dataclasses import replace
from typing import Any

import pytest

from bot.boards.board_content import BoardContent
from bot.boards.board_registry import Board, BoardRegistry
from bot.chat.board.handler import BoardHandler
from bot.chat.command_options import ChannelChoice, Choice
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.wording.refusal_sentences import NO_DATABASE
from bot.errors import NotConfigured
from bot.storage.database import Store
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.chat.samples import NAMES
from tests.chat.two_providers import TwoProviders
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock

GUILD, HOME, OTHER, MEMBER = 5, 7, 8, 3
CALLER = Caller(guild=GUILD, channel=HOME, member=MEMBER)


class Studio:
    """A feature with everything it needs, on a real database.

    Attributes:
        woken: How often a message was owed, or should say something new.
    """

    def __init__(self, store: Store) -> None:
        clock = Clock()
        self.store = store
        self.woken = 0
        self.channels = KnownChannels(names={HOME: "general", OTHER: "other"})
        self.watches = WatchRegistry(store.watches)
        self.providers = TwoProviders(clock)
        self.boards = BoardRegistry(
            store.boards,
            latest=lambda: {name: poller.latest for name, poller in self.providers.pollers.items()},
            wake=self._wake,
            now=clock,
        )
        commands = BoardHandler(self.boards, self.providers.lookup, self.watches, self.channels)
        self.feature = commands.feature()
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, verb: str, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        (command,) = (one for one in self.feature.commands if one.name == f"board {verb}")
        options = command.options(
            **{name: ChannelChoice(id=one) if name == "channel" else one for name, one in values.items()}
        )
        answer = await self.dispatcher.run(command, CALLER, options)
        assert answer.private
        return drawn(answer)

    async def press(self, token: str, caller: Caller) -> str:
        """Press a button and read the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        answer = await self.dispatcher.press(pressed, caller)
        assert answer.private
        return drawn(answer)

    async def suggested(self, verb: str, option: str, typed: str, caller: Caller = CALLER) -> list[tuple[str, object]]:
        """Return what is suggested."""
        (command,) = (one for one in self.feature.commands if one.name == f"board {verb}")
        found = list(await command.suggest[option](caller, typed, {}))
        assert all(isinstance(one, Choice) for one in found)
        return [(one.label, one.value) for one in found]

    async def stored(self) -> list[tuple[int, tuple[str, ...]]]:
        """Return the stored boards' channels and providers."""
        boards = await self.store.boards.all()
        assert boards == self.boards.all()
        return [(board.channel, board.providers) for board in boards]

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store)
    await made.providers.look()
    return made


CREATED: tuple[tuple[str | None, tuple[str, ...], str], ...] = (
    (None, (), "All providers"),
    ("all", (), "All providers"),
    ("All Providers", (), "All providers"),
    (" , ", (), "All providers"),
    ("minimax", ("minimax",), "MiniMax"),
    ("Kling,MINIMAX , kling", ("kling", "minimax"), "Kling, MiniMax"),
    ("minimax,all", (), "All providers"),
)


async def test_a_board_is_stored_and_owed(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for number, (typed, providers, title) in enumerate(CREATED, 1):
        channel = 100 + number
        studio.channels.names[channel] = "x"
        answer = await studio.use("add", channel=channel, **({} if typed is None else {"providers": typed}))
        assert f"Board {number} added\n**{number}** · <#{channel}> · {title} · by <@{MEMBER}>" in answer
        board = Board(id=number, guild=GUILD, channel=channel, providers=providers, by=MEMBER)
        assert (await studio.store.boards.all())[-1] == board
        assert f"Member {MEMBER} made board {number}: channel {channel}, {title}." in caplog.messages
        owed = await studio.store.outbox.oldest_owed(channel)
        assert owed is not None
        assert isinstance(owed.alert.content, BoardContent)
        assert {part.provider for part in owed.alert.content.parts} == set(providers or ("minimax", "kling"))
        assert studio.woken == number
    await studio.use("add")
    assert (await studio.stored())[-1] == (HOME, ())


async def test_what_can_not_be_kept_is_refused_and_nothing_stored(studio: Studio) -> None:
    studio.channels.lacking[OTHER] = ("The bot lacks Send Messages there.", "And more.")
    refused = (
        ({"providers": "nobody"}, 'There is no provider "nobody" here. There are: MiniMax, Kling.'),
        ({"providers": "minmax, kling"}, 'no provider "minmax" here. Did you mean MiniMax, kling?'),
        ({"providers": "minimax, nobody"}, 'There is no provider "nobody" here.'),
        ({"providers": "x" * 6000}, 'There is no provider "xxx'),
        ({"channel": 99}, "That channel is gone."),
        (
            {"channel": OTHER},
            "A board can't be kept in that channel. The bot lacks Send Messages there. And more.",
        ),
    )
    for values, sentence in refused:
        assert sentence in await studio.use("add", **values)
    assert await studio.stored() == []
    await studio.use("add")
    assert "That channel has a board of the same already: board 1." in await studio.use("add")
    assert await studio.stored() == [(HOME, ())]


async def test_paused_channels_that_are_mended_are_resumed_for_a_new_board(studio: Studio) -> None:
    for channel in (HOME, OTHER, 9):
        studio.watches.pause(channel, "the bot may not write there")
    studio.channels.lacking[OTHER] = ("The bot lacks Send Messages there.",)
    studio.channels.names[9] = "elsewhere"
    studio.channels.guilds[9] = 6
    await studio.use("add")
    assert set(studio.watches.paused) == {OTHER, 9}


async def test_a_board_is_listed_with_what_is_missing_and_removed(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert "No boards" in await studio.use("list")
    await studio.use("add")
    await studio.use("add", channel=OTHER, providers="kling")
    studio.watches.pause(OTHER, "it refused")
    studio.channels.lacking[OTHER] = ("The bot lacks Embed Links there.",)
    assert await studio.use("list") == (
        f"[tight] 2 boards\n**1** · <#{HOME}> · All providers · by <@{MEMBER}>\n"
        f"**2** · <#{OTHER}> · Kling · by <@{MEMBER}>\n"
        "⚠️ The bot lacks Embed Links there.\n"
        "⚠️ Nothing changes there until this is fixed."
    )
    studio.channels.lacking[OTHER] = ()
    assert (await studio.use("list")).endswith("⚠️ Nothing changes there until this is fixed: it refused")

    assert await studio.suggested("remove", "board", "KLING") == [("2 · #other · Kling", 2)]
    del studio.channels.names[OTHER]
    everyone = [("1 · #general · All providers", 1), ("2 · unknown channel · Kling", 2)]
    assert await studio.suggested("remove", "board", "") == everyone
    assert await studio.suggested("remove", "board", "", Caller(guild=6, channel=1, member=1)) == []
    assert "Board 2 removed" in await studio.use("remove", board=2)
    assert f"Member {MEMBER} removed board 2 in channel {OTHER}." in caplog.messages
    assert "There is no board 2 here;" in await studio.use("remove", board=2)
    assert await studio.stored() == [(HOME, ())]
    assert studio.woken == 3


async def test_providers_are_suggested_one_after_the_other(studio: Studio) -> None:
    for typed, offered in (
        ("", [("All providers", "all"), ("MiniMax", "minimax"), ("Kling", "kling")]),
        ("MIN", [("MiniMax", "minimax")]),
        ("minimax,", [("MiniMax, Kling", "minimax,kling")]),
        ("Kling, mini", [("Kling, MiniMax", "kling,minimax")]),
        ("minimax,kling,", []),
        ("x" * 99 + ",", []),
        ("nobody", []),
    ):
        assert await studio.suggested("add", "providers", typed) == offered
    studio.providers.rows["kling"] = NotConfigured("Configure one.")
    await studio.providers.look()
    assert await studio.suggested("add", "providers", "minimax,") == []


async def test_where_the_database_does_not_answer_nothing_is_changed(studio: Studio) -> None:
    await studio.use("add")
    before = studio.boards.all()
    await unplug(studio.store, "board")
    assert NO_DATABASE in await studio.use("add", providers="kling")
    assert NO_DATABASE in await studio.use("remove", board=1)
    assert studio.boards.all() == before
    assert studio.woken == 1
    assert studio.feature.for_managers


async def test_a_board_that_was_removed_comes_back_with_undo(studio: Studio) -> None:
    await studio.use("add", providers="kling")
    await studio.use("remove", board=1)
    boss = replace(CALLER, may_manage=True, member=9)
    for caller, why in ((CALLER, "needs Manage Server"), (replace(boss, guild=6), "There is no board 1 here")):
        assert why in await studio.press("board:undo:1", caller)
    assert "Board 1 added" in await studio.press("board:undo:1", boss)
    assert await studio.stored() == [(HOME, ("kling",))]
    assert "Board 1 added" in await studio.press("board:undo:1", boss)  # a double-click
    assert await studio.stored() == [(HOME, ("kling",))]
    assert "can't be undone any more. `/board add`" in await studio.press("board:undo:2", boss)
