"""What a provider answered in one look, before anything is inferred from it; or why it did not."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from msgspec import Struct, structs

from bot.accounts.job import Job
from bot.errors import LookFailed


class WhenUnlisted(StrEnum):
    """What it means that an answer does not name an account."""

    FULL = "full"
    """Only accounts with room are listed."""
    IDLE = "idle"
    """Only accounts that run something are named."""
    ABSENT = "absent"
    """Every account is listed, so this one is not there."""


class RecentWork(Struct, frozen=True, kw_only=True, gc=False):
    """What became of the jobs that an account had in the last minutes, where a provider counts them.

    Attributes:
        completed: Number of jobs that succeeded.
        failed: Number of jobs that failed.
        rate_limited: Number of jobs that were turned away by a limit; then the account may be resting.
    """

    completed: int = 0
    failed: int = 0
    rate_limited: int = 0


class ListedSlots(Struct, frozen=True, kw_only=True, gc=False):
    """The slots of one account as an answer lists them; any number may be missing.

    Attributes:
        account: The account's name.
        limit: How many jobs it may run at once (``maxJobs``).
        executing: How many it runs.
        available: How many more it may run.
        fault: Why it is unusable, without secrets, where the answer itself says so.
        recent: What became of its latest jobs.
    """

    account: str
    limit: int | None = None
    executing: int | None = None
    available: int | None = None
    fault: str | None = None
    recent: RecentWork | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """A provider's whole answer, of whatever family.

    Attributes:
        accounts: The accounts it lists, in its order; an account may be listed twice.
        jobs: The running jobs it lists, in its order.
        unreadable: Number of rows that were skipped, of accounts and jobs.
        when_unlisted: What it means for an account not to be named.
        counts_slots: False if the provider says nowhere how many jobs an account may run at once.
        unplaced: Number of running jobs whose account can't be told: any account may run them.
        dated: When it was made, by the clock of the server; None if the server doesn't say.
    """

    accounts: tuple[ListedSlots, ...] = ()
    jobs: tuple[Job, ...] = ()
    unreadable: int = 0
    when_unlisted: WhenUnlisted = WhenUnlisted.FULL
    counts_slots: bool = True
    unplaced: int = 0
    dated: datetime | None = field(default=None, compare=False)

    def with_starts_moved(self, by: timedelta) -> Self:
        """Return the answer with the start of each job moved, for a server whose clock is off."""
        moved = [job if job.started is None else structs.replace(job, started=job.started + by) for job in self.jobs]
        return replace(self, jobs=tuple(moved))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaWindow:
    """How much of one quota was used when the provider last stored it; never asked of the vendor.

    Attributes:
        name: The window as the provider words it, such as ``5h``; None if it has no name.
        used_percent: How much of it is used, from 0 to 100.
        resets_at: When it begins anew.
    """

    name: str | None = None
    used_percent: float
    resets_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHealth:
    """What the account list says of an account's session and quotas; its faults are ``ConfiguredAccount.fault``.

    Attributes:
        session_ends: When its session at the vendor ends.
        renewed_by_person: True if a person must renew that session; False if useapi.net does, or nobody knows who does.
        quota: Its quotas, as stored by the provider.
    """

    session_ends: datetime | None = None
    renewed_by_person: bool = False
    quota: tuple[QuotaWindow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredAccount:
    """One account of the account list.

    Attributes:
        account: Its name, spelt as in ``ProviderAnswer``.
        limit: Its ``maxJobs``; None if the list does not say.
        fault: Why it is unusable, without secrets, from its error or its health; None if it is usable.
        health: What the list says of its health.
    """

    account: str
    limit: int | None = None
    fault: str | None = None
    health: AccountHealth = field(default_factory=AccountHealth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The outcome of one look.

    Attributes:
        at: When the answer came, or the look failed.
        answer: The answer, or why the look failed.
        configured: The account list, if it was read with this look.
        took: How long the look took, if that was measured.
    """

    at: datetime
    answer: ProviderAnswer | LookFailed
    configured: tuple[ConfiguredAccount, ...] | None = None
    took: timedelta | None = None
