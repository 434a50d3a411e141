"""The part of a diagnosis that one guild may read; what concerns other guilds is only counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.errors import StorageUnavailable
from bot.health.doctor_findings import ChannelHealth, Diagnosis, GivenUpAlert, Setting
from bot.platforms import Platform, platform_of

_SERVED = {"DISCORD_GUILD_IDS": Platform.DISCORD, "SLACK_TEAM_IDS": Platform.SLACK}
"""The settings that name the guilds which the bot serves."""

_OF_ALERTS = {
    "ALERT_CHANNEL_ID": Platform.DISCORD,
    "ALERT_ROLE_ID": Platform.DISCORD,
    "SLACK_ALERT_CHANNEL_ID": Platform.SLACK,
}
"""The settings that name a guild's alert channel, or whom that pings."""

_OF_PEOPLE = "SLACK_MANAGERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildFindings:
    """A diagnosis as one guild may read it.

    Attributes:
        diagnosis: The diagnosis, with only those channels, given-up alerts and settings that the guild may read of.
        channels_elsewhere: The alert channels of other guilds.
        given_up_elsewhere: Number of alerts given up in channels of other guilds, or in unknown ones.
    """

    diagnosis: Diagnosis
    channels_elsewhere: tuple[ChannelHealth, ...] = ()
    given_up_elsewhere: int = 0


def guild_findings(
    diagnosis: Diagnosis, platform: Platform, *, is_own: Callable[[ChannelHealth], bool], is_here: Callable[[int], bool]
) -> GuildFindings:
    """Return a diagnosis without what concerns other guilds.

    Args:
        diagnosis: How the bot is doing.
        platform: The platform of the guild.
        is_own: Returns whether an alert channel is the guild's, or may be.
        is_here: Returns whether a channel is known to be the guild's.
    """
    own = tuple(one for one in diagnosis.channels if is_own(one))
    ids = {one.id for one in own}
    outbox, left = diagnosis.outbox, 0
    if not isinstance(outbox, StorageUnavailable):
        here = tuple(one for one in outbox.given_up if one.channel in ids or is_here(one.channel))
        left = number_given_up(outbox.given_up) - number_given_up(here)
        outbox = replace(outbox, given_up=here)
    at_home = any(one.of_settings and platform_of(one.id) is platform for one in own)
    served = next((_count(one.value) for one in diagnosis.settings if _SERVED.get(one.name) is platform), 0)
    settings = tuple(_setting(one, platform, at_home=at_home, served=served) for one in diagnosis.settings)
    return GuildFindings(
        diagnosis=replace(diagnosis, channels=own, outbox=outbox, settings=settings),
        channels_elsewhere=tuple(one for one in diagnosis.channels if one.id not in ids),
        given_up_elsewhere=left,
    )


def _setting(setting: Setting, platform: Platform, *, at_home: bool, served: int) -> Setting:
    """Return a setting without what it says of other guilds.

    Args:
        setting: The setting.
        platform: The platform of the guild that asks.
        at_home: Whether the alert channel that the settings name is that guild's, or may be.
        served: How many guilds of the platform the settings name.
    """
    if setting.value is None:
        return setting
    value, number = setting.value, _count(setting.value)
    if (served_on := _SERVED.get(setting.name)) is not None and (served_on is not platform or number > 1):
        value = f"{number} in all"
    elif (told_on := _OF_ALERTS.get(setting.name)) is not None and not (told_on is platform and at_home):
        value = "set, not for here"
    elif setting.name == _OF_PEOPLE and (platform is not Platform.SLACK or served > 1):
        value = f"{number} in all"
    return replace(setting, value=value)


def _count(listed: str | None) -> int:
    return 0 if listed is None else listed.count(",") + 1


def number_given_up(given_up: Iterable[GivenUpAlert]) -> int:
    """Return how many alerts were given up in all channels together."""
    return sum(one.number for one in given_up)
