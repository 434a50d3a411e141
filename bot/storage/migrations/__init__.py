"""How a database of an older version becomes one of this version, step by step.

To change the tables: change ``tables``, add a file to ``versions`` whose ``down_revision`` is the newest ``revision``,
and write its ``upgrade`` by hand, for both databases (SQLite alters little: ``op.batch_alter_table``). A test compares
the outcome with ``tables``. There is no way back: a ``downgrade`` says so.
"""
