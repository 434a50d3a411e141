"""How this Discord's records look on the wire; the fields that discord.py reads, named as Discord names them.

https://discord.com/developers/docs/resources/message, …/guild, …/channel, …/user
"""

from collections.abc import Iterable

from tests.fakes.discord.records import Attachment, Channel, Guild, Json, Member, Message, Overwrite, Role, User


def user(it: User) -> Json:
    """Return a user object."""
    return {
        "id": str(it.id),
        "username": it.name,
        "global_name": None if it.bot else it.name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": it.bot,
        "public_flags": 0,
    }


def role(it: Role) -> Json:
    """Return a role object."""
    tags = {"tags": {"bot_id": str(it.bot_id)}} if it.bot_id else {}
    return {
        "id": str(it.id),
        "name": it.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0 if it.id == it.guild_id else 1,
        "permissions": str(int(it.permissions)),
        "managed": it.bot_id is not None,
        "mentionable": it.mentionable,
        "flags": 0,
        **tags,
    }


def overwrite(it: Overwrite) -> Json:
    """Return an overwrite object."""
    bits = {"allow": str(int(it.allow)), "deny": str(int(it.deny))}
    return {"id": str(it.target_id), "type": int(it.of_member), **bits}


def channel(it: Channel, recipient: User | None = None) -> Json:
    """Return a channel object, of a guild or of a direct message."""
    common: Json = {"id": str(it.id), "type": int(it.kind), "last_message_id": None, "flags": 0}
    if recipient:
        return {**common, "recipients": [user(recipient)]}
    return {
        **common,
        "guild_id": str(it.guild_id),
        "name": it.name,
        "position": 0,
        "permission_overwrites": [overwrite(each) for each in it.overwrites],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
    }


def member(it: Member) -> Json:
    """Return a guild member object."""
    return {
        "user": user(it.user),
        "nick": None,
        "avatar": None,
        "roles": [str(each) for each in it.role_ids],
        "joined_at": "2024-05-01T10:00:00.000000+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "communication_disabled_until": None,
        "flags": 0,
    }


def guild(it: Guild, roles: Iterable[Role]) -> Json:
    """Return a guild object as REST answers it."""
    return {
        "id": str(it.id),
        "name": it.name,
        "owner_id": str(it.owner_id),
        "icon": None,
        "features": [],
        "preferred_locale": it.locale,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "premium_tier": 0,
        "nsfw_level": 0,
        "mfa_level": 0,
        "emojis": [],
        "stickers": [],
        "roles": [role(each) for each in roles],
    }


def guild_create(it: Guild, roles: Iterable[Role], channels: Iterable[Channel], bot: Member, member_count: int) -> Json:
    """Return what GUILD_CREATE tells a bot without the members intent: itself as the only member."""
    return {
        **guild(it, roles),
        "joined_at": "2024-05-01T10:00:00.000000+00:00",
        "large": False,
        "member_count": member_count,
        "members": [member(bot)],
        "channels": [channel(each) for each in channels],
        "threads": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment(it: Attachment, channel_id: int) -> Json:
    """Return an attachment object; its link leads nowhere."""
    link = attachment_link(it, channel_id)
    said = {} if it.description is None else {"description": it.description}
    return {"id": str(it.id), "filename": it.filename, "size": len(it.content), "url": link, "proxy_url": link, **said}


def attachment_link(it: Attachment, channel_id: int) -> str:
    """Return where the file of an attachment would be."""
    return f"https://cdn.discordapp.com/attachments/{channel_id}/{it.id}/{it.filename}"


def message(it: Message, author: User, person: User | None = None) -> Json:
    """Return a message object; `person` is who used the command that it replies to."""
    found: Json = {
        "id": str(it.id),
        "channel_id": str(it.channel_id),
        "type": 20 if it.interaction_id else 0,
        "author": user(author),
        "content": it.content,
        "timestamp": it.at.isoformat(),
        "edited_timestamp": it.edited_at.isoformat() if it.edited_at else None,
        "tts": False,
        "mention_everyone": it.pings.everyone,
        "mentions": [],
        "mention_roles": [str(each) for each in sorted(it.pings.roles)],
        "attachments": [attachment(each, it.channel_id) for each in it.attachments],
        "embeds": [{"type": "rich", **each} for each in it.embeds],
        "components": list(it.components),
        "pinned": False,
        "flags": it.flags,
    }
    if it.nonce is not None:
        found["nonce"] = it.nonce
    if it.interaction_id and person:
        found["application_id"] = found["webhook_id"] = str(it.author_id)
        found["interaction_metadata"] = {
            "id": str(it.interaction_id),
            "type": 2,
            "user": user(person),
            "authorizing_integration_owners": {},
        }
    return found
