"""The permissions that the bot needs: the link that invites it with them, and what is missing where alerts go."""

from collections.abc import Iterator

import discord

from bot.chat.wording.numbers_and_lists import sentence_case

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


WRITABLE = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)


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
    """Return the titles of the permissions that the bot lacks for posting where it has been granted these."""
    needed = NEEDED_IN_THREADS if thread else NEEDED
    return tuple(title for name, title in needed.items() if not getattr(granted, name))


def missing_for_alerts(
    client: discord.Client, channel_id: int, role_id: int | None, guild_ids: frozenset[int]
) -> tuple[str, ...]:
    """Return what keeps alerts of the settings' watch from arriving and pinging, one sentence for the log each."""
    lacks = _lacking(client, channel_id, role_id, guild_ids)
    return tuple(f"{setting}: {sentence}" for setting, sentence in lacks)


def missing_there(
    client: discord.Client, channel_id: int, role_id: int | None, guild_ids: frozenset[int]
) -> tuple[str, ...]:
    """Return what keeps alerts from arriving and pinging, one sentence each, for readers who see the channel's name."""
    lacks = _lacking(client, channel_id, role_id, guild_ids)
    return tuple(sentence_case(sentence) for _, sentence in lacks)


def _lacking(
    client: discord.Client, channel_id: int, role_id: int | None, guild_ids: frozenset[int]
) -> Iterator[tuple[str, str]]:
    """Yield problems: the setting concerned, and a sentence that begins in lower case."""
    setting = f"ALERT_CHANNEL_ID {channel_id}"
    channel = client.get_channel(channel_id)
    if channel is None:
        yield setting, "the bot sees no such channel; unless it is a closed thread, nothing can be posted there."
        return
    if not isinstance(channel, WRITABLE):
        yield setting, "that is no channel for messages; alerts can't be delivered."
        return
    guild = channel.guild
    if guild.id not in guild_ids:
        yield setting, f"the channel is in server {guild.id}, which the bot does not serve."
        return
    granted = channel.permissions_for(guild.me)
    titles = ", ".join(missing_titles(granted, thread=isinstance(channel, discord.Thread)))
    if titles:
        yield setting, f"the bot lacks {titles} there."
    if isinstance(channel, discord.Thread) and channel.locked and not granted.manage_threads:
        yield setting, "the thread is locked; unlock it, or give the bot Manage Threads there."
    if role_id is not None:
        yield from _about_role(guild, role_id, may_mention_any=granted.mention_everyone)


def _about_role(guild: discord.Guild, role_id: int, *, may_mention_any: bool) -> Iterator[tuple[str, str]]:
    setting = f"ALERT_ROLE_ID {role_id}"
    role = guild.get_role(role_id)
    if role is None:
        yield setting, "the server has no such role; nobody is pinged."
    elif not role.mentionable and not may_mention_any:
        allow = "allow anyone to mention it, or give the bot Mention Everyone in the channel"
        yield setting, f"the role can't be pinged; {allow}."
