"""The permissions that the bot needs: the link that invites it with them, and which of them it lacks."""

from collections.abc import Iterator
from typing import TypeAlias

import discord

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}
"""Without the first two Discord answers 403; without the third it drops embeds
(https://discord.com/developers/docs/topics/permissions)."""

NEEDED_IN_THREADS = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
}

Writable: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread


def invite_link(client: discord.Client) -> str:
    """Return the link that invites the bot with exactly the scopes and permissions it needs.

    It reads a channel's history to find an alert that may have been sent before a crash.
    """
    permissions = discord.Permissions(
        view_channel=True, send_messages=True, embed_links=True, read_message_history=True
    )
    scopes = ("bot", "applications.commands")
    return discord.utils.oauth_url(client.application_id or 0, permissions=permissions, scopes=scopes)


def missing_titles(granted: discord.Permissions, *, thread: bool) -> tuple[str, ...]:
    """Return the titles of the permissions that the bot lacks for posting, given those that were granted."""
    needed = NEEDED_IN_THREADS if thread else NEEDED
    return tuple(title for name, title in needed.items() if not getattr(granted, name))


def missing_for_alerts(
    client: discord.Client, channel_id: int, role_id: int | None, guild_ids: frozenset[int]
) -> tuple[str, ...]:
    """Return what keeps alerts from arriving in a channel and pinging a role, one sentence each."""
    channel = client.get_channel(channel_id)
    if channel is None:
        return ("The bot sees no such channel; unless it is a closed thread, nothing can be posted there.",)
    if not isinstance(channel, Writable):
        return ("That is no channel for messages; alerts can't be delivered.",)
    if channel.guild.id not in guild_ids:
        return (f"The channel is in server {channel.guild.id}, which the bot does not serve.",)
    return tuple(_lacking(channel, role_id))


def _lacking(channel: Writable, role_id: int | None) -> Iterator[str]:
    granted = channel.permissions_for(channel.guild.me)
    titles = ", ".join(missing_titles(granted, thread=isinstance(channel, discord.Thread)))
    if titles:
        yield f"The bot lacks {titles} there."
    if isinstance(channel, discord.Thread) and channel.locked and not granted.manage_threads:
        yield "The thread is locked; unlock it, or give the bot Manage Threads there."
    if role_id is None:
        return
    role = channel.guild.get_role(role_id)
    if role is None:
        yield "The server has no such role; nobody is pinged."
    elif not role.mentionable and not granted.mention_everyone:
        allow = "allow anyone to mention it, or give the bot Mention Everyone in the channel"
        yield f"The role can't be pinged; {allow}."
