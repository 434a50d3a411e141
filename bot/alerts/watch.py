"""Who hears what: a watch is a channel that listens to providers."""

from dataclasses import dataclass
from enum import StrEnum

from bot.alerts.alert import What

FROM_SETTINGS = 0
"""The id of the watch that ``ALERT_CHANNEL_ID`` makes."""

MOST_IN_A_GUILD = 100


class When(StrEnum):
    """Which changes a watch hears."""

    BOTH = "both"
    FULL = "full"
    FREED = "freed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A channel that listens.

    Attributes:
        id: Its number, by which people name it; ``FROM_SETTINGS`` for the one that the settings make.
        guild: The guild that the channel belongs to; None for the one from the settings.
        channel: The channel that is told.
        provider: The provider that it listens to; None for all of them.
        account: The one account that it listens to; None for all of them.
        role: The role that is pinged when an account is full.
        when: Which changes it hears.
    """

    id: int
    guild: int | None
    channel: int
    provider: str | None = None
    account: str | None = None
    role: int | None = None
    when: When = When.BOTH

    def listens_to(self, provider: str) -> bool:
        """Tell whether it hears of a provider at all."""
        return self.provider in {None, provider}

    def hears(self, provider: str, account: str, what: What) -> bool:
        """Tell whether it hears of this change of an account."""
        asked = {When.BOTH: (What.FULL, What.FREED), When.FULL: (What.FULL,), When.FREED: (What.FREED,)}[self.when]
        return self.listens_to(provider) and self.account in {None, account} and what in asked

    def covers(self, other: "Watch") -> bool:
        """Tell whether another watch asks for the same: the same channel, provider and account."""
        return (self.channel, self.provider, self.account) == (other.channel, other.provider, other.account)
