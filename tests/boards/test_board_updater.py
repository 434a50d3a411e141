"""Boards as a channel sees them: up to date, edited seldom, sent anew when lost; real outbox, editor and database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.latest_state import LatestState, Trouble
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import Alert
from bot.alerts.board_content import Board, BoardContent
from bot.boards.board_registry import MAX_PER_GUILD, BoardRegistry
from bot.boards.board_updater import BoardUpdater
from bot.boards.next_board import AGE_STEP
from bot.boards.stored_board import BoardMessage
from bot.errors import BadInput, StorageUnavailable
from bot.storage.board_store import BoardStore
from bot.storage.store import Store
from tests.delivery.far_end_log import Clock
from tests.moments import NOON, after

KEPT = Board(id=0, guild=5, channel=1, by=7)
RESTS = Trouble(sentence="it rests", since=NOON)


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


def seen(free: int, clock: Clock) -> LatestState:
    """See one account of six slots."""
    account = Account(name="a", state=AccountState.FREE if free else AccountState.FULL, free=free, limit=6)
    return LatestState(snapshot=Snapshot(provider="minimax", at=clock.at, accounts=(account,)))


class BoardChannel:
    """A channel with boards, before anything is sent there.

    Attributes:
        clock: What time it is.
        latest: What came of looking at each provider.
        paused: The channels that take nothing.
        wakes: How often something was owed.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.latest = {"minimax": seen(6, self.clock)}
        self.paused: set[int] = set()
        self.wakes = 0
        self.restart()

    def restart(self) -> None:
        """Begin again, with nothing at hand."""
        self.boards = BoardRegistry(self.store.boards, latest=lambda: self.latest, wake=self.wake, now=self.clock)
        self.updater = BoardUpdater(self.boards, self.store.boards, paused=self.paused, wake=self.wake, now=self.clock)

    def wake(self) -> None:
        """Count that something is owed."""
        self.wakes += 1

    async def look(self, free: int, **later: float) -> None:
        """Advance the clock, look (with this number of free slots), and bring the boards up to date."""
        self.clock.at += timedelta(**later)
        self.latest["minimax"] = seen(free, self.clock)
        await self.updater.update_all()

    async def wait(self, **later: float) -> None:
        """Advance the clock without a look."""
        self.clock.at += timedelta(**later)
        await self.updater.update_all()

    async def tell(self, *, as_message: int | None = 9) -> str:
        """Send what is owed, as the outbox would."""
        owed = await self.store.oldest_owed(1)
        assert owed is not None
        await self.store.note_attempt(owed.id, owed.version, self.clock.at)
        await self.store.mark_delivered(owed.id, as_message, self.clock.at)
        return owed.alert.key

    async def edits(self) -> list[BoardContent]:
        """Edit what is outdated, as the editor would, and give what it says by then."""
        found = await self.store.messages.outdated(1)
        for message in found:
            await self.store.messages.note_edit(message.id, self.clock.at)
            await self.store.messages.mark_edited(message.id, message.version)
        return [board_in(message.alert) for message in found]

    async def edit_refused(self) -> None:
        """Refuse an edit for good, as for a deleted message."""
        (message,) = await self.store.messages.outdated(1)
        assert await self.store.messages.replace_message(message.id, message.version, self.clock.at)


def board_in(alert: Alert) -> BoardContent:
    """Expect an alert to show a board."""
    assert isinstance(alert.content, BoardContent)
    return alert.content


def in_use(board: BoardContent) -> list[int]:
    """Read how many slots a board says are taken, a provider each."""
    return [part.in_use for part in board.parts]


@pytest.fixture
def channel(store: Store) -> BoardChannel:
    return BoardChannel(store)


@pytest.fixture
async def kept(channel: BoardChannel) -> Board:
    added = await channel.boards.add(KEPT)
    await channel.tell()
    channel.wakes = 0
    return added


async def test_a_board_is_updated_also_after_a_restart(channel: BoardChannel) -> None:
    added = await channel.boards.add(KEPT)
    other = await channel.boards.add(replace(KEPT, providers=("kling",)))
    assert channel.wakes == 2
    channel.restart()
    assert channel.boards.all() == ()
    await channel.boards.load()
    assert channel.boards.all() == (added, other) == channel.boards.in_guild(5)
    assert channel.boards.in_guild(6) == ()
    assert channel.boards.find(5, other.id) == other
    for guild, number in ((6, other.id), (5, 99)):
        with pytest.raises(BadInput, match=f"no board {number} here"):
            channel.boards.find(guild, number)


async def test_a_second_board_of_the_same_and_one_too_many_are_refused(channel: BoardChannel) -> None:
    first = await channel.boards.add(replace(KEPT, providers=("minimax", "kling")))
    with pytest.raises(BadInput, match=f"board {first.id}"):
        await channel.boards.add(replace(KEPT, providers=("kling", "minimax")))
    for number in range(MAX_PER_GUILD - 1):
        await channel.boards.add(replace(KEPT, channel=number))
    with pytest.raises(BadInput, match="25 boards"):
        await channel.boards.add(replace(KEPT, channel=99))
    await channel.boards.add(replace(KEPT, guild=6, channel=99))


@pytest.mark.usefixtures("kept")
async def test_a_look_that_changes_nothing_edits_nothing_until_its_age_is_off(channel: BoardChannel) -> None:
    for _ in range(9):
        await channel.look(6, seconds=30)
        assert await channel.edits() == []
    assert channel.wakes == 0
    await channel.look(6, seconds=30)  # five minutes since the first
    (board,) = await channel.edits()
    assert board is not None
    assert board.parts[0].at == NOON + AGE_STEP
    assert channel.wakes == 1


@pytest.mark.usefixtures("kept")
async def test_a_board_is_edited_at_most_every_15_seconds_and_ends_up_to_date(channel: BoardChannel) -> None:
    await channel.look(5, seconds=14)
    assert await channel.edits() == []  # it was told 14 s ago
    await channel.wait(seconds=1)
    assert list(map(in_use, await channel.edits())) == [[1]]
    for free in (4, 3, 2):
        await channel.look(free, seconds=4)
        assert await channel.edits() == []
    await channel.wait(seconds=2)
    assert await channel.edits() == []
    await channel.wait(seconds=1)
    assert list(map(in_use, await channel.edits())) == [[4]]
    await channel.wait(seconds=60)
    assert await channel.edits() == []
    assert channel.wakes == 2


@pytest.mark.usefixtures("kept")
async def test_the_15_seconds_count_from_an_edit_that_came_late(channel: BoardChannel) -> None:
    await channel.look(5, seconds=60)
    channel.clock.at = after(seconds=70)
    assert list(map(in_use, await channel.edits())) == [[1]]
    channel.restart()
    await channel.boards.load()
    await channel.look(4, seconds=14)
    assert await channel.edits() == []
    await channel.wait(seconds=1)
    assert list(map(in_use, await channel.edits())) == [[2]]


@pytest.mark.usefixtures("kept")
async def test_a_clock_that_was_set_back_delays_no_board(channel: BoardChannel) -> None:
    await channel.look(5, hours=-1)
    assert list(map(in_use, await channel.edits())) == [[1]]


@pytest.mark.usefixtures("kept")
async def test_a_failing_provider_is_shown_although_no_listener_hears_of_it(channel: BoardChannel) -> None:
    channel.latest["minimax"] = replace(channel.latest["minimax"], trouble=RESTS)
    await channel.wait(seconds=60)
    (board,) = await channel.edits()
    assert board is not None
    assert [(part.trouble, part.at) for part in board.parts] == [("it rests", NOON)]
    await channel.look(6, seconds=60)
    (board,) = await channel.edits()
    assert board is not None
    assert [(part.trouble, part.at) for part in board.parts] == [(None, after(minutes=2))]


@pytest.mark.usefixtures("kept")
async def test_after_a_restart_nothing_is_edited_before_the_first_look(channel: BoardChannel) -> None:
    channel.restart()
    await channel.boards.load()
    channel.latest["minimax"] = LatestState()
    await channel.wait(hours=1)
    assert await channel.edits() == []
    await channel.look(6, seconds=1)
    assert len(await channel.edits()) == 1  # for its age


async def test_a_board_of_some_providers_shows_only_them(channel: BoardChannel) -> None:
    channel.latest["kling"] = LatestState()
    await channel.boards.add(replace(KEPT, providers=("kling", "minimax")))
    await channel.boards.add(KEPT)
    shown = []
    for _ in range(2):
        owed = await channel.store.oldest_owed(1)
        assert owed is not None
        assert isinstance(owed.alert.content, BoardContent)
        shown.append([part.provider for part in owed.alert.content.parts])
        await channel.tell()
    assert shown == [["kling", "minimax"], ["minimax", "kling"]]
    del channel.latest["kling"]
    await channel.wait(seconds=60)
    some, every = await channel.edits()
    assert some is not None
    assert every is not None
    assert [part.trouble is None for part in some.parts] == [False, True]
    assert [part.provider for part in every.parts] == ["minimax"]


@pytest.mark.usefixtures("kept")
async def test_a_deleted_message_is_replaced_by_a_new_one(channel: BoardChannel) -> None:
    await channel.look(5, seconds=60)
    await channel.edit_refused()
    await channel.look(4, seconds=60)
    await channel.tell()
    assert await channel.edits() == []
    await channel.look(3, seconds=60)
    assert list(map(in_use, await channel.edits())) == [[3]]


async def give_up(channel: BoardChannel) -> None:
    """Give up what is owed, as the outbox would."""
    owed = await channel.store.oldest_owed(1)
    assert owed is not None
    await channel.store.give_up(owed.id, "no", channel.clock.at, undelivered=True)


async def test_a_paused_channel_gets_its_board_once_it_is_resumed(channel: BoardChannel) -> None:
    await channel.boards.add(KEPT)
    channel.paused.add(1)
    await give_up(channel)
    for free in (5, 4, 3):
        await channel.look(free, seconds=60)
    assert await channel.store.oldest_owed(1) is None
    channel.paused.clear()
    await channel.wait(seconds=1)
    assert (owed := await channel.store.oldest_owed(1)) is not None
    assert in_use(board_in(owed.alert)) == [3]

    channel.paused.add(1)
    await give_up(channel)
    await channel.wait(seconds=60)
    channel.paused.clear()
    await channel.wait(seconds=60)
    assert await channel.store.oldest_owed(1) is not None


@pytest.mark.usefixtures("kept")
async def test_a_refused_edit_is_made_once_the_channel_is_resumed_without_a_change(
    channel: BoardChannel,
) -> None:
    await channel.look(5, seconds=60)
    await channel.edits()  # which settles it whether or not it was shown
    channel.paused.add(1)
    await channel.wait(seconds=60)
    channel.paused.clear()
    await channel.wait(seconds=1)
    assert list(map(in_use, await channel.edits())) == [[1]]
    await channel.wait(seconds=60)
    assert await channel.edits() == []


async def test_an_edit_refused_in_an_open_channel_is_tried_hourly_and_at_a_restart(
    channel: BoardChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    added = await channel.boards.add(KEPT)
    await give_up(channel)
    tries = []
    for minute in range(180):
        await channel.look(minute % 6, minutes=1)
        if await channel.store.oldest_owed(1) is not None:
            tries.append(minute)
            await give_up(channel)
    assert tries == [0, 60, 120]
    assert caplog.messages.count(f"Board {added.id} in channel 1 gets a new message.") == 3
    channel.restart()
    await channel.boards.load()
    await channel.wait(seconds=1)
    assert await channel.store.oldest_owed(1) is not None


async def test_a_message_deleted_before_its_id_was_known_is_owed_again(channel: BoardChannel) -> None:
    await channel.boards.add(KEPT)
    await channel.tell(as_message=None)
    await channel.look(5, seconds=60)
    await channel.tell()
    await channel.look(4, seconds=60)
    assert list(map(in_use, await channel.edits())) == [[2]]


async def test_a_removed_board_says_so_and_nothing_else_afterwards(channel: BoardChannel, kept: Board) -> None:
    await channel.look(5, seconds=60)
    await channel.boards.remove(kept, by=8)
    assert await channel.edits() == [BoardContent(id=kept.id, removed_by=8)]
    assert channel.boards.all() == ()
    await channel.look(4, seconds=60)
    assert await channel.edits() == []
    assert channel.wakes == 2


class Faulty(BoardStore):
    """A database that can be taken away, or be broken.

    Attributes:
        trouble: What it answers with.
        asked: How often it was asked.
    """

    trouble: Exception | None = None
    asked = 0

    async def message(self, board_id: int) -> BoardMessage | None:
        """Answer, or fail."""
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return await super().message(board_id)


@pytest.mark.parametrize(
    ("trouble", "lost", "back"),
    [
        (
            StorageUnavailable("the disk is full"),
            "Boards stay as they are until the database answers again: the disk is full",
            "Boards are kept up to date again: the database answers.",
        ),
        (ValueError("a bug"), "Board 1 can't be kept up to date; please report it.", None),
    ],
)
@pytest.mark.usefixtures("kept")
async def test_trouble_is_logged_once_and_the_board_is_updated_afterwards(
    channel: BoardChannel, caplog: pytest.LogCaptureFixture, trouble: Exception, lost: str, back: str | None
) -> None:
    caplog.set_level("INFO")
    faulty = Faulty(channel.store._engine)  # noqa: SLF001 - the same database, asked through something that fails
    channel.updater = BoardUpdater(channel.boards, faulty, paused=channel.paused, wake=channel.wake, now=channel.clock)
    faulty.trouble = trouble
    for _ in range(3):
        await channel.look(5, seconds=60)
    assert caplog.messages == [lost]
    faulty.trouble = None
    await channel.wait(seconds=60)
    assert list(map(in_use, await channel.edits())) == [[1]]
    assert caplog.messages == [lost, *([back] if back else [])]


@pytest.mark.usefixtures("kept")
async def test_a_board_that_is_up_to_date_costs_no_query(channel: BoardChannel) -> None:
    faulty = Faulty(channel.store._engine)  # noqa: SLF001 - the same database, counted
    channel.updater = BoardUpdater(channel.boards, faulty, paused=channel.paused, wake=channel.wake, now=channel.clock)
    for _ in range(20):
        await channel.wait(seconds=3)
    assert faulty.asked <= 6  # until 15 s are over, whether its message is as it should be, and never again


async def test_what_changes_with_every_look_is_stored_every_15_seconds_even_if_unsent(
    channel: BoardChannel,
) -> None:
    await channel.boards.add(KEPT)
    for look in range(1, 21):
        await channel.look(look % 6, seconds=3)
    assert channel.wakes == 1 + 4


@contextlib.asynccontextmanager
async def running(channel: BoardChannel) -> AsyncIterator[None]:
    life = asyncio.create_task(channel.updater.run())
    try:
        yield
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life


@pytest.mark.usefixtures("kept")
async def test_a_look_wakes_the_updater(channel: BoardChannel) -> None:
    changed = asyncio.Event()
    channel.updater = BoardUpdater(
        channel.boards,
        channel.store.boards,
        paused=(),
        wake=changed.set,
        read_every=timedelta(days=1),
        now=channel.clock,
    )
    channel.clock.at = after(minutes=1)
    async with running(channel):
        await asyncio.sleep(0)
        channel.latest["minimax"] = sight = seen(5, channel.clock)
        assert sight.snapshot is not None
        await channel.updater.on_snapshot(sight.snapshot, None)
        await asyncio.wait_for(changed.wait(), 5)
    assert list(map(in_use, await channel.edits())) == [[1]]


@pytest.mark.usefixtures("kept")
async def test_failures_are_read_every_few_seconds(channel: BoardChannel) -> None:
    changed = asyncio.Event()
    channel.updater = BoardUpdater(
        channel.boards,
        channel.store.boards,
        paused=(),
        wake=changed.set,
        read_every=timedelta(milliseconds=1),
        now=channel.clock,
    )
    channel.clock.at = after(minutes=1)
    async with running(channel):
        await asyncio.sleep(0)
        channel.latest["minimax"] = replace(channel.latest["minimax"], trouble=RESTS)
        await asyncio.wait_for(changed.wait(), 5)
    assert len(await channel.edits()) == 1


async def test_a_provider_that_is_not_set_up_is_left_out_unless_the_board_names_no_other(store: Store) -> None:
    made = BoardChannel(store)
    made.latest["kling"] = LatestState(set_up=False)
    assert [part.provider for part in made.boards.parts(KEPT)] == ["minimax"]
    assert [part.provider for part in made.boards.parts(replace(KEPT, providers=("kling",)))] == ["kling"]
    made.latest["kling"] = LatestState()
    assert [part.provider for part in made.boards.parts(KEPT)] == ["minimax", "kling"]


async def test_an_account_that_is_called_otherwise_is_drawn_anew_on_every_board(channel: BoardChannel) -> None:
    await channel.boards.add(KEPT)
    await channel.tell()
    await channel.look(6, seconds=20)
    assert await channel.edits() == []
    channel.updater.redraw()
    await channel.wait(seconds=1)
    assert len(await channel.edits()) == 1
    await channel.wait(seconds=20)
    assert await channel.edits() == []
