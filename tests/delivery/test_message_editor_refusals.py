"""Edits that the chat refuses: told anew, left alone, or tried later; on a real database."""

from datetime import timedelta

import pytest

from bot.delivery.wake_up import WakeUp
from bot.errors import ChannelRefused, EditRefused, GiveUp
from bot.storage.store import Store
from tests.delivery.far_end_log import (
    OFTEN,
    Clock,
    Running,
    amend,
    delivering,
    editing,
    full,
    tell,
    until_nothing_is_outdated,
    until_nothing_is_owed,
)
from tests.far_end import FarEnd, changes, said
from tests.moments import after


async def test_a_live_alert_whose_message_is_gone_gets_a_new_message(store: Store) -> None:
    await tell(store, full("a", live=True))
    await amend(store, "a", 2, live=True)
    far_end = FarEnd()
    far_end.edit_trouble["a"] = [EditRefused("10008")]

    wake_up = WakeUp()
    async with delivering(store, far_end, wake_up=wake_up), editing(store, far_end, wake_up=wake_up) as editor:
        (again,) = await far_end.hears(1)
        await until_nothing_is_outdated(store)
        await amend(store, "a", 3)
        editor.wake()
        assert await far_end.sees(1) == [again]

    assert again != "a"
    assert changes(far_end.sent[again]) == [2]
    assert far_end.edits == ["a", again]


async def test_a_live_alert_whose_channel_refuses_its_edit_counts_as_undelivered(store: Store) -> None:
    await tell(store, full("a", live=True))
    await amend(store, "a", 2, live=True)
    far_end, wake_up = FarEnd(), WakeUp()
    far_end.edit_trouble["a"] = [ChannelRefused("160005")]
    far_end.closed = {1: "160005"}

    async with delivering(store, far_end, wake_up=wake_up), editing(store, far_end, wake_up=wake_up):
        await until_nothing_is_outdated(store)
        await until_nothing_is_owed(store)

    assert (far_end.refused, len(far_end.undelivered)) == ([1], 1)


async def test_the_end_told_elsewhere_waits_for_an_archived_thread_to_open(store: Store) -> None:
    await tell(store, full("a"))
    await amend(store, "a", 2)
    far_end, clock = FarEnd(), Clock()
    far_end.edit_trouble["a"] = [EditRefused("50083", retry_after=timedelta(minutes=5))]

    async with editing(store, far_end, now=clock) as editor:
        await far_end.asked.wait()
        clock.at = after(minutes=5)
        editor.wake()
        assert await far_end.sees(1) == ["a"]


@pytest.mark.parametrize(
    "refusal",
    [EditRefused("10008"), GiveUp("400"), ChannelRefused("403")],
    ids=["the message is gone", "refused for itself", "its channel refuses"],
)
async def test_a_refused_edit_of_an_alert_told_elsewhere_too_is_not_repeated(store: Store, refusal: GiveUp) -> None:
    await tell(store, full("a"))
    await amend(store, "a", 2)
    far_end, woken, wake_up = FarEnd(Running()), list[str](), WakeUp()
    wake_up.register(outbox=lambda: woken.append("again"))
    far_end.edit_trouble["a"] = [refusal]

    async with editing(store, far_end, edit_every=OFTEN, wake_up=wake_up, now=far_end.now) as editor:
        await until_nothing_is_outdated(store)
        assert said(far_end) == {}
        await amend(store, "a", 3)
        editor.wake()
        await far_end.sees(1)

    assert (said(far_end), woken) == ({1: [3]}, [])
    assert await store.owed_channels() == ()


async def test_only_edits_of_old_messages_wait_for_discords_limit(store: Store) -> None:
    await tell(store, full("a"), full("b"), full("c", live=True))
    for key in ("a", "b"):
        await amend(store, key, 2)
    far_end, clock = FarEnd(), Clock()
    far_end.edit_trouble["a"] = [EditRefused("30046", retry_after=timedelta(hours=1))]

    async with editing(store, far_end, now=clock) as editor:
        await far_end.asked.wait()
        await amend(store, "c", 2, live=True)
        editor.wake()
        assert await far_end.sees(1) == ["c"]
        clock.at = after(hours=1)
        editor.wake()
        assert await far_end.sees(2) == ["b", "a"]

    assert far_end.edits == ["a", "c", "b", "a"]


async def test_a_live_alert_does_not_wait_for_the_limit_on_its_old_message(store: Store) -> None:
    await tell(store, full("a", live=True))
    await amend(store, "a", 2, live=True)
    far_end = FarEnd()
    far_end.edit_trouble["a"] = [EditRefused("30046", retry_after=timedelta(hours=1))]

    wake_up = WakeUp()
    async with delivering(store, far_end, wake_up=wake_up), editing(store, far_end, wake_up=wake_up):
        (again,) = await far_end.hears(1)

    assert again != "a"


async def test_a_message_that_can_not_be_worded_is_left_as_it_is_after_five_tries(store: Store) -> None:
    await tell(store, full("a"))
    await amend(store, "a", 2)
    far_end = FarEnd(Running())
    far_end.edit_trouble["a"] = [ValueError("a bug") for _ in range(99)]

    async with editing(store, far_end, edit_every=OFTEN, now=far_end.now):
        await until_nothing_is_outdated(store)

    assert far_end.edits == ["a"] * 5
