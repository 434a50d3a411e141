"""Watches in the database, a column for each field."""

from bot.storage import tables
from bot.storage.record_rows import RecordRows
from bot.storage.record_store import RecordStore
from bot.subscriptions.quiet_hours import stored_quiet_hours
from bot.subscriptions.watch import Watch


class WatchStore(RecordStore[Watch]):
    """The part of a ``Store`` that holds watches."""

    _rows = RecordRows(
        Watch,
        tables.watch,
        texts=lambda watch: {"quiet": None if watch.quiet is None else str(watch.quiet)},
        parsed=lambda row: {"quiet": None if row.quiet is None else stored_quiet_hours(row.quiet, row.id)},
    )
