"""Running jobs: a page of them, longest first; hints if none matches the filter; and one job in full.

The address that a job's results are sent to belongs to its maker and is never read.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.job import Job, longest_first
from bot.accounts.snapshot import Snapshot, Trouble
from bot.chat.jobs.jobs_options import JobFilter, reference
from bot.chat.message import Card, Entry, Listing, MenuChoice, Paragraph, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, dated, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import duration, time_span
from bot.chat.wording.job_lines import ELAPSED_SAID_LENGTH, REFERENCE_LENGTH, STUCK, elapsed, job_line
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.provider_words import ProviderWords, caution, checked, last_known
from bot.chat.wording.refusal_sentences import capitalised
from bot.chat.wording.text_cleaning import clean

ON_A_PAGE = 10

NAMED = 10
"""Maximum number of references or accounts named if no job matches."""

_MARK_LENGTH = 16
"""Among 10,000 jobs, the odds that two share a mark are one in 370 billion."""

ID_LENGTH = 512
FULL_REFERENCE_LENGTH = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderJobs:
    """The jobs of a provider, with all that their wording needs.

    Attributes:
        words: The provider's words.
        snapshot: The last good look.
        naming: Its accounts' names.
        at: The moment up to which elapsed time is counted.
        is_stuck: Returns whether a job has run for too long at the moment ``at``.
        trouble: Why the latest look failed, if it did; the snapshot is then the last known state.
        checking: Whether a newer look is under way that took too long to wait for.
    """

    words: ProviderWords
    snapshot: Snapshot
    naming: Naming
    at: datetime
    is_stuck: Callable[[Job], bool]
    trouble: Trouble | None = None
    checking: bool = False

    def caution(self) -> tuple[Line, ...]:
        """Return what is wrong with the latest look; empty if it went well."""
        return () if self.trouble is None else caution(self.trouble, self.naming.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobList:
    """A page of jobs.

    Attributes:
        card: The page's card.
        jobs: The jobs on it.
        number: The page shown, from 1; the nearest to the one asked for.
        pages: Number of pages, at least 1.
    """

    card: Card
    jobs: tuple[Job, ...]
    number: int
    pages: int


def job_list(running: ProviderJobs, wanted: JobFilter, page: int) -> JobList:
    """Return a page of matching jobs, longest first.

    Args:
        running: All jobs.
        wanted: Which of them to show.
        page: The page, from 1; a page that doesn't exist becomes the nearest one that does.
    """
    matches = wanted.select(running.snapshot.jobs, running.naming.names, running.at)
    pages = max(-(-len(matches) // ON_A_PAGE), 1)
    number = min(max(page, 1), pages)
    shown = longest_first(matches)[(number - 1) * ON_A_PAGE :][:ON_A_PAGE]
    stuck = [running.is_stuck(job) for job in shown]
    lines = [_line(job, running, stuck=is_stuck) for job, is_stuck in zip(shown, stuck, strict=True)]
    listed = Listing(entries=tuple(Entry((line,)) for line in lines))
    card = Card(
        title=_title(running, wanted, len(matches)),
        body=(_head(running, wanted, found=bool(shown)), listed if lines else paragraph(*_none_found(running, wanted))),
        level=_level(running, some=bool(shown), stuck=any(stuck)),
        footer=f"Page {amount(number)} of {amount(pages)}" if pages > 1 else "",
    )
    return JobList(card=card, jobs=shown, number=number, pages=pages)


def _line(job: Job, running: ProviderJobs, *, stuck: bool) -> Line:
    return joined((job_line(job, running.naming, running.at), (STUCK,) if stuck else ()))


def _title(running: ProviderJobs, wanted: JobFilter, found: int) -> str:
    jobs = len(running.snapshot.jobs)
    told = (
        f"{count(jobs, 'job')} running" if wanted == JobFilter() else f"{amount(found)} of {count(jobs, 'running job')}"
    )
    return f"{running.words.title} · {told}{'' if running.trouble is None else ' when last checked'}"


def _head(running: ProviderJobs, wanted: JobFilter, *, found: bool) -> Paragraph:
    seen = running.snapshot.at
    if running.trouble is None:
        lines: list[Line] = [capitalised(checked(seen, checking=running.checking))]
    else:
        *first, last = running.caution()
        lines = [*first, (*last, *last_known(seen, checking=running.checking))]
    if found and (said := wanted.line(running.naming)):
        lines.append(("Only jobs ", *said, "."))
    if unknown := wanted.count_without_start(running.snapshot.jobs, running.naming.names, running.at):
        lines.append((f"Left out: {amount(unknown)} without a known start.",))
    return paragraph(*lines)


def _level(running: ProviderJobs, *, some: bool, stuck: bool) -> Level:
    if running.trouble is not None:
        return Level.FAULTED
    if stuck:
        return Level.TIGHT
    return Level.FREE if some else Level.UNKNOWN


def _none_found(running: ProviderJobs, wanted: JobFilter) -> list[Line]:
    """Return how many jobs match each part of the filter; where none does, what would match."""
    jobs = running.snapshot.jobs
    if not jobs:
        return [("No job is running." if running.trouble is None else "No job was running.",)]
    lines: list[Line] = []
    for part in wanted.parts():
        hits = len(part.select(jobs, running.naming.names, running.at))
        said = (f"{amount(hits)} of {count(len(jobs), 'job')} " if hits else "None ", *part.line(running.naming), ".")
        lines.append(joined((said, () if hits else _hint(running, part)), " "))
    return lines


def _hint(running: ProviderJobs, part: JobFilter) -> Line:
    jobs = longest_first(running.snapshot.jobs)
    if part.ref:
        distinct = [one for one in dict.fromkeys(reference(job, running.naming.names) for job in jobs) if one]
        references = _named([(clean(one, REFERENCE_LENGTH),) for one in distinct])
        return ("References are: ", *references, ".") if references else ("No job has a reference.",)
    if part.account is not None:
        busy = Counter(job.account for job in jobs if job.account is not None).most_common()
        accounts = _named([(running.naming.name(account), f" {amount(number)}") for account, number in busy])
        return ("Jobs run on: ", *accounts, ".") if accounts else ("No job names its account.",)
    longest = jobs[0].elapsed(running.at)
    return () if longest is None else (f"The longest has run for {time_span(longest)}.",)


def _named(names: Sequence[Line]) -> Line:
    more = len(names) - NAMED
    return joined((*names[:NAMED], (f"and {amount(more)} more",) if more > 0 else ()), ", ")


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


def job_mark(job: Job, names: AccountNames) -> str:
    """Return a mark that stands for a job without showing its id; without an id, it is made of what never changes.

    Jobs that can't be told apart share a mark, and it does not matter which of them it means.
    """
    started = job.started and job.started.timestamp()
    identity = (job.id,) if job.id is not None else (None, started, job.reply_ref)
    return names.mark(repr((job.account, job.kind.value, *identity)), _MARK_LENGTH)
