"""What a job's id tells of it: its account and its kind, where the provider spells them there."""

from collections.abc import Callable
from typing import TypeAlias

from bot.accounts.job import JobKind
from bot.providers.provider import Provider
from bot.providers.scheduler_records import NAME_LENGTH

KINDS = {kind.value: kind for kind in JobKind}
"""Every kind by its word in ids and in ``type``."""

Told: TypeAlias = tuple[str | None, JobKind | None]
"""A job's account and kind; None for what its id does not tell."""


def id_reader(provider: Provider) -> Callable[[str], Told]:
    """Make a function that reads the job ids of one answer.

    An account runs several jobs. Where only the last part of their ids tells them apart, what comes before it is read
    once, which for an answer of thousands halves the time.
    """
    matches = provider.job_pattern.fullmatch
    alike = provider.job_form.endswith(":<id>")
    known: dict[str, Told] = {}

    def read(job: str) -> Told:
        stem = job.rpartition(":")[0] if alike else job
        try:
            return known[stem]
        except KeyError:
            told = known[stem] = look(job)
            return told

    def look(job: str) -> Told:
        if (match := matches(job)) is None:
            return None, None
        account = match["account"].strip()
        return (account if 0 < len(account) <= NAME_LENGTH else None), KINDS.get(match["kind"])

    tells = "<account>" in provider.job_form or "<kind>" in provider.job_form
    return read if tells else lambda _job: (None, None)
