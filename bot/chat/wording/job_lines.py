"""Running jobs, one line each: elapsed time, reference, kind and account."""

import re
from datetime import datetime

from bot.accounts.job import Job
from bot.chat.text_spans import Code, Line, Span, Strong
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import duration
from bot.chat.wording.text_cleaning import clean

REFERENCE_LENGTH = 64
ELAPSED_SAID_LENGTH = 16

NO_REFERENCE = "(no ref)"

STUCK = Strong("stuck?")
"""Follows a job that has run for far longer than such jobs do."""

_READ = 1024
"""Number of characters of a reference that are read, and searched for a URL."""

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://(\S+)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,4}(?::\d\d){1,2}", re.ASCII)


def job_line(job: Job, naming: Naming, at: datetime) -> Line:
    """Return a job of any account: ``3:57 shot-12 · video on studio-a``."""
    reference = job_reference(job, naming.names)
    where = "an unknown account" if job.account is None else naming.name(job.account)
    what = f" · {job.kind} on {where}{'' if job.takes_slot else ', uses no slot'}"
    return (_clock(job, at), " ", Strong(reference) if reference else NO_REFERENCE, what)


def job_below_account(job: Job, names: AccountNames, at: datetime, *, kind: bool) -> Line:
    """Return a job's line below its account: ``3:57 shot-12``, with its kind if ``kind`` is true."""
    what = f" · {job.kind}" if kind or not job.takes_slot else ""
    return (
        _clock(job, at),
        f" {job_reference(job, names) or NO_REFERENCE}{what}{'' if job.takes_slot else ', no slot'}",
    )


def job_reference(job: Job, names: AccountNames) -> str:
    """Return a job's reference as lists show it: e-mails masked, URLs reduced to their last part; may be empty."""
    return names.shown(_ADDRESS.sub(_last_part, clean(job.reply_ref or "", _READ)), REFERENCE_LENGTH)


def elapsed(job: Job, at: datetime) -> str:
    """Return how long a job has run by ``at``: ``3:57``."""
    known = job.elapsed(at)
    if known is not None:
        return duration(known)
    return clean(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "time unknown"


def _clock(job: Job, at: datetime) -> Span:
    said = elapsed(job, at)
    return Code(said) if _CLOCK.fullmatch(said) else said


def _last_part(address: re.Match[str]) -> str:
    path = re.split("[?#]", address[1], maxsplit=1)[0].rstrip("/")
    return path.rpartition("/")[2]
