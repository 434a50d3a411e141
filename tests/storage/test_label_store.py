"""Labels of accounts in the database."""

import pytest

from bot.accounts.account_labels import AccountLabel, AccountLabels
from bot.errors import StorageUnavailable
from bot.storage.open_database import open_store
from bot.storage.store import Store
from tests.moments import NOON
from tests.storage.raw import say
from tests.storage.records import AWKWARD

FIRST = AccountLabel(provider="minimax", account=AWKWARD, label=AWKWARD[:32])
OTHERS = (
    AccountLabel(provider="kling", account=AWKWARD, label="b"),
    AccountLabel(provider="minimax", account="x" * 5000, label="c"),
)


async def test_labels_survive_a_restart_and_of_an_account_the_newest_counts(database_url: str) -> None:
    store = await open_store(database_url, now=lambda: NOON)
    changed = AccountLabel(provider="minimax", account=AWKWARD, label="studio-a")
    for label in (FIRST, *OTHERS, changed):
        await store.labels.set_label(label)
    await store.close()

    store = await open_store(database_url, now=lambda: NOON)
    stored = await store.labels.labels()
    await store.close()

    assert set(stored) == {changed, *OTHERS}


async def test_a_removed_label_is_gone_and_no_other(store: Store) -> None:
    for label in (FIRST, *OTHERS):
        await store.labels.set_label(label)
    await store.labels.remove_label("minimax", AWKWARD)
    await store.labels.remove_label("minimax", "nobody")
    assert set(await store.labels.labels()) == set(OTHERS)


async def test_a_database_that_fails_is_named_by_every_method(store: Store, database_url: str) -> None:
    await say(database_url, "DROP TABLE account_label")
    for work in (store.labels.labels(), store.labels.set_label(FIRST), store.labels.remove_label("minimax", "1")):
        with pytest.raises(StorageUnavailable):
            await work


def label(text: str, account: str = "1") -> AccountLabel:
    return AccountLabel(provider="minimax", account=account, label=text)


async def test_a_stored_label_takes_the_place_of_the_settings_until_it_is_removed(store: Store) -> None:
    labels = AccountLabels(store.labels, {"minimax/1": "first", "kling/1": "other"})
    await labels.set(label("second"))
    await labels.set(label("new", "2"))
    assert dict(labels) == {"minimax/1": "second", "kling/1": "other", "minimax/2": "new"}
    assert len(labels) == 3
    assert (labels.stored("minimax", "1"), labels.stored("kling", "1")) == ("second", None)
    assert labels.of_provider("minimax") == {"1": "second", "2": "new"}

    restarted = AccountLabels(store.labels, {"minimax/1": "first"})
    assert dict(restarted) == {"minimax/1": "first"}
    await restarted.load()
    assert dict(restarted) == {"minimax/1": "second", "minimax/2": "new"}
    for account in ("1", "2"):
        await restarted.remove("minimax", account)
    assert dict(restarted) == {"minimax/1": "first"}


async def test_what_could_not_be_stored_is_not_used(store: Store, database_url: str) -> None:
    labels = AccountLabels(store.labels, {})
    await labels.set(label("kept"))
    await say(database_url, "DROP TABLE account_label")
    with pytest.raises(StorageUnavailable):
        await labels.set(label("lost"))
    with pytest.raises(StorageUnavailable):
        await labels.remove("minimax", "1")
    assert dict(labels) == {"minimax/1": "kept"}
