"""Where a person sits when they do something, what they may press there, and the event that comes of it.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.fakes.discord import payloads
from tests.fakes.discord.callbacks import Interaction
from tests.fakes.discord.options import CannotError
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.records import Channel, Guild, Json, Member, Message, User
from tests.fakes.discord.rules import LINK, STRING_SELECT, walk
from tests.fakes.discord.world import World

GUILD, BOT_DM = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who does something, and in which channel."""

    person: User
    channel: Channel


def seat(world: World, member: Member | User, place: Channel | Guild) -> Seat:
    """Put a person into a channel, or the first one of a guild."""
    person = member.user if isinstance(member, Member) else member
    channel = place if isinstance(place, Channel) else world.channels_of(place.id)[0]
    found = Seat(person=person, channel=world.channels[channel.id])
    needed = Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS
    if needed & ~world.permissions(found.channel, person):
        raise CannotError(f"{person.name} may not use commands in {channel.name}")
    return found


def event(world: World, it: Interaction, sitting: Seat) -> Json:
    """Return the INTERACTION_CREATE, without what was used or pressed."""
    channel, person = sitting.channel, sitting.person
    may = str(int(world.permissions(channel, person)))
    common: Json = {
        "id": str(it.id),
        "application_id": str(world.bot.id),
        "type": int(it.kind),
        "token": it.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**world.channel(channel), "permissions": may},
        "app_permissions": str(int(world.permissions(channel, world.bot))),
        "locale": person.locale,
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
    }
    if channel.guild_id is None:
        owners = {"authorizing_integration_owners": {"0": "0"}}
        return {**common, **owners, "user": payloads.user(person), "context": BOT_DM}
    guild = world.guilds[channel.guild_id]
    return {
        **common,
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": {**payloads.member(world.members[guild.id, person.id]), "permissions": may},
        "context": GUILD,
        "authorizing_integration_owners": {"0": str(guild.id)},
    }


def component(message: Message, which: Mapping[str, str]) -> Json:
    """Find what can be pressed or picked from on a message, by its fields."""
    for each in walk(message.components):
        if which and all(each.get(key) == value for key, value in which.items()):
            if each.get("disabled") or each.get("style") == LINK or "custom_id" not in each:
                raise CannotError(f"{dict(which)} cannot be pressed")
            return each
    raise CannotError(f"there is no {dict(which)} on the message")


def option(message: Message, label: str) -> tuple[str, str]:
    """Find the option with that label in a string select: the select's `custom_id` and the option's value."""
    menus = [each for each in walk(message.components) if each["type"] == STRING_SELECT]
    found = [(menu["custom_id"], each["value"]) for menu in menus for each in menu["options"] if each["label"] == label]
    if len(found) != 1:
        offered = [each["label"] for menu in menus for each in menu["options"]]
        raise CannotError(f"{label} is not one of {offered}")
    return found[0]


def pickable(menu: Json, values: Sequence[str]) -> None:
    """Refuse values that the menu does not offer, or too many or too few of them."""
    offered = [each["value"] for each in menu.get("options") or ()]
    if menu["type"] == STRING_SELECT and set(values) - set(offered):
        raise CannotError(f"{list(values)} is not among {offered}")
    if len(set(values)) < len(values):
        raise CannotError(f"{list(values)} has one twice")
    if not menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1):
        raise CannotError(f"{len(values)} values cannot be picked")
