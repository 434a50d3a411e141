"""An alert that is sent again may have arrived already, or say something else by now; on a real database."""

import asyncio
import itertools
from collections import defaultdict
from datetime import datetime, timedelta
from typing import cast

import pytest

from bot.alerts.alert import Alert
from bot.delivery.message_port import DeliveryTiming, Found
from bot.delivery.stored_alerts import OutboxStorage
from bot.errors import ChannelRefused, LeadLost, TryAgain
from bot.storage.database import Store
from tests.delivery.far_end_log import amend, attempt, delivering, full, outbox_of, owe, until_nothing_is_owed
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd, changes, unnoted
from tests.moments import NOON, after


def alert(key: str, channel: int = 1) -> Alert:
    return full(key, channel)


async def attempted(store: Store, alert: Alert, *moments: datetime) -> None:
    """Owe an alert that was attempted at some moments, nobody knows with what success."""
    await owe(store, alert)
    for moment in moments:
        await attempt(store, alert.channel, moment)


LONG_AGO, AT_NIGHT = after(minutes=-3), after(hours=-11)


LOOKED_FOR: list[tuple[str, tuple[datetime, ...], list[datetime]]] = [
    ("never attempted", (), []),
    ("attempted while its key is trusted", (after(minutes=-1),), []),
    ("attempted twice while its key is trusted", (after(minutes=-1), after(seconds=-5)), []),
    ("attempted before", (LONG_AGO,), [LONG_AGO]),
    ("attempted before, and again while its key is trusted", (LONG_AGO, after(seconds=-5)), [LONG_AGO]),
    ("the clock was set back", (after(hours=1),), [NOON]),
    ("the clock was set back and on again", (after(seconds=-5), AT_NIGHT), [AT_NIGHT]),
]
"""When each alert was attempted, and from which moment on it is looked for."""


async def test_an_alert_attempted_long_ago_is_looked_for_first(store: Store) -> None:
    searched: dict[str, list[datetime]] = defaultdict(list)

    class Searched(FarEnd):
        """A chat that notes what was looked for."""

        async def find(self, alert: Alert, since: datetime) -> Found | None:
            """Note it."""
            searched[alert.key].append(since)
            return await super().find(alert, since)

    for channel, (key, attempts, _) in enumerate(LOOKED_FOR, start=1):
        await attempted(store, alert(key, channel), *attempts)
    far_end = Searched()

    async with delivering(store, far_end):
        await far_end.hears(len(LOOKED_FOR))

    assert {key: searched[key] for key in far_end.sent} == {key: since for key, _, since in LOOKED_FOR}


async def test_an_alert_is_struck_off_as_the_message_found_or_else_sent_as_it_is(store: Store) -> None:
    far_end = FarEnd()
    await far_end.post(alert("found"), unnoted)
    for key, channel in (("found", 1), ("not found", 2)):
        await attempted(store, alert(key, channel), LONG_AGO)
        await amend(store, key, 7)

    async with delivering(store, far_end):
        await until_nothing_is_owed(store)

    assert far_end.attempts == ["found", "not found"]
    (outdated,) = await store.messages.outdated(1)
    assert (outdated.message_id, changes(outdated.alert)) == (1, [7])
    assert changes(far_end.sent["not found"]) == [7]
    assert await store.messages.outdated(2) == ()


async def test_an_alert_that_was_not_found_may_be_folded(store: Store) -> None:
    await attempted(store, alert("a"), LONG_AGO)
    await owe(store, alert("b"))
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        (heard,) = await far_end.hears(1)

    assert heard not in {"a", "b"}
    assert far_end.attempts == [heard]


async def test_a_search_that_fails_is_tried_again_and_nothing_is_sent_meanwhile(store: Store) -> None:
    await attempted(store, alert("a"), LONG_AGO)
    far_end = FarEnd()
    far_end.search_trouble = [TryAgain("503"), TryAgain("429", sent=False)]

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert (far_end.searched, far_end.attempts) == ([LONG_AGO] * 3, ["a"])


async def test_a_channel_that_refuses_the_search_is_paused_and_told_later(store: Store) -> None:
    await attempted(store, alert("a"), LONG_AGO)
    far_end = FarEnd()
    far_end.search_trouble = [ChannelRefused("the channel does not exist any more")]

    async with delivering(store, far_end):
        await until_nothing_is_owed(store)

    assert (far_end.attempts, far_end.refused, far_end.undelivered) == ([], [1], ["a"])


async def test_an_alert_whose_keys_are_kept_for_long_is_looked_for_from_its_first_try_on(store: Store) -> None:
    await owe(store, alert("a"))
    minutes = itertools.count()
    far_end = FarEnd()
    far_end.timing = DeliveryTiming(deduplicates_for=timedelta(minutes=10))
    far_end.trouble["a"] = [TryAgain("503") for _ in range(9)]

    async with delivering(store, far_end, now=lambda: after(minutes=next(minutes))):
        await far_end.hears(1)

    assert len(far_end.searched) > 1
    assert all(earlier < later for earlier, later in itertools.pairwise(far_end.searched))


async def test_a_program_that_was_followed_ends_rather_than_to_note_or_send(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()

    class Followed:
        """A store that is another program's by now."""

        def __getattr__(self, name: str) -> object:
            return getattr(store.outbox, name)

        async def note_attempt(self, *_: object) -> None:
            raise LeadLost("another program leads")

    outbox = outbox_of(cast("OutboxStorage", Followed()), far_end)
    with pytest.raises(ExceptionGroup) as ended:
        async with asyncio.timeout(GIVE_UP_AFTER):
            await outbox.run()

    assert ended.group_contains(LeadLost)
    assert (far_end.attempts, far_end.sent) == ([], {})


async def test_what_surely_was_not_sent_needs_no_search(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()
    far_end.timing = DeliveryTiming(settles_after=timedelta(hours=1))
    far_end.trouble["a"] = [TryAgain("429", sent=False) for _ in range(3)]

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert (far_end.attempts, far_end.searched) == (["a"] * 4, [])


async def test_what_surely_was_not_sent_takes_no_earlier_doubt_away(store: Store) -> None:
    await owe(store, alert("a"))
    minutes = itertools.count()
    far_end = FarEnd()
    far_end.timing = DeliveryTiming(deduplicates_for=timedelta(minutes=5))
    far_end.trouble["a"] = [TryAgain("503"), *(TryAgain("429", sent=False) for _ in range(5))]

    async with delivering(store, far_end, now=lambda: after(minutes=next(minutes))):
        await far_end.hears(1)

    assert far_end.searched


async def test_alerts_that_surely_were_not_sent_are_folded(store: Store) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    late = False
    far_end.trouble["a"] = [TryAgain("the token is refused", sent=False)]

    def now() -> datetime:
        return after(minutes=31 if late else 0)

    async def time_passes() -> None:
        nonlocal late
        late = True

    far_end.meanwhile = time_passes
    async with delivering(store, far_end, now=now):
        (heard,) = await far_end.hears(1)

    assert far_end.attempts == ["a", heard]
    assert heard not in {"a", "b"}


async def test_an_alert_amended_between_tries_is_sent_as_it_is_now(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503")]
    far_end.meanwhile = lambda: amend(store, "a", 7)

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert changes(far_end.sent["a"]) == [7]
