"""The providers that were found, in the database."""

from dataclasses import replace

from bot.polling.found_provider import FoundBy, FoundProvider
from bot.storage.database import Store
from bot.storage.open_database import open_store
from tests.moments import NOON, after
from tests.storage.records import FULL, evaluation_with, state

KLING = FoundProvider(name="kling", found_by=FoundBy.ACCOUNT_LIST, found_at=NOON, missing_since=after(hours=1))
MINIMAX = FoundProvider(name="minimax", found_by=FoundBy.SUMMARY, found_at=after(microseconds=1))


async def test_what_was_found_survives_a_restart(database_url: str) -> None:
    store = await open_store(database_url, now=lambda: NOON)
    for found in (MINIMAX, KLING):
        await store.found.save_found(found)
    await store.close()

    store = await open_store(database_url, now=lambda: NOON)
    assert await store.found.found_providers() == (KLING, MINIMAX)
    await store.close()


async def test_a_provider_is_stored_once_and_deleted_alone(store: Store) -> None:
    back = replace(KLING, missing_since=None)
    for found in (KLING, MINIMAX, back):
        await store.found.save_found(found)
    assert await store.found.found_providers() == (back, MINIMAX)
    await store.found.delete_found("minimax")
    assert await store.found.found_providers() == (back,)


async def test_remembered_is_whatever_has_accounts_or_was_told_of(store: Store) -> None:
    await store.save_evaluation("kling", evaluation_with(FULL), NOON)
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state("200300")]), NOON)
    await store.save_evaluation("pixverse", evaluation_with(), NOON)
    assert await store.found.remembered_providers() == ("kling", "minimax")
