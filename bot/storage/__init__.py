"""What must survive a restart: accounts, alerts, alert states, watches, mutes, waiters, boards, reports and history.

``open_database.open_store`` returns a ``database.Store``, which the rest of the program uses and nothing else of this
package. The same code serves SQLite and PostgreSQL.

Each method of a ``*_store`` is one transaction: it raises ``StorageUnavailable`` if the database fails, and changes
nothing then. What it does is said where somebody needs it, by the ``Protocol`` that the store implements. Each
``*_rows`` turns records into rows and back, and holds the statements that several stores share.
"""

from bot.storage.without_orm import leave_out_orm

leave_out_orm()
