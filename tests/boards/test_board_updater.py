"""Boards as a channel sees them: up to date, edited seldom, sent anew when lost; real sender, editor and database."""

from dataclasses import replace

import pytest

from bot.accounts.snapshot import LatestState
from bot.boards.board_content import AGE_STEP, Absence, BoardContent
from bot.errors import BadInput
from bot.storage.database import Store
from tests.boards.board_channel import KEPT, RESTS, BoardChannel, in_use
from tests.moments import NOON, after


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


async def test_a_second_board_of_the_same_and_one_too_many_are_refused(
    channel: BoardChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.boards.board_registry.MAX_PER_GUILD", 3)
    first = await channel.boards.add(replace(KEPT, providers=("minimax", "kling")))
    with pytest.raises(BadInput, match=f"board {first.id}"):
        await channel.boards.add(replace(KEPT, providers=("kling", "minimax")))
    for number in range(2):
        await channel.boards.add(replace(KEPT, channel=number))
    with pytest.raises(BadInput, match="3 boards"):
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
        owed = await channel.store.outbox.oldest_owed(1)
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
    assert [part.absence for part in some.parts] == [Absence.NOT_WATCHED, None]
    assert [part.provider for part in every.parts] == ["minimax"]


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
