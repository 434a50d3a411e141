"""The link that invites the bot into a server, which the log prints."""

import discord


def invite_link(client: discord.Client) -> str:
    """Return the link that invites the bot with exactly the scopes and permissions it needs.

    Reading the history serves to find an alert that may have been sent before a crash.
    """
    permissions = discord.Permissions(
        view_channel=True, send_messages=True, embed_links=True, read_message_history=True
    )
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(client.application_id or 0, permissions=permissions, scopes=scopes)
