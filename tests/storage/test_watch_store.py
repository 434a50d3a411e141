"""Watches in the database."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.delivery.stored_alerts import DeliveryStatus
from bot.storage.database import Store
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.watch import Ping, Style, Tell, Watch, When
from tests.moments import NOON, after
from tests.storage.raw import say
from tests.storage.records import AWKWARD, alert, oldest

PLAIN = Watch(id=0, guild=2**62, channel=2**62 + 1)
ODD = Watch(
    id=0,
    guild=1,
    channel=2,
    provider="minimax",
    account=AWKWARD,
    role=2**62,
    tell=Tell.PROVIDER,
    when=When.FREED,
    ping=Ping.ANY_FULL,
    hold=timedelta(days=1),
    warn=2**62,
    quota=99,
    quiet=read_quiet_hours("22:00-08:05 Europe/Berlin"),
    style=Style.EDIT,
)


def test_a_watch_is_stored_here_that_differs_from_another_in_each_field() -> None:
    alike = [one.name for one in fields(Watch) if getattr(ODD, one.name) == getattr(PLAIN, one.name)]
    assert alike == ["id"], "tests/storage/test_watch_store.py: ODD needs another value of each"


async def test_a_removed_watch_is_restored_once_as_it_was_until_it_is_gone_for_good(store: Store) -> None:
    number, other = await store.watches.add(ODD), await store.watches.add(PLAIN)
    assert await store.watches.removed(number) is None
    await store.watches.remove(number)
    assert await store.watches.all() == (replace(PLAIN, id=other),)
    assert await store.watches.removed(number) == replace(ODD, id=number)
    assert [await store.watches.restore(number) for _ in range(2)] == [True, False]
    assert await store.watches.all() == (replace(ODD, id=number), replace(PLAIN, id=other))
    await store.watches.remove(number)
    await store.delete_ended(after(seconds=1))
    assert await store.watches.removed(number) is None
    assert not await store.watches.restore(number)


async def test_quiet_hours_of_an_unknown_zone_silence_neither_the_watch_nor_the_bot(
    database_url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    number = await store.watches.add(ODD)
    await say(database_url, "UPDATE watch SET quiet = '22:00-08:00 Atlantis/Capital'")

    assert await store.watches.all() == (replace(ODD, id=number, quiet=None),)
    assert "Atlantis/Capital is no time zone" in caplog.text


async def test_the_fate_of_an_alert_is_told(store: Store) -> None:
    await store.outbox.owe([alert("told"), alert("lost"), alert("waiting")], NOON)
    for fate in ("told", "lost"):
        owed = await oldest(store)
        if fate == "told":
            await store.outbox.mark_delivered(owed.id, 1, after(minutes=1))
        else:
            await store.outbox.give_up(owed.id, "no such channel", after(minutes=1))

    assert (await store.outbox.delivery_status(alert("told").key)).told_after == timedelta(minutes=1)
    assert (await store.outbox.delivery_status(alert("lost").key)).given_up == "no such channel"
    for waiting in (alert("waiting").key, "never stored"):
        fate_now = await store.outbox.delivery_status(waiting)
        assert fate_now == DeliveryStatus()
