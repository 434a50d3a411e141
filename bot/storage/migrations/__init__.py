"""Steps that bring a database of an older version up to date.

To change the tables: change ``tables``, add a file to ``versions`` whose name begins with its ``revision`` and whose
``down_revision`` is the newest so far, and write its ``upgrade`` by hand for both databases (SQLite alters little:
``op.batch_alter_table``). A test compares the outcome with ``tables``. No step has a ``downgrade``.
"""
