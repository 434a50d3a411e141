"""A provider's executing jobs, a page at a time, as ``/jobs`` answers.

Not which jobs are asked for (``sieve``), nor one of them in full (``job_card``), nor the few lines about jobs below a
provider's capacity (``jobs``).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.accounts.job import Job, longest_first
from bot.accounts.latest_state import Trouble
from bot.accounts.snapshot import Snapshot
from bot.chat.embeds.capacity import SENTENCE_LENGTH
from bot.chat.embeds.fit import TITLE, fit
from bot.chat.embeds.jobs import REFERENCE_LENGTH, job_line
from bot.chat.embeds.level import Level
from bot.chat.embeds.sieve import Sieve, reference
from bot.chat.embeds.words import ProviderWords, ago
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount, clip, count, duration, plain

ON_A_PAGE = 10

NAMED = 10
"""So many references or accounts are named where none is as it was asked for."""

HINT_LENGTH = 1200

STUCK = "**stuck?**"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What jobs are drawn from.

    Attributes:
        words: How the provider is spoken of.
        snapshot: The last good look.
        naming: What its accounts are called.
        at: The moment up to which elapsed time is counted.
        is_stuck: Tells whether a job has run for longer than it should have by the moment ``at``.
        trouble: Why the latest look failed, if it did; the snapshot is then the last known state.
    """

    words: ProviderWords
    snapshot: Snapshot
    naming: Naming
    at: datetime
    is_stuck: Callable[[Job], bool]
    trouble: Trouble | None = None

    def caution(self) -> str:
        """Say what is wrong with the latest look; nothing if it went well."""
        if self.trouble is None:
            return ""
        said = self.naming.names.say(self.trouble.sentence, SENTENCE_LENGTH)
        return f"{Level.FAULTED.sign} {said}\nLooks have failed since {ago(self.trouble.since)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class JobList:
    """A page of jobs, drawn.

    Attributes:
        embed: What is shown.
        jobs: The jobs on it.
        number: The page that is shown, from 1; the nearest to the one asked for.
        pages: How many there are, at least 1.
    """

    embed: discord.Embed
    jobs: tuple[Job, ...] = ()
    number: int = 1
    pages: int = 1


def job_list(scene: Scene, sieve: Sieve, page: int) -> JobList:
    """Draw a page of the jobs that are asked for, longest first; only the page's own jobs are worded.

    Args:
        scene: What to draw from.
        sieve: Which jobs are asked for; where there is none, what there is is said instead.
        page: Which page, from 1; one that does not exist is taken as the nearest that does.
    """
    running, names = scene.snapshot.jobs, scene.naming.names
    found = sieve.pick(running, names, scene.at)
    pages = max(-(-len(found) // ON_A_PAGE), 1)
    number = min(max(page, 1), pages)
    shown = longest_first(found)[(number - 1) * ON_A_PAGE :][:ON_A_PAGE]
    stuck = [scene.is_stuck(job) for job in shown]
    lines = [_line(job, scene, stuck=is_stuck) for job, is_stuck in zip(shown, stuck, strict=True)]
    embed = discord.Embed(
        title=clip(_title(scene, sieve, len(found)), TITLE),
        description=f"{_head(scene, sieve)}\n\n" + ("\n".join(lines) or _nothing(scene, sieve)),
        colour=_level(scene, some=bool(shown), stuck=any(stuck)).colour,
        timestamp=scene.snapshot.at,
    )
    if pages > 1:
        embed.set_footer(text=f"Page {amount(number)} of {amount(pages)}")
    return JobList(embed=embed, jobs=shown, number=number, pages=pages)


def _line(job: Job, scene: Scene, *, stuck: bool) -> str:
    started = "" if job.started is None else f" · started {ago(job.started)}"
    return job_line(job, scene.naming, scene.at) + started + (f" · {STUCK}" if stuck else "")


def _title(scene: Scene, sieve: Sieve, found: int) -> str:
    running = f"{scene.words.title} · {count(len(scene.snapshot.jobs), 'job')} running"
    running = running if scene.trouble is None else f"{running} when last seen"
    return running if sieve == Sieve() else f"{running}, {amount(found)} {'matches' if found == 1 else 'match'}"


def _head(scene: Scene, sieve: Sieve) -> str:
    seen = ago(scene.snapshot.at)
    lines = [f"Looked {seen}." if scene.trouble is None else f"{scene.caution()} Last known state, from {seen}."]
    if said := sieve.say(scene.naming):
        lines.append(f"Only jobs {said}.")
    if ageless := sieve.ageless(scene.snapshot.jobs, scene.naming.names, scene.at):
        lines.append(f"Left out: {amount(ageless)} without a known start.")
    return "\n".join(lines)


def _level(scene: Scene, *, some: bool, stuck: bool) -> Level:
    if stuck:
        return Level.TIGHT
    return Level.FREE if some and scene.trouble is None else Level.UNKNOWN


def _nothing(scene: Scene, sieve: Sieve) -> str:
    """Say what there is where nothing is as it was asked for."""
    running = scene.snapshot.jobs
    if not running:
        return "No job is running." if scene.trouble is None else "No job was running."
    lines = []
    for part in sieve.parts():
        found = len(part.pick(running, scene.naming.names, scene.at))
        hint = "" if found else _there_is(scene, part)
        lines.append(f"{amount(found)} of {count(len(running), 'job')} {part.say(scene.naming)}. {hint}".rstrip())
    return "\n".join(lines)


def _there_is(scene: Scene, part: Sieve) -> str:
    running = longest_first(scene.snapshot.jobs)
    if part.ref:
        references = [one for one in dict.fromkeys(reference(job, scene.naming.names) for job in running) if one]
        said = fit(references, lambda one: plain(one, REFERENCE_LENGTH), HINT_LENGTH, most=NAMED, between=", ")
        return f"References are: {said}." if said else "No job has a reference."
    if part.account is not None:
        busy = Counter(job.account for job in running if job.account is not None).most_common()
        said = fit(
            busy, lambda one: f"{scene.naming.plain(one[0])} {amount(one[1])}", HINT_LENGTH, most=NAMED, between=", "
        )
        return f"Jobs run on: {said}." if said else "No job tells its account."
    longest = running[0].elapsed(scene.at)
    return "" if longest is None else f"The longest has run for {duration(longest)}."
