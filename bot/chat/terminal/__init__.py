"""The terminal's edge: the same conversation as in Discord, for ``demo``, and the tables of ``check``.

::

    prompt             the keyboard
    dialogue           from a typed line to an answer; a picture goes to a file
    transcript         the chat on the screen: who says what, and when
    message_renderer   a message in the terminal
    terminal_channels  its one channel, and its one role
    terminal_delivery  alerts into that channel
    snapshot_tables    a look as tables, for ``capacity-bot check``
    screen             where all that is written
"""
