"""The watches in the database; one method is one transaction.

Every method raises ``StateUnavailable`` when the database fails, and has changed nothing then. Not here: which watches
may be stored (``bot.watches``).
"""

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.watch import Watch, When
from bot.state import tables
from bot.state.engine import reading, writing
from bot.state.uninterrupted import uninterrupted


class WatchStore:
    """The part of a ``Store`` that keeps watches."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @uninterrupted
    async def watches(self) -> tuple[Watch, ...]:
        """Give every stored watch, the oldest first."""
        async with reading(self._engine) as connection:
            stored = await connection.execute(select(tables.watch).order_by(tables.watch.c.id))
            return tuple(_watch(row) for row in stored)

    @uninterrupted
    async def add_watch(self, watch: Watch) -> int:
        """Store a watch and give it its number, which no other watch ever had."""
        async with writing(self._engine) as connection:
            added = await connection.execute(insert(tables.watch).returning(tables.watch.c.id), _row(watch))
            number: int = added.scalar_one()
            return number

    @uninterrupted
    async def change_watch(self, watch: Watch) -> None:
        """Store a watch as it is from now on."""
        async with writing(self._engine) as connection:
            await connection.execute(update(tables.watch).where(tables.watch.c.id == watch.id), _row(watch))

    @uninterrupted
    async def remove_watch(self, watch_id: int) -> None:
        """Forget a watch."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(tables.watch).where(tables.watch.c.id == watch_id))


def _row(watch: Watch) -> dict[str, object]:
    return {
        "guild": watch.guild,
        "channel": watch.channel,
        "provider": watch.provider,
        "account": watch.account,
        "role": watch.role,
        "when": watch.when.value,
    }


def _watch(row: Row[*tuple[object, ...]]) -> Watch:
    return Watch(
        id=row.id,
        guild=row.guild,
        channel=row.channel,
        provider=row.provider,
        account=row.account,
        role=row.role,
        when=When(row.when),
    )
