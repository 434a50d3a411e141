"""What waited too long, or was told to wait for others, is told as one summary; on a real database."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill
from bot.storage.database import Store
from tests.delivery.far_end_log import Clock, attempt, delivering, full, living, outbox_of, owe, until_nothing_is_owed
from tests.far_end import FarEnd, changes, unnoted
from tests.moments import NOON, after


def summary(key: str, provider: str = "minimax") -> Alert:
    (part,) = full(key, provider=provider).parts
    away = replace(part, digest=Digest(cause=Cause.AWAY, since=after(hours=-1), until=NOON))
    return replace(full(key), content=Changes(parts=(away,)), gathers_until=after(milliseconds=10))


def providers(alert: Alert) -> list[str]:
    return [part.provider for part in alert.parts]


def causes(alert: Alert) -> set[Cause | None]:
    return {None if part.digest is None else part.digest.cause for part in alert.parts}


async def test_alerts_owed_for_too_long_are_folded_for_each_channel(store: Store) -> None:
    await owe(store, full("a"), full("b"), full("c"), full("d", provider="kling"), full("e", channel=2))
    await attempt(store)
    far_end = FarEnd()
    await far_end.post(full("a"), unnoted)

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        heard = await far_end.hears(3)
        await until_nothing_is_owed(store)

    ours, elsewhere = ([key for key in heard if far_end.sent[key].channel == number] for number in (1, 2))
    assert ours[0] == "a"
    assert providers(far_end.sent[ours[1]]) == ["minimax", "kling"]
    assert changes(far_end.sent[ours[1]]) == [2, 1]
    assert causes(far_end.sent[ours[1]]) == causes(far_end.sent[elsewhere[0]]) == {Cause.LATE}
    assert (await store.outbox.delivery_status("b")).given_up == "folded"


async def test_alerts_that_can_not_be_folded_are_delivered_one_by_one(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbling:
        """A store with a bug in how it folds."""

        def __getattr__(self, name: str) -> object:
            return getattr(store.outbox, name)

        async def fold(self, *_: object) -> bool:
            raise ValueError("a bug")

    await owe(store, full("a"), full("b"), full("c", channel=2))
    far_end = FarEnd()

    outbox = outbox_of(Stumbling(), far_end, now=lambda: after(minutes=31))  # type: ignore[arg-type]  # by name
    async with living(outbox.run()):
        assert sorted(await far_end.hears(3)) == ["a", "b", "c"]
        await until_nothing_is_owed(store)

    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "Alerts for channel 1 can't be folded; please report it.",
        "Alerts for channel 2 can't be folded; please report it.",
    ]


async def test_alerts_not_owed_for_too_long_are_delivered_one_by_one(store: Store) -> None:
    await owe(store, full("a"), full("b"), full("c"))
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=30)):
        assert await far_end.hears(3) == ["a", "b", "c"]


async def test_alerts_behind_one_that_may_have_been_sent_are_not_late(store: Store) -> None:
    await owe(store, full("a"))
    await attempt(store)
    await store.outbox.owe([full("b"), full("c")], after(minutes=29))
    far_end = FarEnd()
    await far_end.post(full("a"), unnoted)

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        assert await far_end.hears(3) == ["a", "b", "c"]

    assert far_end.attempts == ["a", "b", "c"]


async def test_a_drill_is_never_folded(store: Store) -> None:
    drills = [replace(full(key), content=Drill()) for key in ("a", "b")]
    gathered = [replace(full(key, channel=2), content=Drill(), gathers_until=NOON) for key in ("c", "d")]
    await owe(store, *drills, *gathered)
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        assert sorted(await far_end.hears(4)) == ["a", "b", "c", "d"]


async def test_a_summary_waits_for_others_of_its_channel_and_delays_no_other_channel(store: Store) -> None:
    await owe(store, summary("a"), full("elsewhere", channel=2))
    far_end, clock = FarEnd(), Clock()

    async with delivering(store, far_end, now=clock) as outbox:
        assert await far_end.hears(1) == ["elsewhere"]
        for key, provider in (("b", "kling"), ("c", "tempolor")):
            await owe(store, full(key, provider=provider))
            outbox.wake()
        clock.at = after(seconds=1)
        (heard,) = await far_end.hears(1)
        await until_nothing_is_owed(store)

    assert far_end.attempts == ["elsewhere", heard]
    assert providers(far_end.sent[heard]) == ["minimax", "kling", "tempolor"]
    # The others are news of just now: nobody was away from their providers.
    assert [part.digest and part.digest.cause for part in far_end.sent[heard].parts] == [Cause.AWAY, None, None]


async def test_a_summary_that_gathered_nothing_is_delivered_as_it_is(store: Store) -> None:
    await owe(store, summary("a"))
    far_end, clock = FarEnd(), Clock()

    async with delivering(store, far_end, now=clock):
        clock.at = after(seconds=1)
        assert await far_end.hears(1) == ["a"]


async def test_what_gathered_while_the_bot_was_off_is_folded(store: Store) -> None:
    await owe(store, summary("a"), summary("b", "kling"))
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(seconds=40)):
        await far_end.hears(1)
        await until_nothing_is_owed(store)

    assert [providers(alert) for alert in far_end.sent.values()] == [["minimax", "kling"]]


@pytest.mark.parametrize(
    ("attempted", "now"),
    [(True, NOON), (False, after(hours=-1))],
    ids=["it may have been sent already", "the clock was set back"],
)
async def test_a_summary_does_not_wait_if_its_time_or_the_clock_is_off(
    store: Store, *, attempted: bool, now: datetime
) -> None:
    await owe(store, summary("a"))
    if attempted:
        await attempt(store)
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: now):
        assert await far_end.hears(1) == ["a"]
