"""What is remembered of a provider between looks and across restarts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.roster import RosterEntry
from bot.alerts.alert_state import AlertState
from bot.subscriptions.topic import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderMemory:
    """What is remembered of a provider.

    Attributes:
        roster: What is known of its accounts, by account.
        streak: The failed looks since its last good one.
        looked_at: When a look last succeeded.
        missing_since: Since when no account is set up there; None while one is.
        alert_states: What each channel was told of it, by channel and topic.
    """

    roster: Mapping[str, RosterEntry] = field(default_factory=dict)
    streak: FailureStreak = field(default_factory=FailureStreak)
    looked_at: datetime | None = None
    missing_since: datetime | None = None
    alert_states: Mapping[tuple[int, Topic], AlertState] = field(default_factory=dict)
