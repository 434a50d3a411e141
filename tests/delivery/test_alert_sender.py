"""Delivery on a real database: in order, until confirmed, each channel for itself."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.alerts.alert import Alert
from bot.app.clock import uptime
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.errors import ChannelRefused, GiveUp, MessageRefused, TryAgain
from bot.storage.database import Store
from tests.delivery.far_end_log import delivering, full, living, outbox_of, owe, until_nothing_is_owed
from tests.far_end import FarEnd
from tests.moments import NOON


def alert(key: str, channel: int = 1) -> Alert:
    return full(key, channel)


async def test_alerts_owed_before_the_start_are_delivered_in_order(store: Store) -> None:
    await owe(store, *(alert(f"{number}") for number in range(5)))
    far_end = FarEnd()

    async with delivering(store, far_end):
        assert await far_end.hears(5) == ["0", "1", "2", "3", "4"]
        await until_nothing_is_owed(store)

    assert far_end.attempts == ["0", "1", "2", "3", "4"]


async def test_an_alert_owed_later_is_delivered_at_once(store: Store) -> None:
    far_end = FarEnd()
    async with delivering(store, far_end) as outbox:
        for key in ("a", "b"):
            await owe(store, alert(key))
            outbox.wake()
            assert await far_end.hears(1) == [key]
            await until_nothing_is_owed(store)


async def test_a_failed_delivery_is_tried_again_once_it_may_be_and_the_order_stays(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503"), TryAgain("429", retry_after=timedelta(seconds=0.1)), TryAgain("503")]
    began = asyncio.get_running_loop().time()

    async with delivering(store, far_end):
        assert await far_end.hears(2) == ["a", "b"]
        assert asyncio.get_running_loop().time() - began >= 0.1

    assert far_end.attempts == ["a", "a", "a", "a", "b"]
    ours = [record.levelname for record in caplog.records if record.name.startswith("bot.")]
    assert ours.count("WARNING") == 1


async def test_a_refused_alert_is_given_up_with_one_log_line_and_the_next_comes(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [ChannelRefused("the channel does not exist any more")]

    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["b"]
        await until_nothing_is_owed(store)

    assert far_end.attempts == ["a", "b"]
    (line,) = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert "the channel does not exist any more" in line
    assert (far_end.refused, far_end.undelivered) == ([1], ["a"])


async def test_an_alert_that_can_not_be_worded_is_given_up_after_five_tries(store: Store) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [ValueError("a bug") for _ in range(99)]

    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["b"]

    assert far_end.attempts == ["a"] * 5 + ["b"]


async def test_an_alert_stays_owed_until_confirmed_and_delays_no_other_channel(store: Store) -> None:
    await owe(store, alert("a"), alert("free", channel=2))
    far_end = FarEnd()
    far_end.stuck = {1}
    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["free"]
        await until_nothing_is_owed(store, but_to=[1])

    owed = await store.outbox.oldest_owed(1)
    assert owed is not None
    assert (owed.alert, owed.attempts) == (alert("a"), 1)
    far_end.stuck = set()
    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["a"]


async def test_an_alert_stored_while_a_worker_ends_is_delivered(store: Store) -> None:
    class Late:
        """A store that gets another alert just when it says that nothing is owed."""

        outbox: AlertSender
        stored = False

        def __getattr__(self, name: str) -> object:
            return getattr(store.outbox, name)

        async def oldest_owed(self, channel: int) -> object:
            found = await store.outbox.oldest_owed(channel)
            if found is None and not self.stored:
                self.stored = True
                await owe(store, alert("late"))
                self.outbox.wake()
                for _ in range(10):  # long enough for the sender to have looked, and seen a busy channel
                    await store.outbox.owed_channels()
            return found

    await owe(store, alert("a"))
    far_end, late = FarEnd(), Late()
    late.outbox = outbox_of(late, far_end)  # type: ignore[arg-type]  # by name
    async with living(late.outbox.run()):
        assert await far_end.hears(2) == ["a", "late"]


async def test_a_refused_alert_is_stored_as_undelivered_before_the_callback(store: Store) -> None:
    steps: list[str] = []

    class Noting:
        """A store that notes when something is given up."""

        def __getattr__(self, name: str) -> object:
            return getattr(store.outbox, name)

        async def give_up(self, owed_id: int, reason: str, at: datetime, *, undelivered: bool = False) -> None:
            await store.outbox.give_up(owed_id, reason, at, undelivered=undelivered)
            steps.append(f"stored, undelivered: {undelivered}")

    far_end = FarEnd()
    far_end.trouble = {"a": [ChannelRefused("403")], "b": [GiveUp("drop")]}
    outbox = AlertSender(
        Noting(),  # type: ignore[arg-type]  # by name
        far_end.ports,
        wake_up=WakeUp(),
        refused=lambda *_: steps.append("refused"),
        undelivered=lambda alert: steps.append(f"{alert.key} undelivered"),
        now=lambda: NOON,
        uptime=uptime,
    )
    await owe(store, alert("a"), alert("b"))

    async with living(outbox.run()):
        await until_nothing_is_owed(store)

    assert steps == ["refused", "stored, undelivered: True", "a undelivered", "stored, undelivered: False"]


async def test_what_a_refused_message_told_is_told_in_another_at_most_once_an_hour(store: Store) -> None:
    far_end, up = FarEnd(), uptime()
    ahead = {"a": 0, "b": 0, "c": 3599, "d": 3600, "elsewhere": 0}
    far_end.trouble = {key: [MessageRefused("invalid_blocks")] for key in ahead}
    now = up

    async with delivering(store, far_end, uptime=lambda: now) as outbox:
        for key, seconds in ahead.items():
            now = replace(up, seconds=up.seconds + seconds)
            await owe(store, alert(key, 2 if key == "elsewhere" else 1))
            outbox.wake()
            await until_nothing_is_owed(store)

    assert (far_end.undelivered, far_end.refused) == (["a", "d", "elsewhere"], [])
    assert [(await store.outbox.delivery_status(key)).given_up for key in ahead] == ["invalid_blocks"] * len(ahead)
