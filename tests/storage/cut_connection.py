"""A connection to a database that breaks at a COMMIT, before its answer comes."""

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine


class CutConnection:
    """Cuts the connection to a database at a COMMIT, and may keep the next ones away.

    Attributes:
        applied: What becomes of the next COMMIT: applied and not answered, or not even received; None to let it be.
        away: Whether the database can't be reached after that, or after the next COMMIT if that is let be.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.applied: bool | None = None
        self.away = False
        self._is_away = False
        event.listen(engine.sync_engine, "commit", self._at_commit)
        event.listen(engine.sync_engine, "begin", self._at_begin)

    def mend(self) -> None:
        """Let the database be reached again."""
        self._is_away = self.away = False

    def _at_commit(self, connection: Connection) -> None:
        if connection.info["begin_with"] == "BEGIN":  # which only reads
            return
        if self.applied is None:
            self._is_away = self.away
            return
        if self.applied:
            connection.connection.commit()
        self.applied, self._is_away = None, self.away
        if connection.dialect.name == "postgresql":  # a file has no connection that breaks
            connection.invalidate()
        raise ConnectionResetError("Connection lost")

    def _at_begin(self, _: Connection) -> None:
        if self._is_away:
            raise ConnectionRefusedError("Connect call failed")
