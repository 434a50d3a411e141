"""Which channels were greeted, in the database."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.alerts.alert import Alert
from bot.storage import alert_rows, alert_writes
from bot.storage.cancel_shield import cancel_shielded
from bot.storage.database_engine import writing

_NOTE = text("INSERT INTO greeted_channel (channel, alert) VALUES (:channel, :alert) ON CONFLICT (channel) DO NOTHING")
"""Also where two looks end at once: the same words on both databases."""


class GreetingStore:
    """The part of a ``Store`` that holds greeted channels."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @cancel_shielded
    async def owe_greeting(self, alert: Alert, at: datetime) -> bool:
        """Owe a greeting, and note that its channel was greeted; return False if it had been before."""
        async with writing(self._engine) as connection:
            if not (await connection.execute(_NOTE, {"channel": alert.channel, "alert": alert.key})).rowcount:
                return False
            await alert_writes.owe(connection, [alert_rows.alert_row(alert, at)])
            return True
