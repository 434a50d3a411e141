"""No message is edited twice within five seconds, on a real database; what changes meanwhile is one edit."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.message_editor import EDIT_EVERY
from bot.delivery.stored_alerts import Uptime
from bot.errors import EditPostponed, EditRefused
from bot.storage.database import Store
from tests.delivery.far_end_log import (
    OFTEN,
    Clock,
    Running,
    amend,
    editing,
    editing_watched,
    full,
    tell,
    tell_outdated,
    until_nothing_is_outdated,
)
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd, said
from tests.moments import NOON, UP, after


def gaps(moments: Sequence[datetime]) -> list[timedelta]:
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


async def test_changes_within_five_seconds_of_an_edit_become_one_edit(store: Store) -> None:
    await tell(store, full("a"))
    far_end, clock = FarEnd(), Clock()

    async with editing_watched(store, far_end, now=clock) as (editor, read):
        for number, at in ((2, NOON), (3, after(minutes=1))):
            clock.at = at
            await amend(store, "a", number)
            editor.wake()
            assert await far_end.sees(1) == ["a"]
            await until_nothing_is_outdated(store)
        for number in (4, 5, 6):
            await amend(store, "a", number)
            clock.at = after(minutes=1) + EDIT_EVERY - timedelta(milliseconds=1)
            await read()
            assert far_end.edits == ["a", "a"]
        clock.at = after(minutes=1) + EDIT_EVERY
        editor.wake()
        assert await far_end.sees(1) == ["a"]
        await until_nothing_is_outdated(store)

    assert said(far_end) == {1: [6]}
    assert far_end.edits == ["a", "a", "a"]


async def test_an_edit_started_before_a_restart_delays_the_next_one(store: Store) -> None:
    await tell_outdated(store, full("a"), full("b"))
    begun = (await store.messages.outdated(1))[0]
    await store.messages.note_edit(begun.id, after(seconds=-4), Uptime(boot="elsewhere", seconds=1))
    far_end, clock = FarEnd(), Clock()

    async with editing_watched(store, far_end, now=clock) as (editor, read):
        assert await far_end.sees(1) == ["b"]
        clock.at = after(seconds=4.999)
        await read()
        assert far_end.edits == ["b"]
        clock.at = after(seconds=5)
        editor.wake()
        assert await far_end.sees(1) == ["a"]


async def test_a_clock_that_is_set_back_delays_no_edit(store: Store) -> None:
    await tell(store, full("a"))
    far_end, clock, up = FarEnd(), Clock(), UP

    async with editing(store, far_end, now=clock, uptime=lambda: up) as editor:
        for number, at in ((2, NOON), (3, after(hours=-1))):
            clock.at = at
            await amend(store, "a", number)
            editor.wake()
            await far_end.sees(1)
            await until_nothing_is_outdated(store)
            up = replace(up, seconds=up.seconds + EDIT_EVERY.total_seconds())


async def test_what_was_edited_too_often_waits_by_no_clock_that_is_set_back(store: Store) -> None:
    await tell_outdated(store, full("a"))
    far_end, clock, up = FarEnd(), Clock(), UP
    far_end.edit_trouble["a"] = [EditRefused("30046", retry_after=timedelta(minutes=1))]

    async with editing_watched(store, far_end, now=clock, uptime=lambda: up) as (editor, read):
        await read()
        assert far_end.edits == ["a"]
        clock.at = after(hours=-1)
        up = replace(up, seconds=up.seconds + 60)
        editor.wake()
        assert await far_end.sees(1) == ["a"]


async def test_a_message_that_must_wait_delays_no_other(store: Store) -> None:
    await tell(store, full("a"), full("b"))
    await amend(store, "a", 2)
    far_end = FarEnd()

    async with editing_watched(store, far_end, edit_every=timedelta(hours=1)) as (editor, read):
        assert await far_end.sees(1) == ["a"]
        await until_nothing_is_outdated(store)
        await amend(store, "a", 3)
        await read()
        await amend(store, "b", 3)
        editor.wake()
        assert await far_end.sees(1) == ["b"]


async def test_an_edit_that_is_postponed_holds_up_no_other_and_is_not_said_to_be_made(store: Store) -> None:
    await tell_outdated(store, full("a"), full("b"))
    far_end = FarEnd()
    far_end.edit_trouble["a"] = [EditPostponed(timedelta(hours=1))]

    async with editing(store, far_end):
        assert await far_end.sees(1) == ["b"]
    assert far_end.edits == ["a", "b"]
    stored = await store.alerts.get("a")
    assert stored is not None
    assert stored.edited_at is None  # what /why says


async def test_an_edit_that_was_postponed_says_what_is_so_by_then(store: Store) -> None:
    await tell_outdated(store, full("a"))
    far_end = FarEnd(Running())
    wait = timedelta(seconds=0.8)  # time enough to amend it on a slow machine
    far_end.edit_trouble["a"] = [EditPostponed(wait)]

    async with editing(store, far_end, edit_every=OFTEN, now=far_end.now) as editor:
        async with asyncio.timeout(GIVE_UP_AFTER):
            await far_end.asked.wait()
        await amend(store, "a", 3)
        editor.wake()
        assert await far_end.sees(1) == ["a"]
        await until_nothing_is_outdated(store)

    assert said(far_end) == {1: [3]}
    assert far_end.edits == ["a", "a"]
    assert min(gaps(far_end.edits_at[1])) >= 0.99 * wait


async def test_what_was_only_postponed_need_not_wait_five_seconds_for_its_turn(store: Store) -> None:
    await tell_outdated(store, full("a"))
    far_end = FarEnd()
    far_end.edit_trouble["a"] = [EditPostponed(timedelta())]

    async with editing(store, far_end):
        assert await far_end.sees(1) == ["a"]
