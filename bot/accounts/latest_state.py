"""What there is to show of a provider at any time."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why the newest look failed.

    Attributes:
        sentence: What is wrong and what to do; may hold text of others.
        since: When looks began to fail.
    """

    sentence: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestState:
    """A provider's last good snapshot, and the trouble since then, if any."""

    snapshot: Snapshot | None = None
    trouble: Trouble | None = None
