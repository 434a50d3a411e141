"""One running job: everything known about it, and its line in a menu of jobs.

The address that its results are sent to belongs to its maker and is never read.
"""

from bot.accounts.job import Job
from bot.chat.jobs.job_filter import job_mark, reference
from bot.chat.jobs.job_list import ProviderJobs
from bot.chat.message import Card, MenuChoice, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, dated
from bot.chat.wording.durations import duration
from bot.chat.wording.job_lines import ELAPSED_SAID_LENGTH, REFERENCE_LENGTH, STUCK, elapsed
from bot.chat.wording.text_cleaning import clean

ID_LENGTH = 512
FULL_REFERENCE_LENGTH = 1500


def job_card(job: Job, running: ProviderJobs) -> Card:
    """Return a card with everything known about a job."""
    names, is_stuck = running.naming.names, running.is_stuck(job)
    ran = job.elapsed(running.at)
    said = clean(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "unknown"
    started: Line = ("unknown",) if job.started is None else (dated(job.started), ", ", ago(job.started))
    known = paragraph(
        _fact("Job", (names.shown(job.id or "", ID_LENGTH) or "without an id",)),
        _fact("Kind", (f"{job.kind}, takes {'a' if job.takes_slot else 'no'} slot",)),
        _fact("Account", ("unknown" if job.account is None else running.naming.name(job.account),)),
        _fact("Started", started),
        _fact("Elapsed", (said if ran is None else duration(ran), *((" · ", STUCK) if is_stuck else ()))),
        _fact("Reference", (names.shown(job.reply_ref or "", FULL_REFERENCE_LENGTH) or "none",)),
    )
    title = names.shown(job.reply_ref or "", REFERENCE_LENGTH) or f"{job.kind} without a reference"
    return Card(
        title=f"{running.words.title} · {title}",
        body=(known, paragraph(*_last_known(running))),
        level=Level.TIGHT if is_stuck else Level.FREE if running.trouble is None else Level.UNKNOWN,
        at=running.snapshot.at,
    )


def menu_choice(job: Job, running: ProviderJobs) -> MenuChoice:
    """Return a job's choice in a menu: its reference, how long it has run, and where."""
    where = "an unknown account" if job.account is None else running.naming.name(job.account)
    return MenuChoice(
        label=reference(job, running.naming.names) or f"{job.kind} without a reference",
        description=f"{elapsed(job, running.at)} · {job.kind} on {where}",
        value=job_mark(job, running.naming.names),
    )


def _fact(title: str, said: Line) -> Line:
    return (Strong(title), " · ", *said)


def _last_known(running: ProviderJobs) -> tuple[Line, ...]:
    if running.trouble is None:
        return ()
    *first, last = running.caution()
    return (*first, (*last, " Last known, ", ago(running.snapshot.at), "."))
