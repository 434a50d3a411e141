"""Boards in the database, and what their messages should say."""

from dataclasses import replace

import pytest

from bot.accounts.roster import AccountState
from bot.alerts.alert import Changes
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.boards.board_content import BoardContent, BoardPart, BoardRow
from bot.boards.board_registry import Board, BoardMessage, board_key
from bot.delivery.stored_alerts import OutdatedMessage
from bot.storage.database import Store
from tests.moments import NOON, UP, after
from tests.storage.raw import say
from tests.storage.records import AWKWARD, CHANNEL, MESSAGE, alert, oldest, tell

ALL = Board(id=0, guild=2**62, channel=CHANNEL, by=2**62 + 2)
SOME = replace(ALL, providers=("minimax", "kling"), channel=1)
PART = BoardPart(
    provider="minimax",
    at=after(microseconds=1),
    in_use=2**70,
    total=2**70,
    rows=(BoardRow(account=AWKWARD, state=AccountState.FULL, in_use=3, total=None, oldest=NOON),),
    more={AccountState.FREE: 3, AccountState.UNKNOWN: 1},
    trouble=AWKWARD,
)
NEXT = BoardContent(id=1, parts=(replace(PART, trouble=None),))


async def made(store: Store, *, told: bool = True) -> int:
    """Make a board, and tell it unless that is not wished."""
    number = await store.boards.add(ALL, [PART], NOON)
    if told:
        await told_now(store)
    return number


async def told_now(store: Store) -> None:
    """Return what is owed."""
    owed = await oldest(store)
    await store.outbox.note_attempt(owed.id, owed.version, NOON)
    await store.outbox.mark_delivered(owed.id, MESSAGE, NOON)


async def outdated(store: Store) -> OutdatedMessage:
    """Find the one message that must be edited."""
    (found,) = await store.messages.outdated(CHANNEL)
    return found


async def test_a_removed_board_is_restored_once_under_its_number_with_a_new_message(store: Store) -> None:
    number, other = await made(store), await made(store)
    assert await store.boards.removed(number) is None
    await store.boards.remove(number, 7, NOON)
    removed = await store.boards.removed(number)
    assert removed is not None
    back = replace(removed, by=8)
    restored = [await store.boards.restore(back, [PART], after(seconds=1)) for _ in range(2)]
    assert restored == [True, False]
    assert [board.id for board in await store.boards.all()] == [number, other]
    assert (await store.boards.all())[0] == back
    new = await oldest(store)
    assert new.alert.content == BoardContent(id=number, parts=(PART,))
    await store.outbox.mark_delivered(new.id, 77, NOON)
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    assert 77 in {message.message_id for message in await store.messages.outdated(CHANNEL)}


async def test_a_board_removed_long_ago_is_gone_for_good(store: Store) -> None:
    number, other = await made(store), await made(store)
    await store.boards.remove(number, 7, NOON)
    await store.boards.remove(other, 7, after(days=3))
    await store.delete_ended(after(days=1))
    assert await store.boards.removed(number) is None
    assert await store.boards.removed(other) is not None


async def test_what_a_board_says_next_is_edited_into_its_message(store: Store) -> None:
    number = await made(store)
    assert (await store.boards.messages([number])).get(number) == BoardMessage(
        content=BoardContent(id=number, parts=(PART,)), changed_at=NOON
    )
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))

    message = await outdated(store)
    assert (message.alert.content, message.alert.at, message.message_id) == (NEXT, after(seconds=15), MESSAGE)
    await store.messages.note_edit(message.id, after(seconds=16), UP)
    assert (await store.boards.messages([number])).get(number) == BoardMessage(
        content=NEXT, changed_at=after(seconds=16)
    )
    await store.messages.mark_edited(message.id, message.version)
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=30))  # it may not show what it should
    assert (await outdated(store)).version == message.version + 1


async def test_a_new_board_is_owed_at_once_and_told_as_it_is_by_then(store: Store) -> None:
    number = await made(store, told=False)
    owed = await oldest(store)
    assert (owed.alert.key, owed.owed_at) == (board_key(number), NOON)
    assert owed.alert.content == BoardContent(id=number, parts=(PART,))
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    assert (await oldest(store)).alert.content == NEXT
    await told_now(store)
    assert await store.messages.outdated(CHANNEL) == ()


async def test_a_board_goes_on_where_its_message_does(store: Store) -> None:
    number = await made(store)
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    message = await outdated(store)
    assert await store.messages.replace_message(message.id, message.version, after(seconds=16))
    newest = replace(NEXT, parts=())
    await store.boards.set_contents([replace(newest, id=number)], after(seconds=30))

    owed = await oldest(store)
    assert owed.alert.key != board_key(number)
    assert owed.alert.content == newest
    assert await store.messages.outdated(CHANNEL) == ()
    await told_now(store)
    assert await store.delete_old_alerts(after(days=8)) == 1  # the first message's
    assert ((await store.boards.messages([number])).get(number)) == BoardMessage(content=newest, changed_at=NOON)


@pytest.mark.parametrize("how", ["given up", "deleted", "forgotten"])
async def test_a_lost_message_is_owed_anew(how: str, database_url: str, store: Store) -> None:
    number = await made(store, told=False)
    owed = await oldest(store)
    if how == "given up":
        await store.outbox.give_up(owed.id, "the bot may not write there", NOON, undelivered=True)
    elif how == "deleted":
        await store.outbox.mark_delivered(owed.id, None, NOON)
    else:
        await say(database_url, "DELETE FROM alert")
    found = (await store.boards.messages([number])).get(number)
    assert found is not None
    assert found.lost

    await store.boards.set_contents([replace(NEXT, id=number)], after(hours=1))

    again = await oldest(store)
    assert (again.alert.content, again.owed_at) == (NEXT, after(hours=1))
    assert again.alert.key != owed.alert.key
    assert (await store.boards.messages([number])).get(number) == BoardMessage(content=NEXT)


async def test_what_cannot_be_read_is_said_anew_in_the_same_message(database_url: str, store: Store) -> None:
    number = await made(store)
    await say(database_url, "UPDATE alert SET body = '{}'")
    assert (await store.boards.messages([number])).get(number) == BoardMessage(changed_at=NOON)
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    assert (await outdated(store)).alert.content == NEXT


async def test_a_removed_board_says_so_in_a_last_edit_and_is_forgotten(store: Store) -> None:
    number, other = await made(store), await made(store, told=False)
    await store.boards.remove(number, 7, after(seconds=1))

    message = await outdated(store)
    assert message.alert.content == BoardContent(id=number, removed_by=7)
    assert [board.id for board in await store.boards.all()] == [other]
    assert (await store.boards.messages([number])).get(number) is None
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    await store.boards.remove(number, 8, after(seconds=15))
    assert (await outdated(store)).version == message.version
    assert not await store.messages.replace_message(message.id, message.version, after(seconds=16))


async def test_a_board_is_removed_whether_or_not_its_message_is_there(store: Store) -> None:
    for lost in (True, False):
        number = await made(store, told=False)
        if lost:
            await store.outbox.give_up((await oldest(store)).id, "gone", NOON)
        await store.boards.remove(number, 7, NOON)
        assert await store.boards.all() == ()
        assert (await store.outbox.oldest_owed(CHANNEL) is None) == lost


async def test_the_message_of_a_board_is_never_forgotten_while_it_is_kept(store: Store) -> None:
    number = await made(store)
    await tell(store, alert("of before"))
    await store.boards.set_contents([replace(NEXT, id=number)], after(seconds=15))
    message = await outdated(store)
    await store.messages.replace_message(message.id, message.version, after(seconds=16))
    await told_now(store)

    assert await store.delete_old_alerts(after(days=8)) == 1  # not the board's two
    assert (await store.boards.messages([number])).get(number) == BoardMessage(content=NEXT, changed_at=NOON)
    await store.boards.remove(number, 7, NOON)
    assert await store.delete_old_alerts(after(days=8)) == 2


async def test_why_lists_no_board_and_no_notice_but_the_button_of_one_finds_it(store: Store) -> None:
    offer = WaiterNotice(kind=NoticeKind.OFFER, waiter=1, member=2, provider="minimax", asked_at=NOON)
    rude = alert('"board": {')
    (part,) = rude.parts
    named = replace(rude, key="abcd", content=Changes(parts=(replace(part, provider='"board": {"notice": {'),)))
    await store.outbox.owe([named], NOON)
    number = await made(store, told=False)
    await store.outbox.owe([replace(alert("abcdefgh"), content=offer)], NOON)

    assert [entry.alert.key for entry in await store.alerts.recent([CHANNEL], 1)] == ["abcd"]
    assert [entry.alert.key for entry in await store.alerts.find("abcd")] == ["abcd"]
    assert await store.alerts.find(board_key(number)[:8]) == ()
    assert [entry.alert.key for entry in await store.alerts.find(board_key(number))] == [board_key(number)]
    assert await store.alerts.get(board_key(number)) is not None
