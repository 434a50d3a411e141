"""Discord's edge: the connection, registration of commands, answers, alerts, and drawing messages.

::

    gateway_connection      one client, kept logged in and connected
    discord_client          the client: its intents, the events and interactions it handles
    served_guilds           the guilds that the bot serves
    presence                the status below the bot's name
    platform_health         whether the gateway answers, for ``bot.health``
    feature_commands        features as Discord's commands
    command_sync            registers the commands if they have changed
    first_response          the first response to an interaction
    modal_forms             forms, and what was entered into one
    interaction_answers     an answer within three seconds, whatever the network does, and how many at once
    message_renderer        a message as content, embeds, components and a file
    markdown                spans as Markdown; the only place that escapes
    alert_delivery          alerts into channels: sent, edited, found again
    delivery_refusals       what refusals mean: try again, or give up
    request_limits          how many requests leave in a second, and how many refusals Discord tolerates
    duplicate_instance      another program that answers with the same token
    channel_directory       channels and roles
    invite_and_permissions  the link that invites the bot, and the permissions that it needs or lacks
    request_trace           what is noted of requests: whether one may leave, what it may have done, Discord's clock
"""
