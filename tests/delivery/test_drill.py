"""A drill on a real database: owed, told or given up by whoever delivers, and its time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.alerts.alert import Drill
from bot.delivery.greeting_and_drill import LONGEST_WAIT, DrillRunner, drill_alert
from bot.delivery.stored_alerts import DeliveryStatus, OwedAlert
from bot.errors import StorageUnavailable
from bot.storage.database import Store
from bot.subscriptions.watch import Ping, Watch
from tests.moments import NOON, after

WATCH = Watch(id=3, guild=5, channel=7, role=9)


class Clock:
    """Goes on only while somebody sleeps, and does then what was arranged."""

    def __init__(self) -> None:
        self.at = NOON
        self.woken = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        """Return the current time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Go on."""
        self.at += timedelta(seconds=seconds)

    def wake(self) -> None:
        """Count that the alert sender was woken."""
        self.woken += 1


def trying(store: Store, clock: Clock) -> DrillRunner:
    return DrillRunner(
        owe=store.outbox.owe, status=store.outbox.delivery_status, wake=clock.wake, now=clock.now, sleep=clock.sleep
    )


class Delivering(Clock):
    """Settles what is owed while somebody sleeps."""

    def __init__(self, store: Store, reason: str | None = None) -> None:
        super().__init__()
        self._store = store
        self._reason = reason
        self.owed: OwedAlert | None = None

    async def sleep(self, seconds: float) -> None:
        """Deliver, half a second later, or give up."""
        await super().sleep(seconds)
        self.owed = await self._store.outbox.oldest_owed(WATCH.channel)
        assert self.owed is not None
        if self._reason is None:
            await self._store.outbox.mark_delivered(self.owed.id, 1, NOON + timedelta(seconds=0.5))
        else:
            await self._store.outbox.give_up(self.owed.id, self._reason, NOON)


async def test_a_delivered_drill_says_how_long_it_took(store: Store) -> None:
    clock = Delivering(store)
    assert await trying(store, clock)(WATCH) == DeliveryStatus(told_after=timedelta(seconds=0.5))
    assert clock.woken == 1
    assert clock.owed is not None
    assert clock.owed.alert == drill_alert(WATCH, NOON, ping=False)


async def test_a_drill_given_up_says_why(store: Store) -> None:
    clock = Delivering(store, "the channel is gone")
    assert await trying(store, clock)(WATCH) == DeliveryStatus(given_up="the channel is gone")


async def test_a_drill_that_takes_too_long_stays_owed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = timedelta(seconds=2)
    monkeypatch.setattr("bot.delivery.greeting_and_drill.LONGEST_WAIT", longest)
    clock = Clock()
    assert await trying(store, clock)(WATCH) == DeliveryStatus()
    assert longest <= clock.at - NOON < longest + timedelta(seconds=1)
    assert await store.outbox.oldest_owed(WATCH.channel) is not None


async def test_a_database_that_fails_after_the_drill_was_stored_is_asked_again(store: Store) -> None:
    failures = iter(range(3))

    async def status(key: str) -> DeliveryStatus:
        for _ in failures:
            raise StorageUnavailable("locked")
        assert key
        return DeliveryStatus(told_after=timedelta(seconds=1))

    clock = Clock()
    made = DrillRunner(owe=store.outbox.owe, status=status, wake=clock.wake, now=clock.now, sleep=clock.sleep)
    assert await made(WATCH) == DeliveryStatus(told_after=timedelta(seconds=1))


async def test_a_drill_that_could_not_be_stored_is_not_waited_for(store: Store) -> None:
    async def owe(*_: object) -> None:
        raise StorageUnavailable("locked")

    clock, status = Clock(), store.outbox.delivery_status
    with pytest.raises(StorageUnavailable):
        await DrillRunner(owe=owe, status=status, wake=clock.wake, now=clock.now, sleep=clock.sleep)(WATCH)
    assert clock.woken == 0


@pytest.mark.parametrize(
    ("role", "ping", "pinged"), [(9, Ping.NOTHING_FREE, (9,)), (9, Ping.NOBODY, ()), (None, Ping.NOTHING_FREE, ())]
)
def test_a_drill_pings_on_request_whom_an_alert_would_and_else_is_silent(
    role: int | None, ping: Ping, pinged: tuple[int, ...]
) -> None:
    watch = Watch(id=3, guild=5, channel=7, role=role, ping=ping)
    alert = drill_alert(watch, NOON, ping=True)
    assert (alert.roles, alert.silent, alert.channel, alert.content) == (pinged, False, 7, Drill())
    unasked = drill_alert(watch, NOON, ping=False)
    assert (unasked.roles, unasked.silent) == ((), True)
    assert len(alert.key) <= 25


def test_two_drills_have_different_keys() -> None:
    other = Watch(id=4, guild=5, channel=7)
    moments = ((WATCH, NOON), (WATCH, after(seconds=1)), (other, NOON))
    drills = [drill_alert(watch, at, ping=False) for watch, at in moments]
    assert len({each.key for each in drills}) == 3


async def test_a_clock_that_is_set_back_makes_nobody_wait_longer(store: Store) -> None:
    async def status(_: str) -> DeliveryStatus:
        return DeliveryStatus()

    class SetBack(Clock):
        """Is set back again and again."""

        slept = 0.0

        async def sleep(self, seconds: float) -> None:
            """Go back."""
            self.slept += seconds
            self.at -= timedelta(hours=1)

    clock = SetBack()
    drill = DrillRunner(owe=store.outbox.owe, status=status, wake=clock.wake, now=clock.now, sleep=clock.sleep)
    assert await drill(WATCH) == DeliveryStatus()
    assert clock.slept == pytest.approx(LONGEST_WAIT.total_seconds())
