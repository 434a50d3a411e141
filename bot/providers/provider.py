"""What one provider calls things, and how its job ids are spelt; which providers exist is in ``catalogue``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.accounts.job import JobKind

_PLACES: Mapping[str, str] = {
    "<user>": r"[^:]+?",
    "<account>": r"(?P<account>.+)",
    "<kind>": r"(?P<kind>[a-z]+)",
    "<id>": r".*",
    "<number>": r"\d+",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Provider:
    """One provider behind useapi.net; compared by identity, since the catalogue holds each once.

    Attributes:
        name: Its name in settings, commands and paths.
        title: Its name as a person writes it.
        source: The page that documents its scheduler.
        jobs_path: The path that lists executing jobs and free accounts.
        accounts_path: The path that lists the configured accounts; None where there is none.
        account_key: What ``available[]`` calls the account.
        job_account_key: What ``executing[]`` calls it; None where only the job's id tells.
        job_keys: What ``executing[]`` calls the job's id, the newest spelling first, and the kind that each hints at.
        job_form: How a job's id is spelt, from ``<user>``, ``<account>``, ``<kind>``, ``<id>``; ``<number>`` alone is a
            JSON number.
        type_key: What ``executing[]`` calls the job's kind.
        default_kind: What a job makes where neither its id nor its row tells.
        slotless: The kinds that do not count against ``maxJobs``.
        retired: Why it may be gone, as a sentence; None while it is current.
        caveat: What its numbers leave out, as a sentence.
    """

    name: str
    title: str
    source: str
    jobs_path: str
    accounts_path: str | None = None
    account_key: str
    job_account_key: str | None = None
    job_keys: Mapping[str, JobKind | None]
    job_form: str
    type_key: str | None = None
    default_kind: JobKind = JobKind.VIDEO
    slotless: frozenset[JobKind] = frozenset()
    retired: str | None = None
    caveat: str | None = None

    @cached_property
    def job_pattern(self) -> re.Pattern[str]:
        """Compile ``job_form`` into a pattern with the groups ``account`` and ``kind``, empty where the form has none.

        The account takes all it can, so that the *last* marker ends it: e-mail addresses contain ``-`` and may contain
        what looks like a marker.
        """
        parts = re.split(r"(<\w+>)", self.job_form)
        pattern = "".join(_PLACES.get(part) or re.escape(part) for part in parts)
        silent = "".join(f"(?P<{name}>)" for name in ("account", "kind") if f"<{name}>" not in self.job_form)
        return re.compile(pattern + silent)
