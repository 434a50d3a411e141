"""Whatever is wrong with a database at start has its sentence, and no password is in it."""

import asyncio
import threading

import pytest

from bot.errors import BadDatabase, StorageUnavailable
from bot.storage.open_database import open_store
from tests.moments import NOON
from tests.postgres_server import Postgres
from tests.rows import each_row


async def _refusal(address: str) -> str:
    with pytest.raises(BadDatabase) as refusal:
        await (await open_store(address, now=lambda: NOON)).close()
    return str(refusal.value)


@each_row(
    ("address", "sentence"),
    [
        ("sqlite+aiosqlite:////nowhere/capacity.db?timeout=soon", "could not convert string to float: 'soon'"),
        ("postgresql+asyncpg://bot:hush@127.0.0.1:1/name?sslmode=require", "unexpected keyword argument 'sslmode'"),
        ("postgresql+asyncpg://bot:hush@127.0.0.1:1/name?ssl=maybe", "must be one of"),
        ("postgresql+asyncpg://bot:hush@127.0.0.1/name?port=abc", "Received non-integer port arguments: ('abc',)"),
        ("postgresql+asyncpg://bot:hush@.../name", "DATABASE_URL can't be used as it is: "),
    ],
)
async def test_an_option_that_a_driver_refuses_is_named(address: str, sentence: str) -> None:
    refusal = await _refusal(address)
    assert sentence in refusal
    assert "hush" not in refusal


@each_row(
    "address",
    [
        "postgresql+asyncpg://bot:hush@127.0.0.1:1/name",
        "postgresql+asyncpg://bot:hush@/name?host=/nowhere",
        "postgresql+asyncpg://bot:hush@no-such-host.invalid/name",
    ],
)
async def test_a_server_that_is_not_reached_may_be_reached_later(address: str) -> None:
    with pytest.raises(StorageUnavailable) as failure:
        await open_store(address, now=lambda: NOON)
    assert isinstance(failure.value.__cause__, OSError)
    assert str(failure.value).startswith("the database postgresql+asyncpg://bot:***@")


async def test_a_database_or_user_that_the_server_does_not_have_is_refused_in_words(postgres: Postgres) -> None:
    assert 'database "nowhere" does not exist' in await _refusal(postgres.url("nowhere"))
    stranger = postgres.url("postgres").replace("://", "://stranger:hush-", 1).replace("hush-bot", "hush")
    refusal = await _refusal(stranger)
    assert 'role "stranger" does not exist' in refusal
    assert "hush" not in refusal


async def test_a_closed_store_leaves_no_thread_behind(database_url: str) -> None:
    await asyncio.to_thread(str)  # asyncio's own thread
    before = set(threading.enumerate())
    store = await open_store(database_url, now=lambda: NOON)
    await asyncio.gather(*(store.synced(f"{number}") for number in range(20)))
    await store.close()
    await store.close()
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith("asyncio"):
            thread.join(timeout=10)
            assert not thread.is_alive()
