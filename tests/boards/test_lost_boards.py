"""Boards whose message is lost, refused or in a paused channel, and those that are removed."""

import pytest

from bot.boards.board_content import BoardContent
from bot.boards.board_registry import Board
from tests.boards.board_channel import KEPT, BoardChannel, board_in, in_use


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
    """Give up what is owed, as the alert sender would."""
    owed = await channel.store.outbox.oldest_owed(1)
    assert owed is not None
    await channel.store.outbox.give_up(owed.id, "no", channel.clock.at, undelivered=True)


async def test_a_paused_channel_gets_its_board_once_it_is_resumed(channel: BoardChannel) -> None:
    await channel.boards.add(KEPT)
    channel.paused.add(1)
    await give_up(channel)
    for free in (5, 4, 3):
        await channel.look(free, seconds=60)
    assert await channel.store.outbox.oldest_owed(1) is None
    channel.paused.clear()
    await channel.wait(seconds=1)
    assert (owed := await channel.store.outbox.oldest_owed(1)) is not None
    assert in_use(board_in(owed.alert)) == [3]

    channel.paused.add(1)
    await give_up(channel)
    await channel.wait(seconds=60)
    channel.paused.clear()
    await channel.wait(seconds=60)
    assert await channel.store.outbox.oldest_owed(1) is not None


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
    for minute in range(0, 180, 20):
        await channel.look(minute // 20 % 6, minutes=20)
        if await channel.store.outbox.oldest_owed(1) is not None:
            tries.append(minute)
            await give_up(channel)
    assert tries == [0, 60, 120]
    assert caplog.messages.count(f"Board {added.id} in channel 1 gets a new message.") == 3
    channel.restart()
    await channel.boards.load()
    await channel.wait(seconds=1)
    assert await channel.store.outbox.oldest_owed(1) is not None


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
