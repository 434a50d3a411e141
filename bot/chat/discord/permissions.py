"""What is missing in the alert channel, in words; pure once the guild is known."""

import discord

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
}
"""Without the first two Discord answers 403; without the third an embed is dropped
(https://discord.com/developers/docs/topics/permissions)."""

NEEDED_IN_THREADS = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
}


def missing_for_alerts(
    client: discord.Client, channel_id: int, role_id: int | None, guild_ids: frozenset[int]
) -> tuple[str, ...]:
    """List what keeps alerts from arriving and pinging, a sentence each; nothing where all is well."""
    setting = f"ALERT_CHANNEL_ID {channel_id}"
    channel = client.get_channel(channel_id)
    if channel is None:
        return (f"{setting}: the bot sees no such channel; alerts can't be delivered.",)
    if not isinstance(channel, (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.Thread)):
        return (f"{setting}: that is no channel for messages; alerts can't be delivered.",)
    guild = channel.guild
    if guild.id not in guild_ids:
        return (f"{setting}: the channel is in server {guild.id}, which DISCORD_GUILD_IDS does not name.",)
    granted = channel.permissions_for(guild.me)
    needed = NEEDED_IN_THREADS if isinstance(channel, discord.Thread) else NEEDED
    lacking = ", ".join(title for name, title in needed.items() if not getattr(granted, name))
    return (
        *((f"{setting}: the bot lacks {lacking} there.",) if lacking else ()),
        *(_about_role(guild, role_id, may_mention_any=granted.mention_everyone) if role_id is not None else ()),
    )


def _about_role(guild: discord.Guild, role_id: int, *, may_mention_any: bool) -> tuple[str, ...]:
    setting = f"ALERT_ROLE_ID {role_id}"
    role = guild.get_role(role_id)
    if role is None:
        return (f"{setting}: server {guild.id} has no such role; nobody is pinged.",)
    if role.mentionable or may_mention_any:
        return ()
    allow = "allow anyone to mention it, or give the bot Mention Everyone in the alert channel"
    return (f"{setting}: the role can't be pinged; {allow}.",)
