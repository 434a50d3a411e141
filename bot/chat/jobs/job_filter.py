"""Which of a provider's jobs to show, and the mark that stands for one of them in a menu."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.accounts.job import Job
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.wording.account_names import EMAIL_SEEN, AccountNames, Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.text_cleaning import clean

SEARCHED = 128
"""Characters of a reference that are searched, twice as many as a list shows."""

_REMEMBERED = 2**14
"""Number of cleaned references that are cached: cleaning 10,000 non-ASCII ones takes half a second."""

_REF_LENGTH = 100
_MARK_LENGTH = 16
"""Among 10,000 jobs, the odds that two share a mark are one in 370 billion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Selects jobs; an empty filter selects all.

    Attributes:
        account: The account that runs the job, by its name at the provider.
        ref: Part of its reference as shown (``reference``), in any case.
        older_than: Minimum time it has run; excludes jobs whose start is unknown.
    """

    account: str | None = None
    ref: str = ""
    older_than: timedelta = timedelta()

    def parts(self) -> tuple["JobFilter", ...]:
        """Return a filter for each attribute that is set."""
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
        """Count the jobs that are excluded only because their start is unknown."""
        if not self.older_than:
            return 0
        return sum(job.started is None for job in replace(self, older_than=timedelta()).select(jobs, names, at))

    def line(self, naming: Naming) -> Line:
        """Return it in words: ``on studio-a, with shot in the reference, running for over 1 h``; or nothing."""
        account: Line = () if self.account is None else ("on ", Strong(naming.name(self.account)))
        ref = naming.names.shown(self.ref, _REF_LENGTH)
        held: Line = ("with ", Strong(ref), " in the reference") if self.ref else ()
        older: Line = (f"running for over {time_span(self.older_than)}",) if self.older_than else ()
        return joined((account, held, older), ", ")


def reference(job: Job, names: AccountNames) -> str:
    """Return a job's reference as people may see it: on one line, e-mails masked."""
    return searchable(job.reply_ref or "", names)


def searchable(text: str, names: AccountNames) -> str:
    """Clean and mask typed text as references are, to compare them."""
    return names.masked_start(_cleaned(text[: SEARCHED + EMAIL_SEEN]), SEARCHED)[:SEARCHED].rstrip()


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(text: str) -> str:
    return clean(text, SEARCHED + EMAIL_SEEN)


def job_mark(job: Job, names: AccountNames) -> str:
    """Return a mark that stands for a job without showing its id; a job without one is marked by what does not change.

    Jobs that can't be told apart share a mark, and it does not matter which of them it means.
    """
    started = job.started and job.started.timestamp()
    identity = (job.id,) if job.id is not None else (None, started, job.reply_ref)
    return names.mark(repr((job.account, job.kind.value, *identity)), _MARK_LENGTH)
