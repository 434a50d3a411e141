"""Sent messages in the database: what they should show, and which version they show."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from bot.alerts.alert import Alert
from bot.alerts.alert_composition import key_of
from bot.delivery.stored_alerts import MessageStorage, OutdatedMessage, Uptime
from bot.storage import alert_rows, tables
from bot.storage.transactions import StorePart, reading, taking_turns, writing
from bot.subscriptions.mute import Mute

_ALERT = tables.alert.c

# Made once: making a statement takes a third of the time of running it.
_OUTDATED_CHANNELS = (
    select(_ALERT.channel).where(tables.outdated).group_by(_ALERT.channel).order_by(func.min(_ALERT.id))
)
_OUTDATED = select(tables.alert).where(_ALERT.channel == bindparam("of_channel"), tables.outdated).order_by(_ALERT.id)
_NOTE_EDIT = (
    update(tables.alert)
    .where(_ALERT.id == bindparam("alert_id"))
    .values(edited_at=bindparam("at"), attempt_boot=bindparam("boot"), attempt_uptime=bindparam("seconds"))
)
_MARK_EDITED = (
    update(tables.alert)
    .where(_ALERT.id == bindparam("alert_id"), _ALERT.shown < bindparam("edited_to"))
    .values(shown=bindparam("edited_to"))
)


class MessageStore(StorePart, MessageStorage):
    """The part of a ``Store`` that holds sent messages."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._reads = taking_turns(engine)
        self._in_turn = taking_turns(engine)

    @override
    async def outdated_channels(self) -> tuple[int, ...]:
        async with reading(self._reads) as connection:
            return tuple((await connection.execute(_OUTDATED_CHANNELS)).scalars())

    @override
    async def outdated(self, channel: int) -> tuple[OutdatedMessage, ...]:
        async with reading(self._reads) as connection:
            stored = await connection.execute(_OUTDATED, {"of_channel": channel})
            return tuple(outdated for row in stored if (outdated := alert_rows.outdated_message(row)) is not None)

    @override
    async def note_edit(self, alert_id: int, at: datetime, uptime: Uptime) -> None:
        noted = {"alert_id": alert_id, "at": at, "boot": uptime.boot, "seconds": uptime.seconds}
        async with writing(self._in_turn) as connection:
            await connection.execute(_NOTE_EDIT, noted)

    @override
    async def mark_edited(self, alert_id: int, version: int) -> None:
        async with writing(self._in_turn) as connection:
            await connection.execute(_MARK_EDITED, {"alert_id": alert_id, "edited_to": version})

    @override
    async def replace_message(self, alert_id: int, version: int, at: datetime) -> bool:
        this = tables.alert.c.id == alert_id
        async with writing(self._in_turn) as connection:
            row = (await connection.execute(select(tables.alert).where(this).with_for_update())).one_or_none()
            alert = None if row is None else alert_rows.read_alert(row.body)
            if row is None or alert is None or not alert.is_live:
                await connection.execute(update(tables.alert).where(this).values(shown=version))
                return False
            again = _again(alert, version)
            settled = update(tables.alert).where(this).values(shown=row.version, continued_in=again.key)
            await connection.execute(settled)
            await alert_rows.owe(connection, [alert_rows.alert_row(again, at)])
            return True

    async def note_muted(self, key: str, mute: Mute | None) -> None:
        """Store in an alert the mute of its subject; None once the mute is over."""
        async with writing(self._in_turn) as connection:
            await alert_rows.rewrite(connection, [(key, lambda alert: replace(alert, muted=mute))])


def _again(alert: Alert, version: int) -> Alert:
    # Without a ping: the first message had it.
    return replace(alert, key=key_of(alert.key, "again", version), roles=(), gathers_until=None)
