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


class Place:
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
        self.keeper = BoardUpdater(self.boards, self.store.boards, paused=self.paused, wake=self.wake, now=self.clock)

    def wake(self) -> None:
        """Count that something is owed."""
        self.wakes += 1

    async def look(self, free: int, **later: float) -> None:
        """Let time go by, see so many free slots, and bring the boards up to date."""
        self.clock.at += timedelta(**later)
        self.latest["minimax"] = seen(free, self.clock)
        await self.keeper.update_all()

    async def turn(self, **later: float) -> None:
        """Let time go by without a look."""
        self.clock.at += timedelta(**later)
        await self.keeper.update_all()

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
def place(store: Store) -> Place:
    return Place(store)


@pytest.fixture
async def kept(place: Place) -> Board:
    added = await place.boards.add(KEPT)
    await place.tell()
    place.wakes = 0
    return added


async def test_a_board_is_updated_also_after_a_restart(place: Place) -> None:
    added = await place.boards.add(KEPT)
    other = await place.boards.add(replace(KEPT, providers=("kling",)))
    assert place.wakes == 2
    place.restart()
    assert place.boards.all() == ()
    await place.boards.load()
    assert place.boards.all() == (added, other) == place.boards.in_guild(5)
    assert place.boards.in_guild(6) == ()
    assert place.boards.find(5, other.id) == other
    for guild, number in ((6, other.id), (5, 99)):
        with pytest.raises(BadInput, match=f"no board {number} here"):
            place.boards.find(guild, number)


async def test_a_second_board_of_the_same_and_one_too_many_are_refused(place: Place) -> None:
    first = await place.boards.add(replace(KEPT, providers=("minimax", "kling")))
    with pytest.raises(BadInput, match=f"board {first.id}"):
        await place.boards.add(replace(KEPT, providers=("kling", "minimax")))
    for channel in range(MAX_PER_GUILD - 1):
        await place.boards.add(replace(KEPT, channel=channel))
    with pytest.raises(BadInput, match="25 boards"):
        await place.boards.add(replace(KEPT, channel=99))
    await place.boards.add(replace(KEPT, guild=6, channel=99))


@pytest.mark.usefixtures("kept")
async def test_a_look_that_changes_nothing_edits_nothing_until_its_age_is_off(place: Place) -> None:
    for _ in range(9):
        await place.look(6, seconds=30)
        assert await place.edits() == []
    assert place.wakes == 0
    await place.look(6, seconds=30)  # five minutes since the first
    (board,) = await place.edits()
    assert board is not None
    assert board.parts[0].at == NOON + AGE_STEP
    assert place.wakes == 1


@pytest.mark.usefixtures("kept")
async def test_a_board_is_edited_at_most_every_15_seconds_and_ends_up_to_date(place: Place) -> None:
    await place.look(5, seconds=14)
    assert await place.edits() == []  # it was told 14 s ago
    await place.turn(seconds=1)
    assert list(map(in_use, await place.edits())) == [[1]]
    for free in (4, 3, 2):
        await place.look(free, seconds=4)
        assert await place.edits() == []
    await place.turn(seconds=2)
    assert await place.edits() == []
    await place.turn(seconds=1)
    assert list(map(in_use, await place.edits())) == [[4]]
    await place.turn(seconds=60)
    assert await place.edits() == []
    assert place.wakes == 2


@pytest.mark.usefixtures("kept")
async def test_the_15_seconds_count_from_an_edit_that_came_late(place: Place) -> None:
    await place.look(5, seconds=60)
    place.clock.at = after(seconds=70)
    assert list(map(in_use, await place.edits())) == [[1]]
    place.restart()
    await place.boards.load()
    await place.look(4, seconds=14)
    assert await place.edits() == []
    await place.turn(seconds=1)
    assert list(map(in_use, await place.edits())) == [[2]]


@pytest.mark.usefixtures("kept")
async def test_a_clock_that_was_set_back_delays_no_board(place: Place) -> None:
    await place.look(5, hours=-1)
    assert list(map(in_use, await place.edits())) == [[1]]


@pytest.mark.usefixtures("kept")
async def test_a_failing_provider_is_shown_although_no_listener_hears_of_it(place: Place) -> None:
    place.latest["minimax"] = replace(place.latest["minimax"], trouble=RESTS)
    await place.turn(seconds=60)
    (board,) = await place.edits()
    assert board is not None
    assert [(part.trouble, part.at) for part in board.parts] == [("it rests", NOON)]
    await place.look(6, seconds=60)
    (board,) = await place.edits()
    assert board is not None
    assert [(part.trouble, part.at) for part in board.parts] == [(None, after(minutes=2))]


@pytest.mark.usefixtures("kept")
async def test_after_a_restart_nothing_is_edited_before_the_first_look(place: Place) -> None:
    place.restart()
    await place.boards.load()
    place.latest["minimax"] = LatestState()
    await place.turn(hours=1)
    assert await place.edits() == []
    await place.look(6, seconds=1)
    assert len(await place.edits()) == 1  # for its age


async def test_a_board_of_some_providers_shows_only_them(place: Place) -> None:
    place.latest["kling"] = LatestState()
    await place.boards.add(replace(KEPT, providers=("kling", "minimax")))
    await place.boards.add(KEPT)
    shown = []
    for _ in range(2):
        owed = await place.store.oldest_owed(1)
        assert owed is not None
        assert isinstance(owed.alert.content, BoardContent)
        shown.append([part.provider for part in owed.alert.content.parts])
        await place.tell()
    assert shown == [["kling", "minimax"], ["minimax", "kling"]]
    del place.latest["kling"]
    await place.turn(seconds=60)
    some, every = await place.edits()
    assert some is not None
    assert every is not None
    assert [part.trouble is None for part in some.parts] == [False, True]
    assert [part.provider for part in every.parts] == ["minimax"]


@pytest.mark.usefixtures("kept")
async def test_a_deleted_message_is_replaced_by_a_new_one(place: Place) -> None:
    await place.look(5, seconds=60)
    await place.edit_refused()
    await place.look(4, seconds=60)
    await place.tell()
    assert await place.edits() == []
    await place.look(3, seconds=60)
    assert list(map(in_use, await place.edits())) == [[3]]


async def give_up(place: Place) -> None:
    """Give up what is owed, as the outbox would."""
    owed = await place.store.oldest_owed(1)
    assert owed is not None
    await place.store.give_up(owed.id, "no", place.clock.at, unheard=True)


async def test_a_paused_channel_gets_its_board_once_it_is_resumed(place: Place) -> None:
    await place.boards.add(KEPT)
    place.paused.add(1)
    await give_up(place)
    for free in (5, 4, 3):
        await place.look(free, seconds=60)
    assert await place.store.oldest_owed(1) is None
    place.paused.clear()
    await place.turn(seconds=1)
    assert (owed := await place.store.oldest_owed(1)) is not None
    assert in_use(board_in(owed.alert)) == [3]

    place.paused.add(1)
    await give_up(place)
    await place.turn(seconds=60)
    place.paused.clear()
    await place.turn(seconds=60)
    assert await place.store.oldest_owed(1) is not None


@pytest.mark.usefixtures("kept")
async def test_a_refused_edit_is_made_once_the_channel_is_resumed_without_a_change(
    place: Place,
) -> None:
    await place.look(5, seconds=60)
    await place.edits()  # which settles it whether or not it was shown
    place.paused.add(1)
    await place.turn(seconds=60)
    place.paused.clear()
    await place.turn(seconds=1)
    assert list(map(in_use, await place.edits())) == [[1]]
    await place.turn(seconds=60)
    assert await place.edits() == []


async def test_an_edit_refused_in_an_open_channel_is_tried_hourly_and_at_a_restart(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    added = await place.boards.add(KEPT)
    await give_up(place)
    tries = []
    for minute in range(180):
        await place.look(minute % 6, minutes=1)
        if await place.store.oldest_owed(1) is not None:
            tries.append(minute)
            await give_up(place)
    assert tries == [0, 60, 120]
    assert caplog.messages.count(f"Board {added.id} in channel 1 gets a new message.") == 3
    place.restart()
    await place.boards.load()
    await place.turn(seconds=1)
    assert await place.store.oldest_owed(1) is not None


async def test_a_message_deleted_before_its_id_was_known_is_owed_again(place: Place) -> None:
    await place.boards.add(KEPT)
    await place.tell(as_message=None)
    await place.look(5, seconds=60)
    await place.tell()
    await place.look(4, seconds=60)
    assert list(map(in_use, await place.edits())) == [[2]]


async def test_a_removed_board_says_so_and_nothing_else_afterwards(place: Place, kept: Board) -> None:
    await place.look(5, seconds=60)
    await place.boards.remove(kept, by=8)
    assert await place.edits() == [BoardContent(id=kept.id, removed_by=8)]
    assert place.boards.all() == ()
    await place.look(4, seconds=60)
    assert await place.edits() == []
    assert place.wakes == 2


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
    place: Place, caplog: pytest.LogCaptureFixture, trouble: Exception, lost: str, back: str | None
) -> None:
    caplog.set_level("INFO")
    faulty = Faulty(place.store._engine)  # noqa: SLF001 - the same database, asked through something that fails
    place.keeper = BoardUpdater(place.boards, faulty, paused=place.paused, wake=place.wake, now=place.clock)
    faulty.trouble = trouble
    for _ in range(3):
        await place.look(5, seconds=60)
    assert caplog.messages == [lost]
    faulty.trouble = None
    await place.turn(seconds=60)
    assert list(map(in_use, await place.edits())) == [[1]]
    assert caplog.messages == [lost, *([back] if back else [])]


@pytest.mark.usefixtures("kept")
async def test_a_board_that_is_up_to_date_costs_no_query(place: Place) -> None:
    faulty = Faulty(place.store._engine)  # noqa: SLF001 - the same database, counted
    place.keeper = BoardUpdater(place.boards, faulty, paused=place.paused, wake=place.wake, now=place.clock)
    for _ in range(20):
        await place.turn(seconds=3)
    assert faulty.asked <= 6  # until 15 s are over, whether its message is as it should be, and never again


async def test_what_changes_with_every_look_is_stored_every_15_seconds_even_if_unsent(
    place: Place,
) -> None:
    await place.boards.add(KEPT)
    for look in range(1, 21):
        await place.look(look % 6, seconds=3)
    assert place.wakes == 1 + 4


@contextlib.asynccontextmanager
async def running(place: Place) -> AsyncIterator[None]:
    life = asyncio.create_task(place.keeper.run())
    try:
        yield
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life


@pytest.mark.usefixtures("kept")
async def test_a_look_wakes_the_updater(place: Place) -> None:
    changed = asyncio.Event()
    place.keeper = BoardUpdater(
        place.boards, place.store.boards, paused=(), wake=changed.set, read_every=timedelta(days=1), now=place.clock
    )
    place.clock.at = after(minutes=1)
    async with running(place):
        await asyncio.sleep(0)
        place.latest["minimax"] = sight = seen(5, place.clock)
        assert sight.snapshot is not None
        await place.keeper.on_snapshot(sight.snapshot, None)
        await asyncio.wait_for(changed.wait(), 5)
    assert list(map(in_use, await place.edits())) == [[1]]


@pytest.mark.usefixtures("kept")
async def test_failures_are_read_every_few_seconds(place: Place) -> None:
    changed = asyncio.Event()
    place.keeper = BoardUpdater(
        place.boards,
        place.store.boards,
        paused=(),
        wake=changed.set,
        read_every=timedelta(milliseconds=1),
        now=place.clock,
    )
    place.clock.at = after(minutes=1)
    async with running(place):
        await asyncio.sleep(0)
        place.latest["minimax"] = replace(place.latest["minimax"], trouble=RESTS)
        await asyncio.wait_for(changed.wait(), 5)
    assert len(await place.edits()) == 1
