"""A watch of the version before says what it tells and when it pings from now on; nothing else of it changes."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.open_database import open_store
from bot.subscriptions.watch import Ping, Tell, Watch, When
from tests.moments import NOON
from tests.storage.raw import say

WATCH = Watch(id=1, guild=1, channel=2, provider="minimax", role=3)


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.storage:migrations")
    command.upgrade(config, "0007")


@pytest.mark.parametrize(
    ("when", "warn", "tell", "when_now", "warn_now"),
    [
        ("both", 3, Tell.EVERYTHING, When.BOTH, 3),
        ("full", 1, Tell.EVERYTHING, When.FULL, 1),
        ("freed", 0, Tell.EVERYTHING, When.FREED, None),
        ("stuck", None, Tell.STUCK, When.BOTH, None),
    ],
)
async def test_a_watch_of_before_opens_and_goes_on(
    new_database_url: str, when: str, warn: int | None, tell: Tell, when_now: When, warn_now: int | None
) -> None:
    engine = create_async_engine(new_database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
    await say(
        new_database_url,
        "INSERT INTO watch (guild, channel, provider, role, \"when\", warn) VALUES (1, 2, 'minimax', 3, :when, :warn)",
        values={"when": when, "warn": warn},
    )

    store = await open_store(new_database_url, now=lambda: NOON)
    (watch,) = await store.watches.watches()
    await store.close()

    assert (watch.tell, watch.when, watch.warn, watch.ping) == (tell, when_now, warn_now, Ping.NOTHING_FREE)
    assert (watch.channel, watch.role, watch.provider) == (WATCH.channel, WATCH.role, WATCH.provider)
