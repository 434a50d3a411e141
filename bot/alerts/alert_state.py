"""What one channel was told of one topic, and what has happened since."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts.news import Flaps, Withheld
from bot.subscriptions.topic import Condition, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Flapping:
    """A message that tells of a topic that keeps changing.

    Attributes:
        key: The alert's key.
        flaps: What it says.
    """

    key: str
    flaps: Flaps


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertState:
    """What one channel was told of one topic, and what has happened since.

    Attributes:
        channel: The channel's id.
        topic: What it is about.
        told: What the channel was last told, or has learnt without a word at first sight; None where its last message
            does not say any more how things are, or may never have arrived.
        counts: What is so, a hold included.
        since: When ``counts`` was first seen.
        witnessed: Whether the change to ``counts`` was seen happening.
        was_since: When the state before ``counts`` was first seen.
        was_witnessed: Whether the change to that was seen happening.
        seen: What was last seen for certain.
        seen_since: Since when that was seen.
        changes: How often ``counts`` changed since it was told.
        flips: The moments of the newest changes of ``counts``, the oldest first.
        told_in: The key of the alert that told it last.
        open: The key of the alert that shows its incident as under way.
        flapping: The message that counts its changes, while it keeps changing.
        withheld: What kept the newest change from being told.
    """

    channel: int
    topic: Topic
    told: Condition | None
    counts: Condition
    since: datetime
    witnessed: bool
    was_since: datetime | None = None
    was_witnessed: bool = False
    seen: Condition
    seen_since: datetime
    changes: int = 0
    flips: tuple[datetime, ...] = ()
    told_in: str | None = None
    open: str | None = None
    flapping: Flapping | None = None
    withheld: Withheld | None = None
