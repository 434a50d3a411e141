"""What is stored of alerts, for those who ask why they were told or not; it changes nothing.

Every method raises ``StorageUnavailable`` if the database fails. Alerts that this version can't read are left out, and
those that tell of no change where many are listed: boards, and notices to those who wait for a slot. Not here:
who may ask about which (``chat``), for how long alerts are kept (``programs.upkeep``).
"""

from collections.abc import Collection

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.delivery.stored_alerts import StoredAlert
from bot.storage import alert_rows, tables
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.engine import reading

SHORTEST_PREFIX = 4

# As ``alert_rows.body`` writes it: the kind comes first.
_of_changes = and_(
    *(~tables.alert.c.body.startswith(f'{{"kind": "{other}"', autoescape=True) for other in ("board", "notice"))
)


class AlertLookup:
    """The part of a ``Store`` that tells what became of alerts."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def find(self, prefix: str) -> tuple[StoredAlert, ...]:
        """Find the alerts whose keys begin so, the newest first; none where that is shorter than ``SHORTEST_PREFIX``.

        It is what people type: keys are all lower case, telephones like to begin with a capital letter.
        """
        if len(prefix) < SHORTEST_PREFIX or not (prefix.isascii() and prefix.isalnum()):
            return ()
        named = tables.alert.c.key.startswith(prefix.lower())
        return await self._entries(select(tables.alert).where(named, _of_changes))

    @cancel_shielded
    async def recent(self, channels: Collection[int], limit: int) -> tuple[StoredAlert, ...]:
        """List the newest alerts of some channels, at most so many, the newest first."""
        newest = select(tables.alert).where(tables.alert.c.channel.in_(channels), _of_changes).limit(limit)
        return await self._entries(newest)

    @cancel_shielded
    async def entry(self, key: str) -> StoredAlert | None:
        """Return what is stored of an alert."""
        found = await self._entries(select(tables.alert).where(tables.alert.c.key == key))
        return found[0] if found else None

    async def _entries(self, wanted: Select[*tuple[object, ...]]) -> tuple[StoredAlert, ...]:
        async with reading(self._engine) as connection:
            stored = await connection.execute(wanted.order_by(tables.alert.c.id.desc()))
            return tuple(entry for row in stored if (entry := alert_rows.entry(row)) is not None)
