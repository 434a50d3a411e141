"""Accounts, each with its jobs below it, in pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job, longest_first
from bot.accounts.provider_answer import RecentWork
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.message import Entry
from bot.chat.signs_and_colours import Level, level_of_account
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.fault_and_quota_words import fault_line, quota_line, session_line
from bot.chat.wording.free_slots import CANT_BE_CHECKED, account_room
from bot.chat.wording.job_lines import job_below_account
from bot.chat.wording.numbers_and_lists import amount, count

LINES = 30
"""Maximum number of lines on a page, about as many as a phone shows at once."""

JOBS_EACH = 10
"""Maximum number of jobs listed below one of several accounts; the rest are counted."""

JOBS_ALONE = 25
"""Maximum number of jobs on a page about one account."""


@dataclass(frozen=True, slots=True)
class AccountJobs:
    """An account and the jobs listed below it, longest first.

    Attributes:
        account: The account; None for jobs whose account the provider does not name.
        jobs: The listed jobs.
        more: Number of further jobs.
    """

    account: Account | None
    jobs: tuple[Job, ...]
    more: int = 0

    @property
    def lines(self) -> int:
        """Number of lines it takes."""
        return 1 + len(self.jobs) + bool(self.more)


def pages_of_accounts(snapshot: Snapshot) -> list[list[AccountJobs]]:
    """Divide a provider's accounts into pages, at least one: the one to use first (``account_to_use``), none split."""
    below = _jobs_by_account(snapshot.jobs)
    groups = [_with_jobs(account, below.get(account.name, ())) for account in snapshot.accounts]
    if None in below:
        groups.append(_with_jobs(None, below[None]))
    pages: list[list[AccountJobs]] = [[]]
    left = LINES
    for group in groups:
        if pages[-1] and group.lines > left:
            pages.append([])
            left = LINES
        pages[-1].append(group)
        left -= group.lines
    return pages


def pages_of_jobs(account: Account, jobs: Iterable[Job]) -> list[list[AccountJobs]]:
    """Divide the jobs of one account into pages, at least one, each headed by the account."""
    sorted_ = longest_first(tuple(jobs))
    starts = range(0, max(len(sorted_), 1), JOBS_ALONE)
    return [[AccountJobs(account, sorted_[start : start + JOBS_ALONE])] for start in starts]


def account_entry(
    group: AccountJobs, naming: Naming, *, at: datetime, kinds: bool, next_slot: Callable[[str], str]
) -> Entry:
    """Return an account and its jobs as an entry.

    Args:
        group: The account and its jobs.
        naming: The accounts' names.
        at: The moment up to which jobs have run.
        kinds: Whether to show each job's kind.
        next_slot: Returns when a slot of a full account usually frees; may be empty.
    """
    jobs = [job_below_account(job, naming.names, at, kind=kinds) for job in group.jobs]
    more: list[Line] = [(f"and {count(group.more, 'more job')}",)] if group.more else []
    if group.account is None:
        return Entry((((f"{Level.UNKNOWN.sign} on an account that the provider does not name"),), *jobs, *more))
    return Entry((account_line(group.account, naming, at, next_slot), *jobs, *more), group.account.state)


def account_line(
    account: Account, naming: Naming, at: datetime, next_slot: Callable[[str], str] = lambda _: ""
) -> Line:
    """Return an account's name and its free slots, or why there are none: ``🟢 studio-a · 5 of 6 free``.

    Its stored quota follows, and when its session ends if a person must renew it soon.
    """
    name: Line = (f"{level_of_account(account).sign} ", Strong(naming.name(account.name)))
    state = fault_line(account, naming, at) if account.state is AccountState.FAULTED else (_state(account, next_slot),)
    return joined((name, state, quota_line(account, at), session_line(account, at)))


def several_kinds(jobs: Iterable[Job]) -> bool:
    """Return whether the jobs that take slots are of different kinds."""
    return len({job.kind for job in jobs if job.takes_slot}) > 1


def counted_states(accounts: Iterable[Account]) -> str:
    """Count accounts by state: ``2 full, 1 can't be checked``."""
    counts = Counter(account.state for account in accounts)
    return ", ".join(f"{amount(counts[state])} {_COUNTED[state]}" for state in AccountState if counts[state])


_COUNTED: Mapping[AccountState, str] = {
    AccountState.FREE: "free",
    AccountState.FULL: "full",
    AccountState.UNKNOWN: CANT_BE_CHECKED,
    AccountState.FAULTED: "can't be used",
    AccountState.UNCOUNTED: "without a known number of slots",
}


def _state(account: Account, next_slot: Callable[[str], str]) -> str:
    match account.state:
        case AccountState.FREE | AccountState.UNKNOWN | AccountState.FAULTED:
            return account_room(account)
        case AccountState.FULL:
            return " · ".join(filter(None, (account_room(account), next_slot(account.name))))
        case AccountState.UNCOUNTED:
            return " · ".join((account_room(account), *_recent(account)))


def _jobs_by_account(jobs: Sequence[Job]) -> dict[str | None, list[Job]]:
    below: dict[str | None, list[Job]] = {}
    for job in longest_first(tuple(jobs)):
        below.setdefault(job.account, []).append(job)
    return below


def _with_jobs(account: Account | None, jobs: Sequence[Job]) -> AccountJobs:
    return AccountJobs(account, tuple(jobs[:JOBS_EACH]), max(len(jobs) - JOBS_EACH, 0))


def _recent(account: Account) -> Iterator[str]:
    """Yield what became of an account's jobs in the last 15 minutes, if the provider counts them."""
    recent = account.recent
    if recent is None or recent == RecentWork():
        return
    counted = {"done": recent.completed, "failed": recent.failed, "turned away": recent.rate_limited}
    yield f"last 15 min: {', '.join(f'{amount(number)} {what}' for what, number in counted.items() if number)}"
    if recent.rate_limited:
        yield "may be resting"
