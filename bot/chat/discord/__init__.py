"""Discord's edge: the connection, commands, components and delivery; what they say is worded in ``chat.embeds``.

::

    connection   keeps one client logged in and connected, for good
    client       the client: intents, limits, what it does when ready
    capacity     /capacity and the buttons below its answer
    watch_…      /watch: commands, what is typed into their options, the desk that does it, the board and list that show
    resuming     channels that were paused are told again
    doctor       how the bot is doing, for those who run the server
    reply        an answer within three seconds, whatever the network does
    delivery     alerts into channels
    sync         the commands' registration, only when they changed
    permissions  what is missing where alerts go
"""
