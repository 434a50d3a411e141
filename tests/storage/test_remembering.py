"""What is remembered of a provider survives, as a whole or not at all."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.provider_answer import ProviderAnswer
from bot.accounts.roster import FORGOTTEN_AFTER, AccountState, update_roster
from bot.alerts.alert_state import ProviderMemory
from bot.errors import StorageUnavailable
from bot.storage.database import Store
from bot.storage.open_database import open_store
from bot.storage.provider_rows import NAMED_AT_LAG
from tests.databases import ON_BOTH
from tests.moments import NOON, after
from tests.storage.raw import say
from tests.storage.records import AWKWARD, CHANNEL, FIRST_SEEN, FULL, alert, evaluation_with, freed, read_back, roster

FAILING = FailureStreak(failures=3, since=after(microseconds=9), watched_until=after(seconds=60))


async def test_everything_known_of_a_provider_survives_a_restart(database_url: str) -> None:
    store = await open_store(database_url, now=lambda: NOON)
    wanted = evaluation_with(FULL, FIRST_SEEN, streak=FAILING, alerts=[alert()])
    wanted = replace(wanted, remembered=replace(wanted.remembered, missing_since=after(hours=-3)))
    await store.save_evaluation("minimax", wanted, NOON)
    await store.close()
    store = await open_store(database_url, now=lambda: NOON)
    remembered, owed = await store.load_memory("minimax"), await store.outbox.oldest_owed(CHANNEL)
    await store.close()
    known = read_back(FULL, FIRST_SEEN)
    assert remembered == ProviderMemory(roster=known, streak=FAILING, missing_since=after(hours=-3))
    assert owed is not None
    assert (owed.alert, owed.owed_at, owed.attempts) == (alert(), NOON, 0)


async def test_the_latest_knowledge_of_each_provider_is_remembered_apart(store: Store) -> None:
    assert await store.load_memory("minimax") == ProviderMemory()
    free = structs.replace(FULL, settled=AccountState.FREE, since=NOON, fault=None, limit=4)
    await store.save_evaluation("minimax", evaluation_with(FULL, streak=FAILING), NOON)
    await store.save_evaluation("kling", evaluation_with(FULL, FIRST_SEEN, streak=FAILING), NOON)
    await store.save_evaluation("kling", evaluation_with(free), NOON)
    assert await store.load_memory("minimax") == ProviderMemory(roster=read_back(FULL), streak=FAILING)
    assert await store.load_memory("kling") == ProviderMemory(roster=read_back(free))


@ON_BOTH
async def test_an_account_may_be_called_anything(store: Store) -> None:
    names = [AWKWARD, "", "x" * 100_000, "".join(map(chr, range(1, 9000)))]
    names += ["\0", "\\0000", "a\0", "a\ud800", "a\udfff", "a?", "a�", "a\\0000", "a"]  # what differs stays apart
    odd = [structs.replace(FULL, account=name, fault=AWKWARD) for name in names]
    await store.save_evaluation("minimax", evaluation_with(*odd), NOON)
    assert (await store.load_memory("minimax")).roster == read_back(*odd)


async def test_a_limit_beyond_any_database_becomes_the_largest_it_holds(store: Store) -> None:
    limits = {2**63 - 1: 2**63 - 1, 10**30: 2**63 - 1, -(10**30): -(2**63), 0: 0, None: None}
    odd = [structs.replace(FULL, account=f"{said}", limit=said) for said in limits]
    await store.save_evaluation("minimax", evaluation_with(*odd), NOON)
    kept = (await store.load_memory("minimax")).roster
    assert {said: kept[f"{said}"].limit for said in limits} == limits


async def test_more_accounts_than_a_statement_has_parameters_are_remembered_and_forgotten(store: Store) -> None:
    many = [structs.replace(FIRST_SEEN, account=f"account {number:04}") for number in range(3_300)]
    await store.save_evaluation("minimax", evaluation_with(*many), NOON)
    assert (await store.load_memory("minimax")).roster == read_back(*many)
    await store.save_evaluation("minimax", evaluation_with(), NOON)
    assert (await store.load_memory("minimax")).roster == {}


async def test_a_restart_never_forgets_an_account_too_early_nor_ever_again_later(database_url: str) -> None:
    last_named = after(minutes=59)
    known = roster(FIRST_SEEN)
    for restart in range(3):
        store = await open_store(database_url, now=lambda: NOON)
        if restart:
            known = dict((await store.load_memory("minimax")).roster)
        else:
            await store.save_evaluation("minimax", evaluation_with(*known.values()), NOON)
            known = roster(structs.replace(FIRST_SEEN, last_seen=last_named))
        evaluation = evaluation_with(*known.values(), streak=FailureStreak(failures=restart))
        await store.save_evaluation("minimax", evaluation, after(hours=restart))
        await store.close()
    (named_at,) = (account.last_seen for account in known.values())
    assert last_named <= named_at <= last_named + NAMED_AT_LAG
    assert update_roster(known, ProviderAnswer(), None, last_named + FORGOTTEN_AFTER - timedelta(microseconds=1))
    assert not update_roster(known, ProviderAnswer(), None, last_named + NAMED_AT_LAG + FORGOTTEN_AFTER)


@ON_BOTH
async def test_knowledge_and_the_alerts_it_owes_are_kept_together_or_not_at_all(
    database_url: str, store: Store
) -> None:
    await store.save_evaluation("minimax", evaluation_with(FULL), NOON)
    await say(database_url, "ALTER TABLE alert RENAME TO elsewhere")
    with pytest.raises(StorageUnavailable) as failure:
        await store.save_evaluation("minimax", evaluation_with(FIRST_SEEN, streak=FAILING, alerts=[alert()]), NOON)
    await say(database_url, "ALTER TABLE elsewhere RENAME TO alert")
    assert failure.value.__cause__ is not None
    assert await store.load_memory("minimax") == ProviderMemory(roster=read_back(FULL))
    assert await store.outbox.oldest_owed(CHANNEL) is None


async def test_nothing_is_written_when_nothing_differs(migrated_file: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(migrated_file, tmp_path))
    store = await open_store(f"sqlite+aiosqlite:///{file}", now=lambda: NOON)
    await store.save_evaluation("minimax", evaluation_with(FULL, FIRST_SEEN, streak=FAILING, alerts=[alert()]), NOON)
    log = file.with_name("capacity.db-wal")
    before = log.read_bytes()
    named_again = [structs.replace(known, last_seen=after(minutes=30)) for known in (FULL, FIRST_SEEN)]
    evaluation = evaluation_with(*named_again, streak=FAILING, alerts=[alert()], amendments=[freed("never stored")])
    await store.save_evaluation("minimax", evaluation, after(minutes=30))
    unchanged = log.read_bytes() == before
    await store.save_evaluation("minimax", evaluation_with(*named_again), after(minutes=30))
    changed = log.read_bytes() != before
    await store.close()
    assert unchanged
    assert changed


@ON_BOTH
async def test_two_stores_on_one_database_see_each_other_and_do_not_collide(database_url: str, store: Store) -> None:
    other = await open_store(database_url, now=lambda: NOON)
    saves = [
        (store if number % 2 else other).save_evaluation(
            f"provider {number}", evaluation_with(FULL, alerts=[alert(f"{number}")]), NOON
        )
        for number in range(4)
    ]
    await asyncio.gather(*saves)
    for number in range(4):
        assert (await (other if number % 2 else store).load_memory(f"provider {number}")).roster == read_back(FULL)
    await other.close()
