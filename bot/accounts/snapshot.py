"""Every account and job of a provider at one moment; no past and no future.

The rules, in their order:

1. An account that the accounts endpoint calls faulty is *faulted*, whatever the scheduler says.
2. A listed account has as many free slots as the list says (``available``), else its limit less what it executes, at
   least 0; with neither it is *unknown*. Of two rows for one account, the one with less room counts.
3. An account that is not listed but on the roster is *full* when it runs as many slot-taking jobs as its limit, or runs
   any and has no known limit: providers leave full accounts out of their list. It is marked as inferred.
4. Everything else is *unknown*: nothing is concluded from silence.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.roster import AccountState, RosterEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account at one moment.

    Attributes:
        name: Its name at the provider.
        state: What is true of it.
        free: Free slots; None unless free or full.
        limit: How many jobs it may run at once, where known.
        running: How many slot-taking jobs it runs: as reported, else as counted.
        inferred: Whether *full* was concluded from its absence.
        fault: Why it is unusable.
    """

    name: str
    state: AccountState
    free: int | None = None
    limit: int | None = None
    running: int = 0
    inferred: bool = False
    fault: str | None = None

    @property
    def total(self) -> int | None:
        """Tell how many slots it has: its limit, or what is free and running where that says more."""
        if self.free is None:
            return self.limit
        return max(self.limit, self.free) if self.limit is not None else self.free + self.running

    @property
    def in_use(self) -> int:
        """Tell how many of its slots are taken, which a provider's own ``executing`` may contradict."""
        return self.running if self.free is None or self.total is None else self.total - self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything known of a provider at the moment ``at``; accounts by most room first, then by name."""

    provider: str
    at: datetime
    accounts: tuple[Account, ...] = ()
    jobs: tuple[Job, ...] = ()
    unreadable: int = 0

    @property
    def free(self) -> int:
        """Count the free slots of all accounts."""
        return sum(account.free or 0 for account in self.accounts)

    @property
    def total(self) -> int:
        """Count the slots of the accounts whose state is certain."""
        return sum(account.total or 0 for account in self.accounts if account.free is not None)

    @property
    def best(self) -> Account | None:
        """Name the account with the most room; None when nothing is free."""
        return next((account for account in self.accounts if account.state is AccountState.FREE), None)

    def is_full(self, name: str | None = None) -> bool:
        """Tell whether an account, or every one whose state is certain, is full."""
        certain = [one for one in self.accounts if one.free is not None and name in {None, one.name}]
        return bool(certain) and not any(one.free for one in certain)

    def account(self, name: str) -> Account | None:
        """Find an account by its name."""
        return next((account for account in self.accounts if account.name == name), None)


def take_snapshot(provider: str, answer: ProviderAnswer, roster: Mapping[str, RosterEntry], at: datetime) -> Snapshot:
    """Conclude from an answer and the roster what is true of every account.

    Args:
        provider: The provider's name.
        answer: What its scheduler said.
        roster: What is remembered, already brought up to date with this answer (``known.recall``).
        at: The moment of the look.
    """
    running = Counter(job.account for job in answer.jobs if job.takes_slot and job.account is not None)
    rows: dict[str, list[ListedSlots]] = {}
    for row in answer.accounts:
        rows.setdefault(row.account, []).append(row)
    accounts = [_account(known, rows.get(name, []), running[name]) for name, known in roster.items()]
    accounts.sort(key=lambda account: (account.free is None, -(account.free or 0), account.name))
    return Snapshot(provider=provider, at=at, accounts=tuple(accounts), jobs=answer.jobs, unreadable=answer.unreadable)


def _account(known: RosterEntry, rows: list[ListedSlots], running: int) -> Account:
    tightest = min(rows, key=lambda row: _less_room_first(_room(row, known.limit)), default=None)
    if tightest is not None and tightest.executing is not None:
        running = tightest.executing
    limit = tightest.limit if tightest is not None and tightest.limit is not None else known.limit

    def be(state: AccountState, free: int | None = None, *, inferred: bool = False) -> Account:
        return Account(
            name=known.account,
            state=state,
            free=free,
            limit=limit,
            running=running,
            inferred=inferred,
            fault=known.fault,
        )

    if known.fault is not None:
        return be(AccountState.FAULTED)
    if tightest is not None:
        free = _room(tightest, known.limit)
        if free is None:
            return be(AccountState.UNKNOWN)
        return be(AccountState.FREE if free else AccountState.FULL, free)
    if running and (limit is None or running >= limit):
        return be(AccountState.FULL, 0, inferred=True)
    return be(AccountState.UNKNOWN)


def _room(row: ListedSlots, known_limit: int | None) -> int | None:
    if row.available is not None:
        return max(row.available, 0)
    limit = row.limit if row.limit is not None else known_limit
    if limit is None or row.executing is None:
        return None
    return max(limit - row.executing, 0)


def _less_room_first(room: int | None) -> tuple[bool, int]:
    """Sort by room; a row that tells nothing yields to one that does."""
    return (room is None, room or 0)
