"""Every account and job of a provider at one moment; ``free_or_full`` judges the accounts.

``LatestState`` is what can be shown at any time: the last good snapshot, and why newer looks failed.
"""

from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from bot.accounts.job import Job
from bot.accounts.provider_answer import AccountHealth, RecentWork
from bot.accounts.roster import AccountState

_UNCHECKED = frozenset({AccountState.UNKNOWN, AccountState.UNCOUNTED})


class Account(Struct, frozen=True, kw_only=True, gc=False):
    """One account at one moment.

    Attributes:
        name: Its name at the provider.
        state: Its state.
        free: Number of free slots; None unless the state is FREE or FULL.
        limit: How many jobs it may run at once; None if unknown.
        running: Number of slot-taking jobs it runs: as reported, else as counted.
        inferred: True if FULL was inferred from its absence in the answer.
        fault: Why it is unusable; None if it is FAULTED because a quota is used up.
        health: What the account list last said of its health.
        recent: What became of its latest jobs, where the provider counts them.
    """

    name: str
    state: AccountState
    free: int | None = None
    limit: int | None = None
    running: int = 0
    inferred: bool = False
    fault: str | None = None
    health: AccountHealth | None = None
    recent: RecentWork | None = None

    @property
    def total(self) -> int | None:
        """Number of its slots: its limit, or what is free and running if that is more."""
        if self.free is None:
            return self.limit
        return max(self.limit, self.free) if self.limit is not None else self.free + self.running

    @property
    def in_use(self) -> int:
        """Number of its slots that are taken; the provider's own ``executing`` may differ."""
        return self.running if self.free is None or self.total is None else self.total - self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A provider at the moment ``at``, its accounts in the order in which they are recommended.

    ``counts_slots`` is False if nobody says how many slots an account has: then only what runs is known.
    """

    provider: str
    at: datetime
    accounts: tuple[Account, ...] = ()
    jobs: tuple[Job, ...] = ()
    unreadable: int = 0
    counts_slots: bool = True

    @property
    def free(self) -> int:
        """Number of free slots of all accounts."""
        return sum(account.free or 0 for account in self.accounts)

    @property
    def total(self) -> int:
        """Number of slots of the accounts that are certainly free or full."""
        return sum(account.total or 0 for account in self.accounts if account.free is not None)

    @property
    def running(self) -> int:
        """Number of slot-taking jobs of all accounts, and of those whose account the provider does not name."""
        unplaced = sum(job.takes_slot and job.account is None for job in self.jobs)
        return sum(account.running for account in self.accounts) + unplaced

    @property
    def unchecked(self) -> tuple[Account, ...]:
        """The accounts that may have room: those whose state is unknown or whose slots nobody counts."""
        return tuple(account for account in self.accounts if account.state in _UNCHECKED and account.limit != 0)

    @property
    def nothing_free(self) -> bool:
        """True if certainly no account has room; always false where nobody says how many slots there are."""
        certain = any(account.free is not None for account in self.accounts)
        return certain and not self.free and not self.unchecked

    def is_full(self, name: str | None = None) -> bool:
        """Return whether an account, or without a name every account, is full; what is unknown does not count."""
        certain = [one for one in self.accounts if one.free is not None and name in {None, one.name}]
        return bool(certain) and not any(one.free for one in certain)

    def account(self, name: str) -> Account | None:
        """Return the account of a name; None if there is none."""
        return next((account for account in self.accounts if account.name == name), None)


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
        checking: True if a newer look is under way that took longer than the caller waits.
    """

    snapshot: Snapshot | None = None
    trouble: Trouble | None = None
    set_up: bool = True
    checking: bool = False
