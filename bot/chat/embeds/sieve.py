"""Which of a provider's jobs somebody wants to see, and how that is said; not how they are listed (``job_list``)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.accounts.job import Job
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import clean, count

SEARCHED = 128
"""So many characters of a reference are searched: twice what a list shows of it."""

KEPT = 2**14
"""References of so many jobs are cleaned once and not for every page: letters beyond ASCII take half a second."""

SAID_LENGTH = 100

MARK_LENGTH = 16
"""Of 10,000 jobs, two share a mark once in 370 billion times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What a job must be; where nothing is set, every job will do.

    Attributes:
        account: The account that runs it, by its name at the provider.
        ref: A part of its reference as people see it (``reference``), in any case.
        older_than: Minutes for which it has run, and longer. A job that does not tell when it started is not older.
    """

    account: str | None = None
    ref: str = ""
    older_than: int = 0

    def parts(self) -> tuple["Sieve", ...]:
        """Take it apart: a sieve for each thing that is set."""
        each = (Sieve(account=self.account), Sieve(ref=self.ref), Sieve(older_than=self.older_than))
        return tuple(one for one in each if one != Sieve())

    def pick(self, jobs: Iterable[Job], names: AccountNames, at: datetime) -> tuple[Job, ...]:
        """Pick the jobs that will do at the moment ``at``, in the order given."""
        wanted, started_by = self.ref.casefold(), at - timedelta(minutes=self.older_than)
        return tuple(
            job
            for job in jobs
            if (self.account is None or job.account == self.account)
            and (not self.older_than or (job.started is not None and job.started < started_by))
            and (not wanted or wanted in reference(job, names).casefold())
        )

    def ageless(self, jobs: Iterable[Job], names: AccountNames, at: datetime) -> int:
        """Count the jobs that would do if they told when they started."""
        if not self.older_than:
            return 0
        return sum(job.started is None for job in replace(self, older_than=0).pick(jobs, names, at))

    def say(self, naming: Naming) -> str:
        """Say it: ``on studio-a, with shot in the reference, for more than 60 minutes``; empty where nothing is set."""
        said = []
        if self.account is not None:
            said.append(f"on **{naming.plain(self.account)}**")
        if self.ref:
            said.append(f"with **{naming.names.say(self.ref, SAID_LENGTH)}** in the reference")
        if self.older_than:
            said.append(f"for more than {count(self.older_than, 'minute')}")
        return ", ".join(said)


def reference(job: Job, names: AccountNames) -> str:
    """Give a job's reference as people may see it, not yet escaped: on one line, e-mails masked."""
    return searchable(job.reply_ref or "", names)


def searchable(text: str, names: AccountNames) -> str:
    """Make of what somebody typed what can be found: the same as becomes of references."""
    return names.mask(_cleaned(text[:SEARCHED]))


@lru_cache(maxsize=KEPT)
def _cleaned(text: str) -> str:
    return clean(text, SEARCHED)


def job_mark(job: Job) -> str:
    """Stand for a job where its id may not be seen; for one without an id by all else that does not change.

    Jobs that nothing tells apart share a mark, and it does not matter which of them it means.
    """
    started = job.started and job.started.timestamp()
    tells = (job.id,) if job.id is not None else (None, started, job.reply_ref)
    known = repr((job.account, job.kind.value, *tells))
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]
