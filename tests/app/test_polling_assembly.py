"""What polls providers, put together from the settings and from what is stored."""

from datetime import timedelta

from bot.app.engine import EngineConfig, Memory
from bot.app.polling_assembly import PollerFactory, candidates
from bot.polling.all_pollers import Poller
from bot.polling.found_provider import FoundBy, FoundProvider
from bot.providers.catalogue import CATALOGUE
from bot.providers.token_subscription import match_service
from bot.providers.useapi_client import UseapiClient
from bot.storage.database import Store
from bot.storage.open_database import open_store
from tests.moments import NOON, after

EVERY = timedelta(seconds=30)
AUTO = EngineConfig(providers=None, poll_every=EVERY)
CLIENT = UseapiClient("http://127.0.0.1:1", "user:1-a")


async def found(url: str, *stored: FoundProvider) -> Poller:
    """Build what polls the providers that were found before a restart."""
    store: Store = await open_store(url, now=lambda: NOON)
    try:
        for one in stored:
            await store.found.save_found(one)
        memory = Memory(store, AUTO)
        factory = PollerFactory(memory=memory, client=CLIENT)
        poller = factory.poller()
        await factory.discovery(poller).load()
        return poller
    finally:
        await store.close()


async def test_what_was_gone_before_the_restart_is_not_set_up(database_url: str) -> None:
    poller = await found(
        database_url,
        FoundProvider(name="minimax", found_by=FoundBy.SUMMARY, found_at=NOON),
        FoundProvider(name="kling", found_by=FoundBy.SUMMARY, found_at=NOON, missing_since=after(hours=1)),
        FoundProvider(name="of another version", found_by=FoundBy.SUMMARY, found_at=NOON),
    )
    assert {name: one.set_up for name, one in poller.latest().items()} == {"minimax": True, "kling": False}


def test_every_provider_is_found_by_its_title_or_asked_only_when_named() -> None:
    may = candidates(CLIENT)
    for name, provider in CATALOGUE.items():
        assert (name in may.on_request) is provider.only_named
        assert match_service(f"{provider.title} API", {**may.called, **may.on_request}) == name
