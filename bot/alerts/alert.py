"""One message that is owed to one channel, before anyone has worded it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class What(StrEnum):
    """What happened to an account."""

    FULL = "full"
    FREED = "freed"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One account's change.

    Attributes:
        account: The account's name at the provider.
        what: What happened to it.
        in_use: Slots taken.
        limit: Slots there are, where known.
        inferred: Whether *full* was concluded from the account's absence in the provider's list.
        lasted: How long it had been full, for FREED.
        lasted_witnessed: Whether its becoming full was seen; otherwise it lasted at least so long.
        changes: How often it changed, this time included; more than once only where alerts were folded into one.
    """

    account: str
    what: What
    in_use: int
    limit: int | None
    inferred: bool = False
    lasted: timedelta | None = None
    lasted_witnessed: bool = False
    changes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """An account with free slots, named as the place to go."""

    account: str
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A provider that stopped answering, or answers again.

    Attributes:
        over: Whether it answers again.
        sentence: What is wrong and what to do, while it is not over.
        since: When it began, while it is not over.
        lasted: How long it was, once it is over.
    """

    over: bool
    sentence: str | None = None
    since: datetime | None = None
    lasted: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Everything that one look at one provider owes to one channel.

    Attributes:
        key: Stable and unique, at most 25 characters: Discord takes it as the message's nonce
            (https://discord.com/developers/docs/resources/message#create-message).
        channel: The channel's id.
        roles: The roles to ping.
        provider: The provider's name.
        at: The moment of the look.
        news: What changed, most urgent first.
        room: Where there is room instead, most first.
        outage: What became of the provider itself.
        drill: Whether nothing happened and somebody tries whether alerts arrive.
    """

    key: str
    channel: int
    provider: str
    at: datetime
    roles: tuple[int, ...] = ()
    news: tuple[News, ...] = ()
    room: tuple[Room, ...] = ()
    outage: Outage | None = None
    drill: bool = False
