"""Delivery on a real database: in order, until confirmed, each channel for itself."""

import asyncio
import contextlib
import itertools
from datetime import datetime, timedelta

import pytest

from bot.alerts.alert import Alert
from bot.errors import ChannelRefused, GiveUp, TryAgain
from bot.outbox import Outbox
from bot.state.store import Store
from tests.delivering import FarEnd, delivering, owe, until_nothing_is_owed
from tests.moments import NOON, after


def alert(key: str, channel: int = 1) -> Alert:
    return Alert(key=key, channel=channel, provider="minimax", at=NOON)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the pauses."""
    monkeypatch.setattr("bot.outbox.LONGEST_PAUSE", timedelta(milliseconds=5))


async def test_what_was_owed_before_the_start_is_told_in_order_and_struck_off(store: Store) -> None:
    await owe(store, *(alert(f"{number}") for number in range(5)))
    far_end = FarEnd()

    async with delivering(store, far_end):
        assert await far_end.hears(5) == ["0", "1", "2", "3", "4"]
        await until_nothing_is_owed(store)

    assert far_end.attempts == ["0", "1", "2", "3", "4"]


async def test_what_is_owed_later_is_told_at_once(store: Store) -> None:
    far_end = FarEnd()
    async with delivering(store, far_end) as outbox:
        for key in ("a", "b"):
            await owe(store, alert(key))
            outbox.wake()
            assert await far_end.hears(1) == [key]
            await until_nothing_is_owed(store)


async def test_a_channel_that_is_stuck_holds_up_no_other(store: Store) -> None:
    await owe(store, alert("stuck", channel=1), alert("free", channel=2))
    far_end = FarEnd()
    far_end.stuck = {1}

    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["free"]

    assert await store.owing_channels() == (1,)


async def test_trouble_is_tried_again_and_keeps_the_order(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503"), TryAgain("429", retry_after=timedelta(milliseconds=20)), TryAgain("503")]

    async with delivering(store, far_end):
        assert await far_end.hears(2) == ["a", "b"]

    assert far_end.attempts == ["a", "a", "a", "a", "b"]
    assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 1


async def test_what_will_never_arrive_is_given_up_with_one_line_and_the_next_comes(
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
    assert far_end.refused == [1]


async def test_an_alert_that_is_refused_for_itself_does_not_speak_for_its_channel(store: Store) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [GiveUp("400")]

    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["b"]

    assert far_end.refused == []


async def test_an_alert_that_the_program_stumbles_over_is_given_up_in_the_end(store: Store) -> None:
    await owe(store, alert("a"), alert("b"))
    far_end = FarEnd()
    far_end.trouble["a"] = [ValueError("a bug") for _ in range(99)]

    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["b"]

    assert far_end.attempts == ["a"] * 5 + ["b"]


async def test_an_alert_is_owed_until_its_delivery_was_confirmed(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()
    far_end.stuck = {1}
    async with delivering(store, far_end):
        await far_end.asked.wait()

    owed = await store.owed(1)
    assert owed is not None
    assert (owed.alert, owed.attempts) == (alert("a"), 1)
    far_end.stuck = set()
    async with delivering(store, far_end):
        assert await far_end.hears(1) == ["a"]


@pytest.mark.parametrize(
    ("attempted", "perhaps_since"),
    [(None, None), (after(minutes=-1), None), (after(minutes=-3), after(minutes=-3))],
    ids=["never attempted", "attempted while its key is trusted", "attempted before"],
)
async def test_an_alert_attempted_long_ago_may_have_been_sent(
    store: Store, attempted: datetime | None, perhaps_since: datetime | None
) -> None:
    await owe(store, alert("a"))
    owed = await store.owed(1)
    assert owed is not None
    if attempted is not None:
        await store.attempted(owed.id, attempted)
    far_end = FarEnd()

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert far_end.doubts == [perhaps_since]


async def test_doubts_grow_while_it_is_tried_again(store: Store) -> None:
    await owe(store, alert("a"))
    minutes = itertools.count()
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("503") for _ in range(3)]

    async with delivering(store, far_end, now=lambda: after(minutes=next(minutes))):
        await far_end.hears(1)

    began = {doubt for doubt in far_end.doubts if doubt is not None}
    assert far_end.doubts[0] is None
    assert far_end.doubts[-1] is not None
    assert len(began) == 1


async def test_what_is_stored_while_a_channel_falls_silent_is_told_all_the_same(store: Store) -> None:
    class Late:
        """A ledger that stores another alert just when it says that nothing is owed."""

        outbox: Outbox
        stored = False

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        async def owed(self, channel: int) -> object:
            found = await store.owed(channel)
            if found is None and not self.stored:
                self.stored = True
                await owe(store, alert("late"))
                self.outbox.wake()
                for _ in range(10):
                    await store.owing_channels()  # long enough for the outbox to have looked, and seen a busy channel
            return found

    await owe(store, alert("a"))
    far_end, late = FarEnd(), Late()
    late.outbox = Outbox(late, far_end, refused=lambda *_: None, now=lambda: NOON)  # type: ignore[arg-type]  # by name
    life = asyncio.create_task(late.outbox.run())

    assert await far_end.hears(2) == ["a", "late"]
    life.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await life


async def test_a_channel_is_left_alone_for_as_long_as_it_asks(store: Store) -> None:
    await owe(store, alert("a"))
    far_end = FarEnd()
    far_end.trouble["a"] = [TryAgain("429", retry_after=timedelta(seconds=0.3))]
    began = asyncio.get_running_loop().time()

    async with delivering(store, far_end):
        await far_end.hears(1)

    assert asyncio.get_running_loop().time() - began >= 0.3
