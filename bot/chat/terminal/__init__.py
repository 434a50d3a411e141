"""The terminal's edge: the same conversation as in Discord, for the demo; what it says is worded in ``chat.embeds``.

::

    markdown      the Markdown of our embeds as styled text, whatever others wrote in it
    drawing       an embed with its colour bar, and the buttons below it
    chat          who says what, and when
    delivery      alerts into the chat, as into a channel
    commands      what can be typed; pure
    completion    how a beginning may go on; pure
    desk          what the bot is told to do, done
    conversation  from a typed line to what is said
    picture       a picture, in a file
    prompt        the keyboard
    screen        where it is written
    table         a look as tables, for ``capacity-bot check``
"""
