"""Editing on a real database: each message until it says what it should."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.delivery.channel_tasks import WakeUp
from bot.delivery.stored_alerts import OutdatedMessage
from bot.errors import StorageUnavailable, TryAgain
from bot.storage.database import Store
from tests.delivery.far_end_log import (
    OFTEN,
    Running,
    amend,
    delivering,
    editing,
    editor_of,
    full,
    living,
    owe,
    tell,
    tell_outdated,
    until_nothing_is_outdated,
)
from tests.far_end import FarEnd, said


async def test_a_message_is_edited_at_once_to_what_its_alert_says_now(store: Store) -> None:
    await tell(store, full("a"), full("b"))
    await amend(store, "b", 2)
    far_end = FarEnd()

    async with editing(store, far_end) as editor:
        assert await far_end.sees(1) == ["b"]
        await amend(store, "a", 3)
        editor.wake()
        assert await far_end.sees(1) == ["a"]
        await until_nothing_is_outdated(store)

    assert said(far_end) == {1: [3], 2: [2]}
    assert far_end.edits == ["b", "a"]


async def test_a_channel_that_is_stuck_delays_no_other(store: Store) -> None:
    await tell_outdated(store, full("a", channel=1), full("b", channel=2))
    far_end = FarEnd()
    far_end.stuck = {1}

    async with editing(store, far_end):
        assert await far_end.sees(1) == ["b"]

    assert await store.messages.outdated_channels() == (1,)


async def test_messages_of_live_alerts_are_edited_first_then_the_oldest(store: Store) -> None:
    await tell_outdated(store, full("a"), full("b"), full("c", live=True))
    far_end = FarEnd()

    async with editing(store, far_end):
        assert await far_end.sees(3) == ["c", "a", "b"]


async def test_an_edit_is_tried_again_by_itself_until_it_is_confirmed(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await tell_outdated(store, full("a"), full("b"))
    far_end = FarEnd(Running())
    far_end.edit_trouble["a"] = [TryAgain("503") for _ in range(3)]

    async with editing(store, far_end, edit_every=OFTEN, now=far_end.now):
        assert await far_end.sees(2) == ["b", "a"]
        await until_nothing_is_outdated(store)

    assert far_end.edits == ["a", "b", "a", "a", "a"]
    assert min(later - earlier for earlier, later in pairwise(far_end.edits_at[1])) >= OFTEN
    assert [record.levelname for record in caplog.records if record.name.startswith("bot.")] == ["WARNING"]


async def test_edits_pause_for_retry_after(store: Store) -> None:
    await tell_outdated(store, full("a"), full("b"))
    far_end = FarEnd(Running())
    far_end.edit_trouble["a"] = [TryAgain("429", retry_after=timedelta(seconds=0.1))]

    async with editing(store, far_end, now=far_end.now) as editor:
        await far_end.asked.wait()
        editor.wake()
        assert await far_end.sees(1) == ["b"]

    assert far_end.edits_at[2][0] - far_end.edits_at[1][0] >= timedelta(seconds=0.1)


async def test_a_database_that_fails_is_asked_again(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    class Failing:
        """A store of messages that fails for a while."""

        failures = 3

        def __getattr__(self, name: str) -> object:
            return getattr(store.messages, name)

        async def outdated(self, channel: int) -> tuple[OutdatedMessage, ...]:
            """List what is outdated, once it can."""
            self.failures -= 1
            if self.failures >= 0:
                raise StorageUnavailable("locked")
            return await store.messages.outdated(channel)

    await tell_outdated(store, full("a"))
    far_end = FarEnd()
    editor = editor_of(Failing(), far_end)  # type: ignore[arg-type]  # by name

    async with living(editor.run()):
        await far_end.sees(1)

    assert [record.levelname for record in caplog.records if record.name.startswith("bot.")] == ["ERROR"]


async def test_an_alert_amended_while_it_was_sent_is_edited_after_delivery(store: Store) -> None:
    await owe(store, full("a"))
    far_end = FarEnd()
    far_end.meanwhile = lambda: amend(store, "a", 7)

    wake_up = WakeUp()
    async with editing(store, far_end, wake_up=wake_up), delivering(store, far_end, wake_up=wake_up):
        assert await far_end.hears(1) == ["a"]
        assert await far_end.sees(1) == ["a"]

    assert said(far_end) == {1: [7]}
