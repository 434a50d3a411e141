"""One executing job: all that is known of it, and its line in a menu of jobs; not a list of them (``job_list``).

The address to which its results are sent is not here: that is its maker's own, and never read.
"""

from dataclasses import dataclass
from datetime import datetime

import discord

from bot.accounts.job import Job
from bot.chat.embeds.fit import TITLE
from bot.chat.embeds.job_list import STUCK, Scene
from bot.chat.embeds.jobs import ELAPSED_SAID_LENGTH, REFERENCE_LENGTH
from bot.chat.embeds.level import Level
from bot.chat.embeds.sieve import reference
from bot.chat.embeds.words import ago
from bot.chat.wording.text import clean, clip, duration, plain

ID_LENGTH = 700
"""The 512 characters of the longest id, with room for escapes."""

FULL_REFERENCE_LENGTH = 1500

MENU_LENGTH = 100
"""https://discord.com/developers/docs/components/reference#string-select-select-option-structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLine:
    """A job in a menu, in two lines that are shown as they are."""

    label: str
    description: str


def job_card(job: Job, scene: Scene) -> discord.Embed:
    """Draw all that is known of a job."""
    names, is_stuck = scene.naming.names, scene.is_stuck(job)
    elapsed = job.elapsed(scene.at)
    said = plain(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "unknown"
    lines = [
        f"**Job** · {names.say(job.id or '', ID_LENGTH) or 'without an id'}",
        f"**Kind** · {job.kind}, takes {'a' if job.takes_slot else 'no'} slot",
        f"**Account** · {'unknown' if job.account is None else scene.naming.plain(job.account)}",
        f"**Started** · {'unknown' if job.started is None else f'{_on(job.started)}, {ago(job.started)}'}",
        f"**Elapsed** · {said if elapsed is None else duration(elapsed)}{f' · {STUCK}' if is_stuck else ''}",
        f"**Reference** · {names.say(job.reply_ref or '', FULL_REFERENCE_LENGTH) or 'none'}",
    ]
    if scene.trouble is not None:
        lines += ["", f"{scene.caution()} This is the last known state, from {ago(scene.snapshot.at)}."]
    title = names.say(job.reply_ref or "", REFERENCE_LENGTH) or f"{job.kind} without a reference"
    level = Level.TIGHT if is_stuck else Level.FREE if scene.trouble is None else Level.UNKNOWN
    return discord.Embed(
        title=clip(f"{scene.words.title} · {title}", TITLE),
        description="\n".join(lines),
        colour=level.colour,
        timestamp=scene.snapshot.at,
    )


def menu_line(job: Job, scene: Scene) -> MenuLine:
    """Name a job and say where and for how long it runs, in at most 100 characters each."""
    elapsed = job.elapsed(scene.at)
    said = clean(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "time unknown"
    where = "an unknown account" if job.account is None else scene.naming.raw(job.account)
    return MenuLine(
        label=clip(reference(job, scene.naming.names), MENU_LENGTH) or f"{job.kind} without a reference",
        description=clip(f"{said if elapsed is None else duration(elapsed)} · {job.kind} on {where}", MENU_LENGTH),
    )


def _on(at: datetime) -> str:
    """Say a moment as date and time, which Discord shows in the reader's own zone."""
    return f"<t:{int(at.timestamp())}:f>"
