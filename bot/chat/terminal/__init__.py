"""The terminal's edge: the same conversation as in Discord, for ``demo``, and the tables of ``check``.

::

    dialogue           the keyboard; completes and answers typed lines, and writes pictures to files
    message_renderer   draws a message
    terminal_channel   the one channel and its role: where alerts are posted
    snapshot_tables    a look as tables, for ``capacity-bot check``
    screen             standard output, and the chat on it
"""
