"""Delivery: alerts owed are sent once and in order, and sent messages are kept up to date.

``alert_sender`` sends and ``message_editor`` edits, each with a task for every channel with work (``channel_tasks``),
through a platform (``message_port``), and tries again after failures (``retry``). ``stored_alerts`` is what they need
of the database.
"""
