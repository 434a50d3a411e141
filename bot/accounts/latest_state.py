"""What can be shown of a provider at any time: its last good snapshot, and why newer looks failed."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why the newest look failed.

    Attributes:
        sentence: What is wrong and what to do; may quote the provider.
        since: When the first of the failed looks was made.
    """

    sentence: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestState:
    """A provider's last good snapshot, and the trouble since then; None if there is none."""

    snapshot: Snapshot | None = None
    trouble: Trouble | None = None
