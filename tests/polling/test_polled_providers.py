"""Which providers are polled may change while the poller runs."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.accounts.snapshot import Snapshot
from bot.polling.all_pollers import Poller
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON
from tests.polling.evaluating import Forgetful, without_audience

ANSWER = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1),))


class Listener:
    """Notes whose snapshots it heard of."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def on_snapshot(self, snapshot: Snapshot, /) -> None:
        """Note it."""
        self.heard.append(snapshot.provider)


def watched(name: str, before: Callable[[], object] = lambda: None) -> ProviderPoller:
    async def look() -> Look:
        before()
        await asyncio.sleep(0)
        return Look(at=NOON, answer=ANSWER)

    return ProviderPoller(
        name,
        look=look,
        schedule=PollSchedule(every=timedelta(hours=1), now=lambda: NOON, monotonic=lambda: 0.0, jitter=lambda: 1.0),
        store=Forgetful(),
        evaluate=without_audience(name),
        wake=lambda: None,
    )


async def test_a_provider_that_is_added_is_polled_at_once_and_heard_of() -> None:
    listener, poller = Listener(), Poller()
    poller.add_listener(listener)
    running = asyncio.create_task(poller.run())
    await asyncio.sleep(0)
    poller.add(watched("kling"))
    state = await poller.providers["kling"].fresh_state()
    running.cancel()

    assert state.snapshot is not None
    assert listener.heard == ["kling"]


async def test_providers_keep_their_order_whenever_they_come() -> None:
    poller = Poller([watched("kling")], order=("minimax", "kling"))
    seen = poller.providers
    for name in ("new", "minimax"):
        poller.add(watched(name))
    assert list(seen) == ["minimax", "kling", "new"]


async def test_a_provider_that_is_removed_is_polled_no_more_and_nobody_waits_for_it() -> None:
    looks: list[int] = []
    poller = Poller([watched("kling", lambda: looks.append(1))])
    kling = poller.providers["kling"]
    async with asyncio.timeout(GIVE_UP_AFTER):
        asking = asyncio.create_task(kling.fresh_state())
        await asyncio.sleep(0)
        poller.remove("kling")
        assert await asking == await kling.fresh_state()
        await kling.run()
    assert (looks, list(poller.providers)) == ([], [])


async def test_a_provider_that_is_removed_during_a_look_ends_after_it() -> None:
    poller = Poller()
    poller.add(watched("kling", lambda: poller.remove("kling")))
    kling = poller.providers["kling"]
    async with asyncio.timeout(GIVE_UP_AFTER):
        await kling.run()
    assert kling.latest.snapshot is not None
