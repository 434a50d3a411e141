"""Which of a provider's jobs somebody wants to see, and what stands for one of them in a menu."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.accounts.job import Job
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.text import clean

SEARCHED = 128
"""Characters of a reference that are searched: twice what a list shows of it."""

_REMEMBERED = 2**14
"""References that are cleaned once rather than for every page: 10,000 with letters beyond ASCII take half a second."""

_REF_LENGTH = 100
_MARK_LENGTH = 16
"""Of 10,000 jobs, two share a mark once in 370 billion times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """What a job must be; where nothing is set, every job passes.

    Attributes:
        account: The account that runs it, by its name at the provider.
        ref: A part of its reference as people see it (``reference``), in any case.
        older_than: How long it must have run at least. A job without a known start does not pass.
    """

    account: str | None = None
    ref: str = ""
    older_than: timedelta = timedelta()

    def parts(self) -> tuple["JobFilter", ...]:
        """Return a filter for each thing that is set."""
        each = (JobFilter(account=self.account), JobFilter(ref=self.ref), JobFilter(older_than=self.older_than))
        return tuple(one for one in each if one != JobFilter())

    def select(self, jobs: Iterable[Job], names: AccountNames, at: datetime) -> tuple[Job, ...]:
        """Return the jobs that pass at the moment ``at``, in the order given."""
        wanted, started_by = self.ref.casefold(), at - self.older_than
        return tuple(
            job
            for job in jobs
            if (self.account is None or job.account == self.account)
            and (not self.older_than or (job.started is not None and job.started < started_by))
            and (not wanted or wanted in reference(job, names).casefold())
        )

    def count_without_start(self, jobs: Iterable[Job], names: AccountNames, at: datetime) -> int:
        """Count the jobs that fail only because their start is not known."""
        if not self.older_than:
            return 0
        return sum(job.started is None for job in replace(self, older_than=timedelta()).select(jobs, names, at))

    def line(self, naming: Naming) -> Line:
        """Word it: ``on studio-a, with shot in the reference, running for over 1 h``; empty if nothing is set."""
        account: Line = () if self.account is None else ("on ", Strong(naming.name(self.account)))
        ref = naming.names.shown(self.ref, _REF_LENGTH)
        held: Line = ("with ", Strong(ref), " in the reference") if self.ref else ()
        older: Line = (f"running for over {time_span(self.older_than)}",) if self.older_than else ()
        return joined((account, held, older), ", ")


def reference(job: Job, names: AccountNames) -> str:
    """Return a job's reference as people may see it: on one line, e-mails masked."""
    return searchable(job.reply_ref or "", names)


def searchable(text: str, names: AccountNames) -> str:
    """Make what somebody typed comparable with references, which go through the same."""
    return names.mask(_cleaned(text[:SEARCHED]))


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(text: str) -> str:
    return clean(text, SEARCHED)


def job_mark(job: Job, names: AccountNames) -> str:
    """Stand for a job where its id may not be seen; for one without an id by all else that does not change.

    Jobs that nothing tells apart share a mark, and it does not matter which of them it means.
    """
    started = job.started and job.started.timestamp()
    identity = (job.id,) if job.id is not None else (None, started, job.reply_ref)
    return names.mark(repr((job.account, job.kind.value, *identity)), _MARK_LENGTH)
