"""An alert that is sent again may have arrived already, or say something else by now; on a real database."""

import asyncio
import itertools
from datetime import datetime

import pytest

from bot.alerts.alert import Alert
from bot.delivery.wake_up import WakeUp
from bot.errors import TryAgain
from bot.storage.store import Store
from tests.delivery.far_end_log import amend, delivering, full, owe
from tests.far_end import FarEnd, changes
from tests.moments import NOON, after


def alert(key: str, channel: int = 1) -> Alert:
    return full(key, channel)


@pytest.mark.parametrize(
    ("attempted", "perhaps_since"),
    [(None, None), (after(minutes=-1), None), (after(minutes=-3), after(minutes=-3)), (after(hours=1), NOON)],
    ids=["never attempted", "attempted while its key is trusted", "attempted before", "the clock was set back"],
)
async def test_an_alert_attempted_long_ago_is_looked_for_first(
    store: Store, attempted: datetime | None, perhaps_since: datetime | None
) -> None:
    await owe(store, alert("a"))
    owed = await store.oldest_owed(1)
    assert owed is not None
    if attempted is not None:
        await store.note_attempt(owed.id, owed.version, attempted)
    far_end = FarEnd()

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert far_end.misspelt == [perhaps_since]


async def test_an_alert_tried_for_too_long_is_looked_for_from_then_on(store: Store) -> None:
    await owe(store, alert("a"))
    minutes = itertools.count()
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503") for _ in range(3)]

    async with delivering(store, far_end, now=lambda: after(minutes=next(minutes))):
        await far_end.hears(1)

    began = {doubt for doubt in far_end.misspelt if doubt is not None}
    assert far_end.misspelt[0] is None
    assert far_end.misspelt[-1] is not None
    assert len(began) == 1


async def test_an_alert_amended_between_tries_is_sent_as_it_is_now(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503")]
    far_end.meanwhile = lambda: amend(store, "a", 7)

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert changes(far_end.sent["a"]) == [7]


async def test_an_alert_amended_while_it_was_sent_is_outdated_after_delivery(store: Store) -> None:
    await owe(store, alert("a"))
    far_end, told = FarEnd(), asyncio.Event()
    far_end.meanwhile = lambda: amend(store, "a", 7)

    wake_up = WakeUp()
    wake_up.register(editor=told.set)
    async with delivering(store, far_end, wake_up=wake_up):
        async with asyncio.timeout(10):
            await told.wait()

    assert changes(far_end.sent["a"]) == [1]
    (outdated,) = await store.messages.outdated(1)
    assert (changes(outdated.alert), outdated.edited_at) == ([7], None)
