"""What must survive a restart: what is known of accounts, what each channel was told, alerts, watches and mutes.

``opening.open_store`` gives a ``store.Store``; nothing else here is for the rest of the program. SQLite and PostgreSQL
are spoken to by the same code.

Not here: what the records mean (``capacity``, ``alerts``), when they are saved (``watcher``) or sent (``outbox``).
"""
