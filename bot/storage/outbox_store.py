"""The outbox in the database: owed alerts, and what became of them."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from typing_extensions import override

from bot.alerts.alert import Alert, Cause
from bot.alerts.folded_alerts import is_summary_due, join_told, shared_failure, summarise
from bot.delivery.stored_alerts import DeliveryStatus, GivenUpBecause, OutboxStorage, OwedAlert, Uptime
from bot.storage import alert_rows, alert_state_rows, tables
from bot.storage.alert_state_rows import topic_key
from bot.storage.column_types import AnyRow
from bot.storage.transactions import StorePart, reading, taking_turns, writing
from bot.subscriptions.topics_and_conditions import PROVIDER

_OWED_CHANNELS = (  # made once: making a statement takes a third of the time of running it
    select(tables.alert.c.channel)
    .where(tables.unsettled)
    .group_by(tables.alert.c.channel)
    .order_by(func.min(tables.alert.c.id))
)

# Safe even if two looks end at once; both databases accept this syntax.
_GREET = text("INSERT INTO greeted_channel (channel, alert) VALUES (:channel, :alert) ON CONFLICT (channel) DO NOTHING")

_log = logging.getLogger(__name__)


def _same_failure(rows: Iterable[AnyRow]) -> list[OwedAlert]:
    """Return the first alerts that tell of one failure which providers share, and that nobody started to send."""
    found: list[OwedAlert] = []
    for row in rows:
        owed = alert_rows.owed_alert(row)
        if owed is None or owed.sending_since is not None:
            break
        failure = shared_failure(owed.alert)
        if failure is None or (found and failure != shared_failure(found[0].alert)):
            break
        found.append(owed)
    return found


async def _told_of(connection: AsyncConnection, later: Alert) -> tuple[int, Alert] | None:
    """Return the number of the alert that tells of the same failure already, and that alert joined with ``later``."""
    columns = tables.alert_state.c
    of_providers = columns.provider.in_(select(tables.provider.c.name)), columns.topic == topic_key(PROVIDER)
    open_there = select(columns.open_alert).where(
        *of_providers, columns.channel == later.channel, columns.open_alert.is_not(None)
    )
    keys = (await connection.execute(open_there)).scalars().all()
    for row in (await alert_rows.current(connection, keys, lock=True)).values():
        told = alert_rows.outdated_message(row)
        if told is None or row.told_at is None or row.message_id is None:
            continue
        if (joined := join_told(told.alert, row.told_at, later)) is not None:
            return told.id, joined
    return None


async def _continue_in(connection: AsyncConnection, key: str, folded: Sequence[OwedAlert], at: datetime) -> None:
    """Give up folded alerts, which continue in the alert with this key."""
    each = update(tables.alert).where(tables.alert.c.id == bindparam("alert_id"))
    settled = each.values(given_up_at=at, reason=GivenUpBecause.FOLDED, continued_in=key)
    await connection.execute(settled, [{"alert_id": owed.id} for owed in folded])


class OutboxStore(StorePart, OutboxStorage):
    """The part of a ``Store`` that holds owed alerts."""

    def __init__(self, engine: AsyncEngine, *, now: Callable[[], datetime]) -> None:
        super().__init__(engine)
        self._reads = taking_turns(engine)
        self._in_turn = taking_turns(engine)
        self._now = now

    async def owe(self, alerts: Sequence[Alert], at: datetime) -> None:
        """Owe alerts that follow from no look, in the order of delivery."""
        async with writing(self._engine) as connection:
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at) for alert in alerts])

    async def owe_greeting(self, alert: Alert, at: datetime) -> bool:
        """Owe a greeting, and note that its channel was greeted; return False if it had been before."""
        async with writing(self._engine) as connection:
            if not (await connection.execute(_GREET, {"channel": alert.channel, "alert": alert.key})).rowcount:
                return False
            await alert_rows.owe(connection, [alert_rows.alert_row(alert, at)])
            return True

    @override
    async def owed_channels(self) -> tuple[int, ...]:
        async with reading(self._reads) as connection:
            return tuple((await connection.execute(_OWED_CHANNELS)).scalars())

    @override
    async def oldest_owed(self, channel: int) -> OwedAlert | None:
        oldest = (
            select(tables.alert)
            .where(tables.alert.c.channel == channel, tables.unsettled)
            .order_by(tables.alert.c.id)
            .limit(1)
        )
        while True:
            async with reading(self._reads) as connection:
                row = (await connection.execute(oldest)).one_or_none()
            if row is None:
                return None
            if (owed := alert_rows.owed_alert(row)) is not None:
                return owed
            _log.error("alert %s for channel %s can't be read, so it is not sent", row.key, channel)
            await self.give_up(row.id, GivenUpBecause.UNREADABLE, self._now())

    @override
    async def note_attempt(self, owed_id: int, version: int, at: datetime, uptime: Uptime | None = None) -> None:
        columns = tables.alert.c
        await self._settle(
            owed_id,
            attempts=columns.attempts + 1,
            attempted_at=at,
            attempt_boot=None if uptime is None else uptime.boot,
            attempt_uptime=None if uptime is None else uptime.seconds,
            sending_since=func.coalesce(columns.sending_since, bindparam("at", at, columns.sending_since.type)),
            sending_version=func.coalesce(columns.sending_version, version),
        )

    @override
    async def note_unsent(self, owed_id: int) -> None:
        await self._settle(owed_id, sending_since=None, sending_version=None)

    @override
    async def withdraw(self, owed_id: int, version: int, at: datetime) -> bool:
        columns = tables.alert.c
        unsent = columns.id == owed_id, tables.unsettled, columns.sending_since.is_(None), columns.version == version
        given_up = update(tables.alert).where(*unsent).values(given_up_at=at, reason=GivenUpBecause.WITHDRAWN)
        async with writing(self._in_turn) as connection:
            return bool((await connection.execute(given_up)).rowcount)

    @override
    async def mark_delivered(self, owed_id: int, message_id: int | None, at: datetime) -> None:
        shown = func.coalesce(tables.alert.c.sending_version, tables.alert.c.version)
        await self._settle(owed_id, told_at=at, message_id=message_id, shown=shown)

    @override
    async def give_up(self, owed_id: int, reason: str, at: datetime, *, undelivered: bool = False) -> None:
        columns = tables.alert.c
        owed = select(columns.key).where(columns.id == owed_id, tables.unsettled).with_for_update()
        async with writing(self._in_turn) as connection:
            key = (await connection.execute(owed)).scalar_one_or_none()
            if key is None:
                return
            await connection.execute(
                update(tables.alert).where(columns.id == owed_id).values(given_up_at=at, reason=reason)
            )
            if undelivered:
                await alert_state_rows.mark_unannounced(connection, key)
                greeting = tables.greeted_channel.c.alert == key
                await connection.execute(delete(tables.greeted_channel).where(greeting))

    @override
    async def fold(self, channel: int, cause: Cause | None, at: datetime) -> bool:
        columns = tables.alert.c
        waiting = select(tables.alert).where(
            columns.channel == channel, tables.unsettled, columns.sending_since.is_(None)
        )
        async with writing(self._in_turn) as connection:
            rows = (await connection.execute(waiting.order_by(columns.id).with_for_update())).all()
            unsent = [
                owed for row in rows if (owed := alert_rows.owed_alert(row)) is not None and owed.alert.is_foldable
            ]
            alerts = [owed.alert for owed in unsent]
            # A single one that waits behind another alert may be recent.
            if not is_summary_due(alerts, cause) or (len(unsent) == 1 and unsent[0].id != rows[0].id):
                return False
            into = summarise(alerts, cause)
            await _continue_in(connection, into.key, unsent, at)
            await alert_rows.owe(connection, [alert_rows.alert_row(into, at)])
            return True

    @override
    async def join_shared(self, channel: int, at: datetime) -> bool:
        columns = tables.alert.c
        owed_there = select(tables.alert).where(columns.channel == channel, tables.unsettled)
        async with writing(self._in_turn) as connection:
            rows = (await connection.execute(owed_there.order_by(columns.id).with_for_update())).all()
            if not (same := _same_failure(rows)):
                return False
            *others, last = same
            joined = replace(summarise([*(one.alert for one in others), last.alert], None), key=last.alert.key)
            into = last.id
            if (told := await _told_of(connection, joined)) is not None:
                others, (into, joined) = same, told
            elif not others:
                return False
            # The alert that others are joined to keeps its place and its key, by which amendments find it.
            await _continue_in(connection, joined.key, others, at)
            await alert_rows.say_anew(connection, [(into, joined)])
            return True

    async def delivery_status(self, key: str) -> DeliveryStatus:
        """Return what became of an alert; an empty status if it was never stored."""
        columns = tables.alert.c
        settled = select(columns.owed_at, columns.told_at, columns.reason).where(columns.key == key)
        async with reading(self._engine) as connection:
            row = (await connection.execute(settled)).one_or_none()
        if row is None:
            return DeliveryStatus()
        return DeliveryStatus(
            told_after=None if row.told_at is None else row.told_at - row.owed_at, given_up=row.reason
        )

    async def _settle(self, owed_id: int, **values: object) -> None:
        async with writing(self._in_turn) as connection:
            await connection.execute(
                update(tables.alert).where(tables.alert.c.id == owed_id, tables.unsettled).values(**values)
            )
