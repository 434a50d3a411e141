"""A job that a provider is executing, whatever keys the provider uses for it."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct


class JobKind(StrEnum):
    """What a job makes."""

    VIDEO = "video"
    IMAGE = "image"
    MUSIC = "music"
    AUDIO = "audio"
    OTHER = "other"
    """The provider says what it makes, in a word that is none of these."""


class Job(Struct, frozen=True, kw_only=True, gc=False):
    """One executing job.

    Attributes:
        id: The provider's id of the job; None if the answer has none.
        account: The account that runs it; None if the answer does not say.
        kind: What it makes.
        takes_slot: True if it counts against its account's ``maxJobs``.
        started: When it started; None if the answer does not say.
        elapsed_said: How long it has run, as the provider wrote it (``03:57``); used only without ``started``.
        reply_ref: Free text by whoever made the job; it must be escaped before it is shown.
    """

    id: str | None
    account: str | None
    kind: JobKind
    takes_slot: bool = True
    started: datetime | None = None
    elapsed_said: str | None = None
    reply_ref: str | None = None

    def elapsed(self, now: datetime) -> timedelta | None:
        """Return how long the job has run at ``now``, at least zero; None without ``started``."""
        return None if self.started is None else max(now - self.started, timedelta())


def longest_first(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """Sort jobs by elapsed time, longest first; those without ``started`` come last, in the order given."""
    return tuple(sorted(jobs, key=lambda job: (job.started is None, job.started)))
