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
    """What the looks so far have shown.

    Attributes:
        snapshot: The last good snapshot; None if there is none.
        trouble: Why the newest look failed; None if it did not.
        set_up: False while the provider says that no account is configured there: nothing is wrong, but there is
            nothing to show, to wait for or to tell either.
    """

    snapshot: Snapshot | None = None
    trouble: Trouble | None = None
    set_up: bool = True
