"""Steps that bring a database of an older version up to date.

To change the tables: change ``tables``, add a file to ``versions`` whose ``down_revision`` is the newest ``revision``,
write its ``upgrade`` by hand for both databases (SQLite alters little: ``op.batch_alter_table``), and set
``schema_revision.HEAD``. A test compares the outcome with ``tables``. There is no way back: ``downgrade`` refuses.
"""
