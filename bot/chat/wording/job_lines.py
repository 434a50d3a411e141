"""Executing jobs, a line each and a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job, longest_first
from bot.chat.message import Entry, Listing
from bot.chat.spans import Line, Strong, joined
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount, clean, count, duration

ON_A_PAGE = 10
REFERENCE_LENGTH = 64
ELAPSED_SAID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """One page of jobs.

    Attributes:
        listing: A heading and a line for each job.
        number: Which page it is, from 1; the nearest that exists to the one asked for.
        pages: How many there are, at least 1.
    """

    listing: Listing
    number: int
    pages: int


def jobs_page(jobs: tuple[Job, ...], naming: Naming, *, at: datetime, page: int, current: bool) -> JobsPage:
    """Return a page of jobs, longest first; only the page's own jobs are worded.

    Args:
        jobs: All jobs.
        naming: What the accounts are called.
        at: The moment up to which elapsed time is counted.
        page: The page asked for, from 1.
        current: Whether these jobs run now, rather than ran when last seen.
    """
    pages = max(-(-len(jobs) // ON_A_PAGE), 1)
    number = min(max(page, 1), pages)
    if not jobs:
        said = "No job is running." if current else "No job was running."
        return JobsPage(listing=Listing(entries=(Entry(((said,),)),)), number=1, pages=1)
    first = (number - 1) * ON_A_PAGE
    shown = longest_first(jobs)[first : first + ON_A_PAGE]
    heading: Line = (Strong(f"{count(len(jobs), 'job')} running{'' if current else ' when last seen'}"),)
    if pages > 1:
        heading += (f" · {amount(first + 1)} to {amount(first + len(shown))}, longest first",)
    lines = (heading, *(job_line(job, naming, at) for job in shown))
    return JobsPage(listing=Listing(entries=tuple(Entry((line,)) for line in lines)), number=number, pages=pages)


def job_line(job: Job, naming: Naming, at: datetime) -> Line:
    """Return a job's elapsed time, reference, kind and account: ``3:57 · shot-12 · video on studio-a``."""
    reference = naming.names.shown(job.reply_ref or "", REFERENCE_LENGTH)
    where = "an unknown account" if job.account is None else naming.name(job.account)
    what: Line = (f"{job.kind} on ", where, *(() if job.takes_slot else (", takes no slot",)))
    return joined(((elapsed(job, at),), (Strong(reference),) if reference else (), what))


def elapsed(job: Job, at: datetime) -> str:
    """Return how long a job has run by ``at``: ``3:57``."""
    known = job.elapsed(at)
    if known is not None:
        return duration(known)
    return clean(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "time unknown"
