"""Read-only access to stored alerts, for ``/why`` and the buttons below an alert.

Alerts that this version can't read are left out.
``find`` and ``recent`` return changes and drills only. ``get`` also returns boards, greetings, reports and notices to
waiters: a button holds the whole key.
"""

from collections.abc import Collection

from sqlalchemy import Select, and_, or_, select

from bot.alerts.alert import Changes, Drill
from bot.delivery.stored_alerts import StoredAlert
from bot.storage import alert_rows, tables
from bot.storage.transactions import StorePart, reading

SHORTEST_PREFIX = 4

_listed = or_(
    *(tables.alert.c.body.startswith(alert_rows.body_prefix(kind), autoescape=True) for kind in (Changes, Drill))
)


class AlertLookup(StorePart):
    """The part of a ``Store`` that looks alerts up."""

    async def find(self, prefix: str) -> tuple[StoredAlert, ...]:
        """Return the alerts whose keys start with ``prefix``, the newest first; none if it is too short.

        The case is ignored, since people type it, and phones capitalise the first letter.
        """
        if len(prefix) < SHORTEST_PREFIX or not (prefix.isascii() and prefix.isalnum()):
            return ()
        begins = tables.alert.c.key.startswith(prefix.lower())
        found = or_(tables.alert.c.key == prefix.lower(), and_(begins, _listed))
        return await self._read(select(tables.alert).where(found))

    async def recent(self, channels: Collection[int], limit: int) -> tuple[StoredAlert, ...]:
        """Return the newest alerts of some channels, at most ``limit``, the newest first."""
        newest = select(tables.alert).where(tables.alert.c.channel.in_(channels), _listed).limit(limit)
        return await self._read(newest)

    async def get(self, key: str) -> StoredAlert | None:
        """Return what is stored of an alert; None if nothing is."""
        found = await self._read(select(tables.alert).where(tables.alert.c.key == key))
        return found[0] if found else None

    async def by_message(self, channel: int, message: int) -> StoredAlert | None:
        """Return the alert, board, greeting or report that a message of a channel tells; None if it tells none."""
        columns = tables.alert.c
        told = select(tables.alert).where(columns.message_id == message, columns.channel == channel)
        found = await self._read(told)
        return found[0] if found else None

    async def _read(self, wanted: Select[*tuple[object, ...]]) -> tuple[StoredAlert, ...]:
        async with reading(self._engine) as connection:
            stored = await connection.execute(wanted.order_by(tables.alert.c.id.desc()))
            return tuple(alert for row in stored if (alert := alert_rows.stored_alert(row)) is not None)
