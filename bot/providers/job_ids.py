"""What a job's id says of the job: its account and its kind, at the providers that spell them there."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.accounts.job import JobKind
from bot.providers.lenient_values import NAME_LENGTH

KINDS = {kind.value: kind for kind in JobKind}
"""Every kind by its word in ids and in ``type``."""

IdParts: TypeAlias = tuple[str | None, JobKind | None]
"""A job's account and kind; None for what its id does not say."""

_PLACEHOLDERS: Mapping[str, str] = {
    "<user>": r"[^:]+?",
    # It takes all it can, so that the last marker ends it: e-mail addresses may hold what looks like a marker.
    "<account>": r"(?P<account>.+)",
    "<kind>": r"(?P<kind>[a-z]+)",
    "<id>": r".*",
    "<number>": r"\d+",
}


@dataclass(frozen=True)
class JobIdForm:
    """How a provider spells the ids of its jobs.

    Attributes:
        form: Such as ``user:<user>-minimax:<account>-<kind>:<id>``; ``<number>`` alone is a JSON number.
    """

    form: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The form as a pattern with the groups ``account`` and ``kind``, each empty if the form does not have it."""
        parts = re.split(r"(<\w+>)", self.form)
        pattern = "".join(_PLACEHOLDERS.get(part) or re.escape(part) for part in parts)
        missing = "".join(f"(?P<{name}>)" for name in ("account", "kind") if f"<{name}>" not in self.form)
        return re.compile(pattern + missing)

    def reader(self) -> Callable[[str], IdParts]:
        """Return a function that reads the ids of one answer.

        The function remembers: an account runs several jobs, and if the form ends with ``:<id>``, their ids differ
        only there. That halves the time for thousands of jobs.
        """
        if "<account>" not in self.form and "<kind>" not in self.form:
            return lambda _job: (None, None)
        differ_at_end = self.form.endswith(":<id>")
        known: dict[str, IdParts] = {}

        def read(job: str) -> IdParts:
            stem = job.rpartition(":")[0] if differ_at_end else job
            parts = known.get(stem)
            if parts is None:
                parts = known[stem] = self._parts(job)
            return parts

        return read

    def _parts(self, job: str) -> IdParts:
        if (match := self.pattern.fullmatch(job)) is None:
            return None, None
        account = match["account"].strip()
        return (account if 0 < len(account) <= NAME_LENGTH else None), KINDS.get(match["kind"])
