"""When boards are brought up to date, what that costs, and what happens while the database is away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.boards.board_updater import BoardUpdater
from bot.boards.stored_board import BoardMessage
from bot.errors import StorageUnavailable
from bot.storage.board_store import BoardStore
from tests.boards.board_channel import KEPT, RESTS, BoardChannel, in_use, seen
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import after


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
