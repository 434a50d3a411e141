"""The outbox in the database: alerts owed, and what became of them; one method is one transaction.

Every method raises ``StorageUnavailable`` if the database fails, and changes nothing then.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.alert import Cause
from bot.alerts.summary import summarise
from bot.delivery.stored_alerts import OwedAlert
from bot.storage import alert_rows, alert_writes, provider_writes, tables
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.engine import reading, writing

TOLD_ELSEWHERE = "told as part of another"
"""The reason of an alert that was folded."""

_log = logging.getLogger(__name__)


class OutboxStore:
    """The part of a ``Store`` that delivery asks."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now

    @cancel_shielded
    async def owed_channels(self) -> tuple[int, ...]:
        """Return the channels that alerts are owed to, the one that has waited longest first."""
        channel = tables.alert.c.channel
        longest_first = select(channel).where(tables.unsettled).group_by(channel).order_by(func.min(tables.alert.c.id))
        async with reading(self._engine) as connection:
            return tuple((await connection.execute(longest_first)).scalars())

    @cancel_shielded
    async def oldest_owed(self, channel: int) -> OwedAlert | None:
        """Return the oldest alert owed to a channel.

        One that this version can't read is given up with a line in the log, so that it does not block the channel.
        """
        oldest = (
            select(tables.alert)
            .where(tables.alert.c.channel == channel, tables.unsettled)
            .order_by(tables.alert.c.id)
            .limit(1)
        )
        while True:
            async with reading(self._engine) as connection:
                row = (await connection.execute(oldest)).one_or_none()
            if row is None:
                return None
            if (owed := alert_rows.owed(row)) is not None:
                return owed
            _log.error("alert %s for channel %s can't be read, so it is not told", row.key, channel)
            await self.give_up(row.id, "this version of the bot can't read it", self._now())

    @cancel_shielded
    async def note_attempt(self, owed_id: int, version: int, at: datetime) -> None:
        """Count an attempt at sending, and keep the version and the moment of the first; called before the attempt.

        The far end keeps what the first attempt brought, and drops the repeats.
        """
        columns = tables.alert.c
        await self._settle(
            owed_id,
            attempts=columns.attempts + 1,
            sending_since=func.coalesce(columns.sending_since, bindparam("at", at, columns.sending_since.type)),
            sending_version=func.coalesce(columns.sending_version, version),
        )

    @cancel_shielded
    async def mark_delivered(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        """Note that an alert was told, as which message if that is known; a second time changes nothing."""
        shown = func.coalesce(tables.alert.c.sending_version, tables.alert.c.version)
        await self._settle(owed_id, told_at=at, message_id=message_id, shown=shown)

    @cancel_shielded
    async def give_up(self, owed_id: int, reason: str, at: datetime, *, unheard: bool = False) -> None:
        """Note that an alert will never be told, and why.

        Args:
            owed_id: Its number.
            reason: Why.
            at: Since when.
            unheard: Whether its channel counts as not having heard of what it tells, and hears it another time.
        """
        columns = tables.alert.c
        owed = select(columns.key).where(columns.id == owed_id, tables.unsettled).with_for_update()
        async with writing(self._engine) as connection:
            key = (await connection.execute(owed)).scalar_one_or_none()
            if key is None:
                return
            await connection.execute(
                update(tables.alert).where(columns.id == owed_id).values(given_up_at=at, reason=reason)
            )
            if unheard:
                await provider_writes.mark_unheard(connection, key)

    @cancel_shielded
    async def fold(self, channel: int, cause: Cause | None, at: datetime) -> bool:
        """Fold what a channel is owed and nobody began to send into one alert, where that is more than one.

        What tells of no changes stays as it is, and so does what can't be read.

        Returns:
            Whether anything was folded.
        """
        columns = tables.alert.c
        waiting = select(tables.alert).where(
            columns.channel == channel, tables.unsettled, columns.sending_since.is_(None)
        )
        async with writing(self._engine) as connection:
            stored = await connection.execute(waiting.order_by(columns.id).with_for_update())
            unsent = [owed for row in stored if (owed := alert_rows.owed(row)) is not None and owed.alert.is_foldable]
            if len(unsent) < 2:  # noqa: PLR2004 - one by itself needs no folding
                return False
            into = summarise([owed.alert for owed in unsent], cause)
            several = update(tables.alert).where(columns.id == bindparam("folded"))
            settled = several.values(given_up_at=at, reason=TOLD_ELSEWHERE, continued_in=into.key)
            await connection.execute(settled, [{"folded": owed.id} for owed in unsent])
            await alert_writes.owe(connection, [alert_rows.alert_row(into, at)])
            return True

    async def _settle(self, owed_id: int, **values: object) -> None:
        async with writing(self._engine) as connection:
            await connection.execute(
                update(tables.alert).where(tables.alert.c.id == owed_id, tables.unsettled).values(**values)
            )
