"""Time that passes for the database of a stopped program: what is stored becomes older, as if the machine had been off.

``Program`` runs on the clock of this machine, so that a test of two hours would take two hours.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, select

from bot.storage.column_types import Moment
from bot.storage.tables import account, metadata, state_change

_MOMENT = re.compile(r"(?<=\")\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)(?=\")")
"""A moment inside a row's body, which is JSON."""


def pass_time(database: Path, by: timedelta) -> None:
    """Make every moment in an SQLite file older by so much."""
    with _opened(database) as connection:
        for table in metadata.sorted_tables:
            _rewrite(connection, table, lambda moment: moment - by)


def lengthen_history(database: Path, times: float) -> None:
    """Make what was seen of accounts, up to the newest change, last so many times as long."""
    with _opened(database) as connection:
        last = max(connection.scalars(select(state_change.c.at)))
        for table in (account, state_change):
            _rewrite(connection, table, lambda moment: last - (last - moment) * times)


@contextmanager
def _opened(database: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _rewrite(connection: Connection, table: Table, earlier: Callable[[datetime], datetime]) -> None:
    moments = {column.name for column in table.columns if isinstance(column.type, Moment)}

    def changed(name: str, value: object) -> object:
        if isinstance(value, datetime) and name in moments:
            return earlier(value)
        if isinstance(value, str) and name == "body":
            return _MOMENT.sub(lambda found: earlier(datetime.fromisoformat(found[0])).isoformat(), value)
        return value

    rows = [
        {name: changed(name, value) for name, value in row.items()}
        for row in connection.execute(select(table)).mappings()
    ]
    if rows:
        connection.execute(table.delete())  # all rows anew: moments are part of some keys
        connection.execute(table.insert(), rows)
