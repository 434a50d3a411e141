"""The options of ``/jobs``: which of a provider's jobs are shown, as it is typed and suggested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.accounts.job import Job
from bot.chat.command_options import option
from bot.chat.text_spans import Line, Strong, joined
from bot.chat.typed.spelling import quoted
from bot.chat.typed.times import TYPED, read_duration, suggest_durations
from bot.chat.wording.account_names import EMAIL_SEEN, AccountNames, Naming
from bot.chat.wording.durations import time_span
from bot.chat.wording.text_cleaning import clean
from bot.errors import BadInput

REF_LENGTH = 46
"""Maximum number of characters of a reference in a button's id; Discord allows the fewest, 100 in all."""

OLDEST = timedelta(days=7)

AGES = ("10m", "30m", "1h", "2h")
"""Minimum ages of jobs that are suggested until one is typed."""

SEARCHED = 128
"""Number of characters of a reference that are searched, twice as many as a list shows."""

_REMEMBERED = 2**14
"""Number of cleaned references that are cached: cleaning 10,000 non-ASCII ones takes half a second."""

_REF_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsOptions:
    """The options; ``account`` may be its name, its alias, the name it is shown by, or its mark."""

    provider: str = option("The provider")
    account: str | None = option("Only this account's jobs", default=None)
    ref: str = option("Only jobs whose replyRef holds this", default="", longest=REF_LENGTH)
    older_than: str = option("Only jobs that have run for longer, such as 30m or 2h", default="", longest=TYPED)


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
    """Clean and mask text in the same way as references, so that the two can be compared."""
    return names.masked_start(_cleaned(text[: SEARCHED + EMAIL_SEEN]), SEARCHED)[:SEARCHED].rstrip()


@lru_cache(maxsize=_REMEMBERED)
def _cleaned(text: str) -> str:
    return clean(text, SEARCHED + EMAIL_SEEN)


def read_age(typed: str) -> timedelta:
    """Return for how long jobs must have run; raises ``BadInput`` if that can't be read, or is over ``OLDEST``."""
    age = read_duration(typed) if typed else timedelta()
    if age is None or age > OLDEST:
        takes = "older_than is how long jobs have run, at most 7d: type 30m, 2h or 1h30m"
        raise BadInput(f"{takes}, not {quoted(typed)}.", option="older_than")
    return age


def suggest_ages(typed: str) -> Sequence[str]:
    """Suggest for how long jobs must have run."""
    return suggest_durations(typed, AGES, least=timedelta(seconds=1), most=OLDEST)


def read_ref(typed: str, names: AccountNames) -> str:
    """Return the part of a reference that was typed, cleaned; raises ``BadInput`` if no button has room for it."""
    ref = searchable(typed, names)
    if len(ref) > REF_LENGTH:
        raise BadInput(
            f"A part of a reference has at most {REF_LENGTH} characters here; give fewer of them.", option="ref"
        )
    return ref
