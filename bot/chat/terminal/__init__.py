"""The terminal's edge: the same conversation as in Discord, for the demo; what it says is worded in ``chat.embeds``.

::

    markdown      the Markdown of our embeds as styled text, whatever others wrote in it
    drawing       an embed with its colour bar, and the buttons below it
    chat          who says what, and when; takes alerts as a channel does
    commands      what can be typed, and how it is completed; pure
    conversation  from a typed line to what is said
    prompt        the keyboard
    screen        where it is written
    table         a look as tables, for ``capacity-bot check``
"""
