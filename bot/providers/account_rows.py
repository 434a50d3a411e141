"""What a map of accounts says of one of them: its slots, its health and, in some families, its jobs."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from bot.providers.job_rows import JobRow
from bot.providers.lenient_values import LARGEST_COUNT, NAME_LENGTH, count

AccountName = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH, pattern=r"^\S(.*\S)?$")]
"""A name as a key of a map, without blanks around it."""

_NotBelowZero = Annotated[int, Meta(ge=0, le=LARGEST_COUNT)]


class Slots(msgspec.Struct, gc=False, rename={"limit": "maxJobs"}):
    """The slots of an account; None for what can't be read."""

    running: _NotBelowZero | None = None
    limit: _NotBelowZero | None = None

    @property
    def is_complete(self) -> bool:
        """True if both numbers are there."""
        return self.running is not None and self.limit is not None


class AccountEntry(msgspec.Struct):
    """An account with its jobs inside; each provider's subclass has its keys."""

    running: _NotBelowZero | None = None
    limit: _NotBelowZero | None = None
    health: str | None = None
    error: object = None
    jobs: Sequence[JobRow] | None = None


def readable_slots(entry: object) -> Slots:
    """Read the slots of an account from parsed JSON."""
    if not isinstance(entry, dict):
        return Slots()
    return Slots(running=count(entry.get("running")), limit=count(entry.get("maxJobs")))


def readable_names(accounts: Mapping[str, object]) -> dict[str, object]:
    """Return the entries whose keys can be the name of an account; of two that become the same name, the last."""
    stripped = ((name.strip(), entry) for name, entry in accounts.items())
    return {name: entry for name, entry in stripped if 0 < len(name) <= NAME_LENGTH}
