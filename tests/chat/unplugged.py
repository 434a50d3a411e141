"""A database that fails from now on."""

from sqlalchemy import text

from bot.storage.database import Store
from bot.storage.transactions import writing


async def unplug(store: Store, *tables: str) -> None:
    """Make every read and write of these tables fail."""
    async with writing(store._engine) as connection:  # noqa: SLF001 - a store has no way of its own to break it
        for table in tables:
            await connection.execute(text(f"ALTER TABLE {table} RENAME TO {table}_of_before"))
