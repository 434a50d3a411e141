"""Discord's edge: the connection, commands, components and delivery; what they say is worded in ``chat.embeds``.

::

    connection   keeps one client logged in and connected, for good
    client       the client: intents, limits, what it does when ready
    capacity     /capacity and the buttons below its answer
    jobs         /jobs, the buttons below its list and the menu that shows one job
    watch_…      /watch: commands, what is typed into their options, the desk that does it, the board and list that show
    history      /history and /report: what the past was like, as a picture and in figures
    mute_…       /mute and /unmute: commands, the desk that does it, the notes that messages carry of it
    notify_…     /notify: commands, the desk that does it, the buttons of those who wait for a slot
    board_…      /board: commands, and the desk that does it
    why_…        /why: the command, and the desk that looks alerts up
    alert_…      the buttons below an alert
    …_options    what people choose from while they type: providers and accounts; channels and roles; quiet hours
    pressing     what every button and menu does: who may press it, what fails
    resuming     channels that were paused are told again
    doctor       how the bot is doing, for those who run the server
    reply        an answer within three seconds, whatever the network does
    crowd        how many answers are on their way at once
    refusing     a private answer: what was done, or why nothing was
    delivery     alerts into channels
    privately    what Discord's refusal of a direct message means
    sync         the commands' registration, only when they changed
    permissions  what is missing where alerts go
"""
