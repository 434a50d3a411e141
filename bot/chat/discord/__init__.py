"""Discord's edge: the connection, commands, components and delivery; what they say is worded in ``chat.embeds``.

::

    connection   keeps one client logged in and connected, for good
    client       the client: intents, limits, what it does when ready
    commands     what people can type
    components   the buttons below an answer
    capacity     the answer to both, made from the newest look
    reply        an answer within three seconds, whatever the network does
    delivery     alerts into channels
    sync         the commands' registration, only when they changed
    permissions  what is missing in the alert channel
"""
