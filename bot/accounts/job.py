"""A job that a provider is executing, in our words; not how a provider spells it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class JobKind(StrEnum):
    """What a job makes."""

    VIDEO = "video"
    IMAGE = "image"
    MUSIC = "music"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One executing job.

    Attributes:
        id: The provider's name for the job, where it gave one.
        account: The account that runs it, where the answer tells.
        kind: What it makes.
        takes_slot: Whether it counts against its account's ``maxJobs``.
        started: When it started, where the answer tells.
        elapsed_said: How long it had run when the answer was given, where the answer tells. The provider's own figure,
            used only where ``started`` is missing.
        reply_ref: Free text of whoever made the job: to be cleaned before anyone sees it.
    """

    id: str | None
    account: str | None
    kind: JobKind
    takes_slot: bool = True
    started: datetime | None = None
    elapsed_said: str | None = None
    reply_ref: str | None = None

    def elapsed(self, now: datetime) -> timedelta | None:
        """Tell how long the job has run at ``now``, never less than zero; None where ``started`` is missing."""
        return None if self.started is None else max(now - self.started, timedelta())


def longest_first(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Sort jobs by elapsed time, longest first; those that do not say come last, in the order given."""
    return tuple(sorted(jobs, key=lambda job: (job.started is None, job.started)))
