"""Edits that the chat refuses: told anew, left alone, or tried later; on a real database."""

import asyncio
from datetime import timedelta

from bot.delivery.channel_tasks import WakeUp
from bot.errors import EditRefused, GiveUp
from bot.storage.database import Store
from tests.delivery.far_end_log import (
    OFTEN,
    Clock,
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
    until_nothing_is_owed,
    until_refused,
)
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd, changes, said
from tests.moments import NOON, UP, after


async def test_a_live_alert_whose_message_is_gone_or_too_old_gets_a_new_one(
    store: Store,
) -> None:
    await tell_outdated(store, full("a", live=True), full("b", channel=2, live=True))
    far_end = FarEnd()
    far_end.edit_trouble["a"] = [EditRefused("10008")]
    far_end.edit_trouble["b"] = [EditRefused("30046", retry_after=timedelta(hours=1))]

    wake_up = WakeUp()
    async with delivering(store, far_end, wake_up=wake_up), editing(store, far_end, wake_up=wake_up) as editor:
        again = await far_end.hears(2)
        await until_nothing_is_outdated(store)
        await amend(store, "a", 3)
        editor.wake()
        (edited,) = await far_end.sees(1)

    assert edited in again
    assert not {"a", "b"} & {*again}
    assert [changes(far_end.sent[key]) for key in again] == [[2], [2]]
    assert far_end.sent[edited].channel == 1
    assert sorted(far_end.edits[:2]) == ["a", "b"]
    assert far_end.edits[2:] == [edited]


async def test_a_channel_that_refuses_an_edit_gets_it_once_it_is_resumed(store: Store) -> None:
    await tell(store, full("a", live=True), full("b"), full("c", channel=2), full("d", channel=2))
    for key in ("a", "b", "c"):
        await amend(store, key, 2, live=key == "a")
    far_end = FarEnd(Running())
    far_end.closed = {1: "403"}

    async with editing(store, far_end, edit_every=OFTEN, now=far_end.now) as editor:
        assert await far_end.sees(1) == ["c"]
        await until_refused(far_end)
        await amend(store, "a", 3, live=True)
        await amend(store, "d", 2)
        editor.wake()
        assert await far_end.sees(1) == ["d"]
        assert far_end.edits.count("a") + far_end.edits.count("b") == 1
        far_end.closed.clear()
        editor.resume(1)
        assert sorted(await far_end.sees(2)) == ["a", "b"]
        await until_nothing_is_outdated(store)

    assert said(far_end) == {1: [3], 2: [2], 3: [2], 4: [2]}
    assert await store.outbox.owed_channels() == ()


async def test_a_channel_that_refused_an_edit_is_tried_once_after_each_restart(store: Store) -> None:
    await tell_outdated(store, full("a"), full("b"))
    far_end = FarEnd(Running())
    far_end.closed = {1: "403"}

    for _ in range(2):
        far_end.refused.clear()
        async with editing(store, far_end, edit_every=OFTEN, now=far_end.now):
            await until_refused(far_end)
    assert len(far_end.edits) == 2
    far_end.closed.clear()
    async with editing(store, far_end, edit_every=OFTEN, now=far_end.now):
        assert sorted(await far_end.sees(2)) == ["a", "b"]


async def test_the_end_told_elsewhere_waits_for_an_archived_thread_to_open(store: Store) -> None:
    await tell_outdated(store, full("a"))
    far_end, clock = FarEnd(), Clock()
    far_end.edit_trouble["a"] = [EditRefused("50083", retry_after=timedelta(minutes=5))]

    async with editing(store, far_end, now=clock) as editor:
        await far_end.asked.wait()
        clock.at = after(minutes=5)
        editor.wake()
        assert await far_end.sees(1) == ["a"]


async def test_a_refused_edit_of_an_alert_told_elsewhere_too_is_not_repeated(store: Store) -> None:
    await tell_outdated(store, full("gone"), full("refused for itself", channel=2))
    far_end, woken, wake_up = FarEnd(Running()), list[str](), WakeUp()
    wake_up.register(sender=lambda: woken.append("again"))
    far_end.edit_trouble = {"gone": [EditRefused("10008")], "refused for itself": [GiveUp("400")]}

    async with editing(store, far_end, edit_every=OFTEN, wake_up=wake_up, now=far_end.now) as editor:
        await until_nothing_is_outdated(store)
        assert said(far_end) == {}
        for key in ("gone", "refused for itself"):
            await amend(store, key, 3)
        editor.wake()
        await far_end.sees(2)

    assert (said(far_end), woken) == ({1: [3], 2: [3]}, [])
    assert await store.outbox.owed_channels() == ()


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


async def test_a_message_that_meets_a_bug_is_left_as_it_is_after_five_tries(store: Store) -> None:
    class Stumbling:
        """Messages, with a bug in how they are replaced."""

        def __getattr__(self, name: str) -> object:
            return getattr(store.messages, name)

        async def replace_message(self, *_: object) -> bool:
            raise ValueError("a bug")

    await tell_outdated(store, full("a", live=True), full("b", channel=2))
    far_end = FarEnd(Running())
    far_end.edit_trouble["a"] = [EditRefused("10008") for _ in range(99)]
    far_end.edit_trouble["b"] = [ValueError("a bug") for _ in range(99)]

    editor = editor_of(Stumbling(), far_end, edit_every=OFTEN, now=far_end.now)  # type: ignore[arg-type]  # by name
    async with living(editor.run()):
        await until_nothing_is_outdated(store)

    assert sorted(far_end.edits) == ["a"] * 5 + ["b"] * 5


async def test_a_platform_that_is_not_set_up_holds_up_no_other(store: Store) -> None:
    on_slack = -1
    await tell_outdated(store, full("a", channel=on_slack), full("b"))
    (begun,) = await store.messages.outdated(on_slack)
    await store.messages.note_edit(begun.id, NOON, UP)
    await owe(store, full("c", channel=on_slack), full("d"))
    far_end = FarEnd()

    async with delivering(store, far_end), editing(store, far_end, edit_every=timedelta()):
        assert await far_end.sees(1) == ["b"]
        assert await far_end.hears(1) == ["d"]
        await until_nothing_is_owed(store)
        async with asyncio.timeout(GIVE_UP_AFTER):
            while len(far_end.refused) < 2:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)

    assert (far_end.refused, far_end.undelivered) == ([on_slack, on_slack], ["c"])
