"""What must survive a restart: what is known of accounts, and the alerts that are owed.

``opening.open_store`` gives a ``store.Store``; nothing else here is for the rest of the program. SQLite and PostgreSQL
are spoken to by the same code.

Not here: what the records mean (``capacity``, ``alerts``), when they are saved (``watcher``) or sent (``outbox``).
"""
