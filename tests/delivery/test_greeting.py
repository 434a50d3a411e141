"""Channels that the settings name are greeted once ever, on a real database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from bot.alerts.alert import Alert, Greeting, WatchedProvider
from bot.delivery.greeting_and_drill import ChannelGreeter
from bot.errors import StorageUnavailable
from bot.storage.database import Store
from tests.moments import NOON, after

HERE, THERE = 7, -8
WATCHED = (WatchedProvider(provider="minimax", accounts=4, slots=13), WatchedProvider(provider="kling"))


@dataclass(kw_only=True)
class Greeter:
    """A greeter, and what it goes by."""

    store: Store
    channels: Sequence[int] = (HERE,)
    watched: Sequence[WatchedProvider] | None = WATCHED
    paused: set[int] = field(default_factory=set)
    woken: int = 0
    at: datetime = NOON

    def __post_init__(self) -> None:
        self.greeter = ChannelGreeter(
            self.store.outbox.owe_greeting,
            self.channels,
            watched=lambda: self.watched,
            paused=self.paused,
            wake=self.wake,
            now=lambda: self.at,
        )

    def wake(self) -> None:
        """Count that the alert sender was woken."""
        self.woken += 1

    async def look(self) -> None:
        """Let a look succeed."""
        await self.greeter.on_snapshot(object())


async def owed(store: Store, channel: int = HERE) -> Alert | None:
    found = await store.outbox.oldest_owed(channel)
    return None if found is None else found.alert


async def deliver(store: Store, channel: int = HERE) -> None:
    found = await store.outbox.oldest_owed(channel)
    assert found is not None
    await store.outbox.mark_delivered(found.id, 1, NOON)


async def test_a_channel_is_told_silently_what_is_watched_and_never_again(store: Store) -> None:
    greeting = Greeter(store=store)
    await greeting.look()
    said = await owed(store)
    assert said is not None
    assert (said.channel, said.content) == (HERE, Greeting(providers=WATCHED))
    assert (said.silent, said.roles, said.members) == (True, (), ())
    await deliver(store)
    await greeting.look()
    await Greeter(store=store, at=after(days=9)).look()
    assert await owed(store) is None
    assert greeting.woken == 1


async def test_nothing_is_said_until_it_is_known_what_is_watched(store: Store) -> None:
    greeting = Greeter(store=store, watched=None)
    await greeting.look()
    assert await owed(store) is None
    greeting.watched = WATCHED
    await greeting.look()
    assert await owed(store) is not None


async def test_each_channel_is_greeted_by_itself_a_paused_one_once_it_takes_messages(store: Store) -> None:
    greeting = Greeter(store=store, channels=(HERE, THERE), paused={HERE})
    await greeting.look()
    assert await owed(store) is None
    assert await owed(store, THERE) is not None
    greeting.paused.clear()
    await greeting.look()
    assert await owed(store) is not None
    assert greeting.woken == 2


async def test_another_channel_in_the_settings_is_greeted_as_well(store: Store) -> None:
    await Greeter(store=store).look()
    await Greeter(store=store, channels=(THERE,)).look()
    assert {HERE, THERE} == set(await store.outbox.owed_channels())


async def test_a_greeting_that_its_channel_refused_is_owed_anew(store: Store) -> None:
    greeting = Greeter(store=store)
    await greeting.look()
    refused = await store.outbox.oldest_owed(HERE)
    assert refused is not None
    await store.outbox.give_up(refused.id, "Missing Access", NOON, undelivered=True)
    await greeting.look()
    assert await owed(store) is None
    greeting.greeter.ask_again(HERE)
    greeting.greeter.ask_again(THERE)
    greeting.at = after(seconds=30)
    await greeting.look()
    assert await owed(store) is not None
    assert await owed(store, THERE) is None


async def test_another_alert_that_was_refused_greets_nobody_twice(store: Store) -> None:
    greeting = Greeter(store=store)
    await greeting.look()
    await deliver(store)
    greeting.greeter.ask_again(HERE)
    await greeting.look()
    assert await owed(store) is None


async def test_what_could_not_be_stored_is_tried_after_the_next_look(store: Store) -> None:
    failures = [StorageUnavailable("locked")]

    async def owe(alert: Alert, at: datetime) -> bool:
        if failures:
            raise failures.pop()
        return await store.outbox.owe_greeting(alert, at)

    greeter = ChannelGreeter(owe, (HERE,), watched=lambda: WATCHED, paused=(), wake=lambda: None, now=lambda: NOON)
    with pytest.raises(StorageUnavailable):
        await greeter.on_snapshot(object())
    assert await owed(store) is None
    await greeter.on_snapshot(object())
    assert await owed(store) is not None
