"""What was sent without an answer may land yet: nothing is sent again before it could have; on a real database."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.alerts.alert import Alert
from bot.delivery.message_port import DeliveryTiming, Found, Note
from bot.delivery.stored_alerts import Uptime
from bot.errors import TryAgain
from bot.storage.database import Store
from tests.delivery.far_end_log import (
    amend,
    attempt,
    delivering,
    editing,
    editing_watched,
    full,
    owe,
    tell_outdated,
    until_nothing_is_outdated,
    until_nothing_is_owed,
)
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd, said, unnoted
from tests.moments import NOON, UP, after
from tests.rows import each_row

LATE = DeliveryTiming(request_lasts=timedelta(seconds=10), settles_after=timedelta(minutes=1))


async def noted(moments: list[float]) -> None:
    """Note the time."""
    moments.append(asyncio.get_running_loop().time())


async def test_where_keys_are_never_dropped_each_doubt_is_settled_before_a_repeat(store: Store) -> None:
    await owe(store, full("a"))
    far_end = FarEnd()
    far_end.timing = DeliveryTiming(settles_after=timedelta(seconds=0.2))
    far_end.trouble["a"] = [TryAgain("the answer was lost")]
    moments: list[float] = []
    far_end.meanwhile = lambda: noted(moments)

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert (far_end.attempts, set(far_end.searched)) == (["a", "a"], {NOON})
    assert moments[1] - moments[0] >= 0.2


async def test_what_lands_late_is_found_before_it_is_repeated_however_long_a_search_takes(store: Store) -> None:
    settles_after = timedelta(minutes=1)
    up = UP.seconds

    class Late(FarEnd):
        """A chat that stores a message while it is searched, and says after a while that it was not there."""

        async def find(self, alert: Alert, since: datetime) -> Found | None:
            """Find an alert, as things were."""
            nonlocal up
            found = await super().find(alert, since)
            if found is None:
                self.sent[alert.key] = alert
                up += settles_after.total_seconds()
            return found

    await owe(store, full("a"))
    far_end = Late()
    far_end.timing = DeliveryTiming(settles_after=settles_after)
    far_end.trouble["a"] = [TryAgain("the answer was lost")]
    async with delivering(store, far_end, uptime=lambda: replace(UP, seconds=up)):
        await until_nothing_is_owed(store)

    assert (far_end.attempts, len(far_end.searched)) == (["a"], 2)


@each_row(
    ("noted", "searches"),
    [
        (replace(UP, seconds=9000 - 70), 1),
        (replace(UP, seconds=9000 - 69.9), 2),
        (Uptime(boot="elsewhere", seconds=0), 2),
        (None, 2),
    ],
    ids=[
        "all has landed that could",
        "something may land yet",
        "before the machine started, or on another one",
        "nobody knows when",
    ],
)
async def test_a_new_program_waits_only_while_an_attempt_may_still_land(
    store: Store, noted: Uptime | None, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owe(store, full(f"{noted}"))
    clock_set_back = after(hours=-1)
    await attempt(store, at=clock_set_back, uptime=noted)
    far_end = FarEnd()
    far_end.timing = LATE
    waited: list[float] = []
    sleep = asyncio.sleep

    async def sleep_at_once(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr("bot.delivery.alert_sender.asyncio.sleep", sleep_at_once)
    async with delivering(store, far_end, uptime=lambda: UP):
        await far_end.hears(1)

    assert len(far_end.searched) == searches
    counted_from = noted.seconds if noted is not None and UP.follows(noted) else UP.seconds
    assert waited == ([] if searches == 1 else [pytest.approx(counted_from + 70 - UP.seconds)])


class LateEdit(FarEnd):
    """A chat that makes its first edit only once that has landed, and answers it with nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.timing = LATE
        self._on_its_way: Alert | None = None

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Change a message, but for the first time."""
        if self.edits:
            await super().edit(alert, message_id, note)
            return
        await note()
        self.edits.append(alert.key)
        self._on_its_way = alert
        raise TryAgain("the answer was lost")

    def land(self) -> None:
        """Make the first edit."""
        assert self._on_its_way is not None
        self.shown[1] = self._on_its_way


async def test_an_edit_that_lands_late_does_not_overwrite_a_newer_one(store: Store) -> None:
    await tell_outdated(store, full("a"))
    far_end, up = LateEdit(), UP

    async with editing_watched(store, far_end, uptime=lambda: up) as (editor, read):
        await read()
        await amend(store, "a", 3)
        up = replace(UP, seconds=9059.9)
        await read()
        assert far_end.edits == ["a"]
        far_end.land()
        up = replace(UP, seconds=9060)
        editor.wake()
        await far_end.sees(1)
        await until_nothing_is_outdated(store)

    assert said(far_end) == {1: [3]}


@each_row(
    ("noted", "settles_at"),
    [
        (replace(UP, seconds=9000 - 30), 9040),
        (replace(UP, seconds=9000 - 70), 9005),
        (Uptime(boot="elsewhere", seconds=0), 9070),
    ],
    ids=[
        "may land yet",
        "has landed if it could",
        "before the machine started, or on another one",
    ],
)
async def test_a_new_program_waits_for_an_edit_that_may_still_land(
    store: Store, noted: Uptime, settles_at: float
) -> None:
    key = f"{noted}"
    await tell_outdated(store, full(key))
    (begun,) = await store.messages.outdated(1)
    await store.messages.note_edit(begun.id, after(hours=1), noted)
    await amend(store, key, 3)
    far_end, up = FarEnd(), UP
    far_end.timing = LATE

    async with editing_watched(store, far_end, uptime=lambda: up) as (editor, read):
        await read()
        up = replace(UP, seconds=settles_at - 0.1)
        await read()
        assert far_end.edits == []
        up = replace(UP, seconds=settles_at)
        editor.wake()
        assert await far_end.sees(1) == [key]


async def test_a_program_that_is_killed_again_and_again_does_not_wait_anew(store: Store) -> None:
    await owe(store, full("a"))
    await attempt(store, uptime=UP)
    far_end = FarEnd()
    far_end.timing = DeliveryTiming(settles_after=timedelta(seconds=10))
    for seconds in (9003, 9006, 9009):
        far_end.searched.clear()
        async with delivering(store, far_end, uptime=partial(Uptime, boot=UP.boot, seconds=seconds)):
            async with asyncio.timeout(GIVE_UP_AFTER):
                while not far_end.searched:  # noqa: ASYNC110 - a far end tells nobody that it was searched
                    await asyncio.sleep(0.01)
        assert far_end.attempts == []

    async with delivering(store, far_end, uptime=partial(Uptime, boot=UP.boot, seconds=9010)):
        assert await far_end.hears(1) == ["a"]


async def test_the_age_of_an_edit_counts_from_its_note(store: Store) -> None:
    await tell_outdated(store, full("a"))
    up, ages = UP.seconds, []

    class Suspended(FarEnd):
        """A chat on the way to which the program is suspended."""

        async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
            """Change a message, a while after that was noted."""
            nonlocal up
            age = await note()
            up += 7
            ages.append(age())
            await super().edit(alert, message_id, unnoted)

    far_end = Suspended()
    async with editing(store, far_end, uptime=lambda: replace(UP, seconds=up)):
        await far_end.sees(1)

    assert ages == [timedelta(seconds=7)]
