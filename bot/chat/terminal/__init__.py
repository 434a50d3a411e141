"""The terminal's edge: the same conversation as in Discord, for ``demo``, and the tables of ``check``.

::

    prompt             the keyboard
    dialogue           answers typed lines; writes pictures to files
    transcript         the chat on the screen
    message_renderer   draws a message
    terminal_channel   the one channel and its role: where alerts are posted
    snapshot_tables    a look as tables, for ``capacity-bot check``
    screen             standard output
"""
