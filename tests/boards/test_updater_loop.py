"""When boards are brought up to date, what that costs, and what happens while the database is away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.boards.board_registry import BoardMessage
from bot.boards.board_updater import BoardUpdater
from bot.errors import StorageUnavailable
from bot.storage.board_store import BoardStore
from tests.boards.board_channel import KEPT, RESTS, BoardChannel, board_in, in_use, seen
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import after


class Faulty(BoardStore):
    """A database that can be taken away, or be broken.

    Attributes:
        trouble: What it answers with.
        stumbles_over: The board that it answers so about; None for all.
        asked: How often it was asked.
    """

    trouble: Exception | None = None
    stumbles_over: int | None = None
    asked = 0

    async def messages(self, board_ids: Collection[int]) -> dict[int, BoardMessage]:
        """Answer, or fail."""
        self.asked += 1
        if self.trouble is not None and self.stumbles_over in {None, *board_ids}:
            raise self.trouble
        return await super().messages(board_ids)


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


async def test_boards_that_change_together_are_stored_together(channel: BoardChannel) -> None:
    for number in range(5):
        await channel.boards.add(replace(KEPT, channel=number))
    faulty = Faulty(channel.store._engine)  # noqa: SLF001 - the same database, counted
    channel.updater = BoardUpdater(channel.boards, faulty, paused=channel.paused, wake=channel.wake, now=channel.clock)
    channel.wakes = 0
    await channel.look(5, seconds=60)
    assert (faulty.asked, channel.wakes) == (1, 1)
    assert [in_use(board) for board in await channel.edits()] == []  # none was told yet
    for number in range(5):
        owed = await channel.store.outbox.oldest_owed(number)
        assert owed is not None
        assert in_use(board_in(owed.alert)) == [1]


async def test_a_board_that_cannot_be_brought_up_to_date_holds_up_no_other(channel: BoardChannel) -> None:
    broken, *others = [await channel.boards.add(replace(KEPT, channel=number)) for number in range(3)]
    faulty = Faulty(channel.store._engine)  # noqa: SLF001 - the same database, asked through something that fails
    faulty.stumbles_over, faulty.trouble = broken.id, ValueError("a bug")
    channel.updater = BoardUpdater(channel.boards, faulty, paused=channel.paused, wake=channel.wake, now=channel.clock)
    await channel.look(5, seconds=60)
    shown = await channel.store.boards.messages([one.id for one in (broken, *others)])
    assert [in_use(one.content) for one in shown.values() if one.content is not None] == [[0], [1], [1]]


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
        await channel.updater.on_snapshot(sight.snapshot)
        await asyncio.wait_for(changed.wait(), GIVE_UP_AFTER)
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
        await asyncio.wait_for(changed.wait(), GIVE_UP_AFTER)
    assert len(await channel.edits()) == 1
