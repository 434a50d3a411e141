"""The engine: what its parts are handed of each other."""

import asyncio
from datetime import timedelta

from bot.alerts.waiter_notice import OfferedSlots
from bot.app.clock import now
from bot.app.engine import Engine, EngineConfig, Memory
from bot.app.polling_assembly import PollerFactory
from bot.providers.useapi_client import UseapiClient
from bot.storage.database import Store
from bot.waitlist.waiter_and_offer import offer_alert, with_offer
from tests.delivery.far_end_log import living
from tests.fakes.feed import GIVE_UP_AFTER
from tests.far_end import FarEnd
from tests.waitlist.made import offer_of, waiter


async def test_an_offer_that_the_waitlist_calls_stale_is_not_posted(store: Store) -> None:
    config, far_end = EngineConfig(providers=("minimax",), poll_every=timedelta(minutes=1)), FarEnd()
    async with UseapiClient("http://127.0.0.1:9", "user:1-token") as client:
        memory = Memory(store, config)
        poller = PollerFactory(memory=memory, client=client).poller()
        engine = Engine(memory, poller, ports=far_end.ports)
    waiting = waiter()
    offered = with_offer(waiting, (OfferedSlots(account="a", slots=1, free=1),), now() - timedelta(minutes=10))
    await store.outbox.owe([offer_alert(waiting, offer_of(offered))], now())
    async with living(engine.sender.run()), asyncio.timeout(GIVE_UP_AFTER):
        while await store.outbox.oldest_owed(waiting.channel) is not None:  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.01)
    assert far_end.attempts == []
