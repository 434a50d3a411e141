"""A channel with one board, on SQLite."""

import pytest

from bot.boards.board_registry import Board
from bot.storage.database import Store
from tests.boards.board_channel import KEPT, BoardChannel


@pytest.fixture
def channel(store: Store) -> BoardChannel:
    return BoardChannel(store)


@pytest.fixture
async def kept(channel: BoardChannel) -> Board:
    added = await channel.boards.add(KEPT)
    await channel.tell()
    channel.wakes = 0
    return added
