"""What is remembered of a provider between looks and across restarts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.alerts.story import Story
from bot.alerts.topic import Topic
from bot.capacity.health import Health
from bot.capacity.known import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is remembered of a provider.

    Attributes:
        roster: What is known of its accounts, by account.
        health: How looks at it have gone.
        looked_at: When a look last succeeded.
        stories: What each channel was told of it, by channel and topic.
    """

    roster: Mapping[str, Known] = field(default_factory=dict)
    health: Health = field(default_factory=Health)
    looked_at: datetime | None = None
    stories: Mapping[tuple[int, Topic], Story] = field(default_factory=dict)
