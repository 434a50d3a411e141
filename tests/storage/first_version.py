"""Databases as the first released version made and filled them."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from tests.storage.raw import say
from tests.storage.records import CHANNEL

AT = "2026-05-15T12:00:00.000007Z"
SHORT_NEWS = [{"account": "a", "what": "full", "in_use": 3, "limit": 3}]


def old_body(**changes: object) -> dict[str, object]:
    """Return the body of an alert as the first version wrote it."""
    plain: dict[str, object] = {
        "key": "first",
        "channel": CHANNEL,
        "provider": "minimax",
        "at": AT,
        "roles": [2**62],
        "news": [],
        "room": [],
        "outage": None,
        "drill": False,
    }
    return {**plain, **changes}


async def make_old(url: str) -> None:
    """Make the first tables."""

    def make(connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.storage:migrations")
        command.upgrade(config, "0001")

    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(make)


async def owe_old(url: str, key: str, body: str, **columns: object) -> None:
    """Put an alert into a database of the first version."""
    row = {"key": key, "channel": CHANNEL, "provider": "minimax", "body": body, "attempts": 0, **columns}
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    noon = "'2026-05-15 12:00:00.000000'"
    await say(url, f"INSERT INTO alert (owed_at, {names}) VALUES ({noon}, {values})", values=row)  # noqa: S608 - the names are ours
