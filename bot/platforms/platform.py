"""The chat platforms, and which of them an id is from.

An id of Discord is a positive number, one of Slack a negative one (``bot.chat.slack.slack_ids``). So whatever is
stored with a channel, a member or a guild knows its platform: watches, boards, mutes, waiters, alerts, reports.
"""

from enum import StrEnum


class Platform(StrEnum):
    """Where people talk."""

    DISCORD = "discord"
    SLACK = "slack"

    @property
    def brand(self) -> str:
        """Its name for people."""
        return self.value.capitalize()


def platform_of(place: int) -> Platform:
    """Return the platform that a channel, member, role or guild is of; ``place`` is its id."""
    return Platform.SLACK if place < 0 else Platform.DISCORD
