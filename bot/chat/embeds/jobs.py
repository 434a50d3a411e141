"""Executing jobs, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job, longest_first
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount, count, duration, plain

JOBS_ON_A_PAGE = 10
REFERENCE_LENGTH = 64
ELAPSED_SAID_LENGTH = 16

JOB_LENGTH = 250
"""No line is longer, so that a page always fits; a test holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """One page of jobs, drawn.

    Attributes:
        text: A heading and a line for each job.
        number: Which page it is, from 1; the nearest that exists to the one asked for.
        pages: How many there are, at least 1.
    """

    text: str
    number: int
    pages: int


def jobs_page(jobs: tuple[Job, ...], naming: Naming, *, at: datetime, page: int, current: bool) -> JobsPage:
    """Draw a page of jobs, longest first; only the page's own jobs are worded.

    Args:
        jobs: All jobs.
        naming: What the accounts are called.
        at: The moment up to which elapsed time is counted.
        page: The page asked for, from 1.
        current: Whether these jobs run now, and not merely ran when last seen.
    """
    pages = max(-(-len(jobs) // JOBS_ON_A_PAGE), 1)
    number = min(max(page, 1), pages)
    if not jobs:
        return JobsPage(text="No job is running." if current else "No job was running.", number=1, pages=1)
    first = (number - 1) * JOBS_ON_A_PAGE
    shown = longest_first(jobs)[first : first + JOBS_ON_A_PAGE]
    heading = f"**{count(len(jobs), 'job')} running{'' if current else ' when last seen'}**"
    if pages > 1:
        heading += f" · {amount(first + 1)} to {amount(first + len(shown))}, longest first"
    return JobsPage(
        text="\n".join([heading, *(job_line(job, naming, at) for job in shown)]), number=number, pages=pages
    )


def job_line(job: Job, naming: Naming, at: datetime) -> str:
    """Say a job's elapsed time, reference, kind and account: ``3:57 · **shot-12** · video on studio-a``."""
    parts = [_elapsed(job, at)]
    reference = naming.names.say(job.reply_ref or "", REFERENCE_LENGTH)
    if reference:
        parts.append(f"**{reference}**")
    where = "an unknown account" if job.account is None else naming.plain(job.account)
    parts.append(f"{job.kind} on {where}" if job.takes_slot else f"{job.kind} on {where}, takes no slot")
    return " · ".join(parts)


def _elapsed(job: Job, at: datetime) -> str:
    elapsed = job.elapsed(at)
    if elapsed is not None:
        return duration(elapsed)
    return plain(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "time unknown"
