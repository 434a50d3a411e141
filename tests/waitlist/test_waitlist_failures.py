"""The waitlist where the database is away, or loses its answers, or a decision has a bug."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.errors import StorageUnavailable
from bot.storage.waiter_store import Decide
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waiter_and_offer import Waiter
from bot.waitlist.waitlist import Waitlist
from bot.waitlist.waitlist_storage import WaitlistUpdate
from tests.chat.discord.kept_waiters import KeptWaiters
from tests.delivery.far_end_log import living
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON
from tests.waitlist.hall import Hall
from tests.waitlist.made import look, waiter


class LostAnswers(KeptWaiters):
    """Stores what is decided, and loses the database's answer to it."""

    async def decide(
        self, decide: Callable[[Sequence[Waiter]], WaitlistUpdate], at: datetime, *, provider: str | None = None
    ) -> WaitlistUpdate:
        """Store, and fail."""
        await super().decide(decide, at, provider=provider)
        raise StorageUnavailable("connection was closed in the middle of operation")


async def test_delivery_is_woken_when_the_answer_to_a_stored_offer_was_lost() -> None:
    store = LostAnswers()
    store.rows[1] = waiter()
    woken: list[int] = []
    waitlist = Waitlist(
        store, PresentWaiters(now=lambda: NOON), wake=lambda: woken.append(len(store.alerts)), now=lambda: NOON
    )
    with pytest.raises(StorageUnavailable):
        await waitlist.on_snapshot(look(a=1))
    assert woken == [1]


async def test_a_database_that_is_away_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    store = KeptWaiters()
    store.down = True
    line = Waitlist(store, PresentWaiters(now=lambda: NOON), wake=lambda: None, now=lambda: NOON)
    with pytest.raises(StorageUnavailable):
        await line.on_snapshot(look(a=1))
    async with living(line.run()):
        async with asyncio.timeout(GIVE_UP_AFTER):
            while "tried again" not in caplog.text:  # noqa: ASYNC110 - a log wakes nobody
                await asyncio.sleep(0.01)
        store.down = False
        store.rows[1] = waiter(until=NOON)
        await line.join(replace(waiter(), member=1))
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not store.alerts:  # noqa: ASYNC110 - nor does a list
                await asyncio.sleep(0.01)


async def test_a_bug_in_what_is_decided_ends_no_waiting_and_is_reported(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbling:
        """The store, with a bug in the first decision."""

        bugs = 1

        def __getattr__(self, name: str) -> object:
            return getattr(hall.store.waiters, name)

        async def decide(self, decide: Decide, at: datetime, *, provider: str | None = None) -> WaitlistUpdate:
            if self.bugs:
                self.bugs -= 1
                raise ValueError("a bug")
            return await hall.store.waiters.decide(decide, at, provider=provider)

    waitlist = Waitlist(Stumbling(), PresentWaiters(now=lambda: NOON), wake=lambda: None, now=lambda: NOON)  # type: ignore[arg-type]  # by name
    async with living(waitlist.run()):
        async with asyncio.timeout(GIVE_UP_AFTER):
            while "please report it" not in caplog.text:  # noqa: ASYNC110 - a log wakes nobody
                await asyncio.sleep(0.01)
        await waitlist.join(waiter(until=NOON))
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not await hall.store.outbox.owed_channels():  # noqa: ASYNC110 - nor does a database
                await asyncio.sleep(0.01)
