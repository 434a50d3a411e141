"""The indexes of ``tables`` that hold some rows only.

The program does not import them: SQLAlchemy loads both dialects to check what is said here, which takes 2 MB. The steps
in ``migrations`` make them, and a test compares.
"""

from sqlalchemy import Index

from bot.storage.tables import alert, on_waitlist, outdated, unsettled, waiter

Index("ix_alert_unsettled", alert.c.channel, alert.c.id, sqlite_where=unsettled, postgresql_where=unsettled)
Index("ix_alert_outdated", alert.c.channel, alert.c.id, sqlite_where=outdated, postgresql_where=outdated)
Index("ix_waiter_waiting", waiter.c.provider, waiter.c.id, sqlite_where=on_waitlist, postgresql_where=on_waitlist)
