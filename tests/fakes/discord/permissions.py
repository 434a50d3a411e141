"""What a member may do in a channel: the bits and the sum; not who asks.

https://discord.com/developers/docs/topics/permissions
"""

from collections.abc import Iterable
from enum import IntFlag

from tests.fakes.discord.records import Channel, Guild, Member, Role


class Permission(IntFlag):
    """Name the bits that a bot which posts has to do with."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    PIN_MESSAGES = 1 << 51


EVERYONE_HAS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
)
IMPLIED_BY_SENDING = (
    Permission.MENTION_EVERYONE | Permission.SEND_TTS_MESSAGES | Permission.ATTACH_FILES | Permission.EMBED_LINKS
)
EVERYTHING = (1 << 52) - 1


def permissions(guild: Guild, channel: Channel, member: Member, roles: Iterable[Role]) -> int:
    """Add up what the member may do there, with what a denial implies."""
    if guild.owner_id == member.user.id:
        return EVERYTHING
    held = {guild.id, *member.role_ids}
    bits = 0
    for role in roles:
        if role.id in held:
            bits |= role.permissions
    if bits & Permission.ADMINISTRATOR:
        return EVERYTHING
    by_target = {each.target_id: each for each in channel.overwrites}
    layers = [
        [by_target[guild.id]] if guild.id in by_target else [],
        [by_target[each] for each in member.role_ids if each in by_target],
        [by_target[member.user.id]] if member.user.id in by_target else [],
    ]
    for layer in layers:
        for each in layer:
            bits &= ~each.deny
        for each in layer:
            bits |= each.allow
    if not bits & Permission.VIEW_CHANNEL:
        return 0
    if not bits & Permission.SEND_MESSAGES:
        bits &= ~IMPLIED_BY_SENDING
    return bits
