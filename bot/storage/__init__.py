"""What must survive a restart: accounts, alerts, alert states, watches, mutes, waiters, boards, reports and history.

``open_database.open_store`` returns a ``database.Store``, the only part of this package that the rest of the program
uses. The same code serves SQLite and PostgreSQL.

Each method of a ``*_store`` is one transaction: if the database fails, it raises ``StorageUnavailable`` and changes
nothing. The ``Protocol`` that a store implements documents its methods. Each ``*_rows`` turns records into rows and
back, and holds the statements that several stores share.
"""

from bot.storage.sqlalchemy_without_orm import leave_out_orm

leave_out_orm()
