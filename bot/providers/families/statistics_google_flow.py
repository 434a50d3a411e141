"""The family of counts in place of slots: google-flow, whose accounts have no fixed number of them.

https://useapi.net/docs/api-google-flow-v1/get-google-flow-jobs, with ``?options=executing``::

    {"emails": ["a@example.com"],                      every healthy account; names may come masked
     "videos": {"summary": {"a@example.com": {"executing": 1, "completed": 5, "failed": 0, "rateLimited": 0}},
                "executing": {"j1767323045678v-…": {"email": "a@example.com", "timestamp": 1767323045678}}},
     "images": {…}, "combined": {"summary": {…}}}

``summary`` counts the last 15 minutes, ``combined`` is the sum of both groups. An account that was rate-limited rests
for a while; no key says so, but ``rateLimited`` hints at it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, ClassVar, cast

import msgspec
from msgspec import Meta

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, RecentWork, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, documented_object, parse_object, quote_error
from bot.providers.job_and_account_rows import JobKeys, JobRow, NotBelowZero, converted, readable_names
from bot.providers.lenient_values import NAME_LENGTH, count

_GROUPS: Mapping[str, JobKind] = {"videos": JobKind.VIDEO, "images": JobKind.IMAGE}
_SUM = "combined"
_ID_LENGTH = 512
_JobId = Annotated[str, Meta(max_length=_ID_LENGTH)]
# Without blanks around it.
_AccountName = Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH, pattern=r"^\S(.*\S)?$")]


class _Counts(msgspec.Struct, gc=False, rename={"rate_limited": "rateLimited"}):
    """Counts of an account: jobs running now, and those that ended in the last 15 minutes."""

    executing: NotBelowZero = 0
    completed: NotBelowZero = 0
    failed: NotBelowZero = 0
    rate_limited: NotBelowZero = 0


class _Group(msgspec.Struct):
    summary: dict[_AccountName, _Counts] = {}
    executing: dict[_JobId, JobRow] = {}


@dataclass(kw_only=True)
class _Found:
    emails: list[str] = field(default_factory=list)
    groups: dict[str, _Group] = field(default_factory=dict)
    unreadable: int = 0


@dataclass(frozen=True, kw_only=True)
class StatisticsFamily:
    """The keys of one provider of this family.

    Attributes:
        keys: The keys of a job; the job's id is its key in ``executing``.
    """

    keys: JobKeys
    title: ClassVar[str] = "statistics"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.ABSENT
    counts_slots: ClassVar[bool] = False

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the healthy accounts with their recent counts, and the running jobs."""
        found = self._read(body)
        jobs = [job for name, group in found.groups.items() for job in self._jobs(name, group, at)]
        return ProviderAnswer(
            accounts=tuple(_accounts(found, jobs)),
            jobs=tuple(jobs),
            unreadable=found.unreadable,
            when_unlisted=self.when_unlisted,
            counts_slots=self.counts_slots,
        )

    def _jobs(self, name: str, group: _Group, at: datetime | None) -> list[Job]:
        if name not in _GROUPS:
            return []
        word = _GROUPS[name].value
        for job_id, row in group.executing.items():
            row.id, row.type = job_id, word
        return self.keys.jobs(group.executing.values(), at)

    @cached_property
    def _group(self) -> type[_Group]:
        rows = dict[_JobId, self.keys.row]  # type: ignore[name-defined]  # a type made at run time
        return cast("type[_Group]", msgspec.defstruct("_Group", [("executing", rows, {})], bases=(_Group,)))

    @cached_property
    def _documented(self) -> object:
        return documented_object({"emails": object, **dict.fromkeys((*_GROUPS, _SUM), self._group)})

    def _read(self, body: bytes) -> _Found:
        whole = parse_object(body, self._documented)
        if not any(key in whole for key in ("emails", *_GROUPS, _SUM)) and (other := parse_object(body)):
            raise UnreadableBody(quote_error(other) or "it holds neither `emails` nor `videos`")
        found = _Found()  # an empty object: no account is configured
        emails = whole.get("emails")
        listed = emails if isinstance(emails, list) else []
        found.emails = list(readable_names({email: None for email in listed if isinstance(email, str)}))
        found.unreadable = sum(not isinstance(email, str) or not email.strip() for email in listed)
        found.unreadable += not isinstance(emails, list | None)
        for name in (*_GROUPS, _SUM):
            group = whole.get(name)
            if isinstance(group, _Group):
                found.groups[name] = group
            elif isinstance(group, dict):
                found.groups[name] = self._readable(group, found)
            else:
                found.unreadable += group is not None
        return found

    def _readable(self, group: Mapping[str, object], found: _Found) -> _Group:
        if (at_once := converted(group, self._group)) is not None:
            return at_once
        read = _Group(summary={}, executing={})
        summary, executing = group.get("summary"), group.get("executing")
        found.unreadable += not isinstance(summary, dict | None)
        found.unreadable += not isinstance(executing, dict | None)
        for account, entry in readable_names(summary if isinstance(summary, dict) else {}).items():
            if isinstance(entry, dict):
                keys = ("executing", "completed", "failed", "rateLimited")
                read.summary[account] = _Counts(*(count(entry.get(key)) or 0 for key in keys))
            else:
                found.unreadable += 1
        for job_id, row in (executing if isinstance(executing, dict) else {}).items():
            rows = self.keys.readable([row]) if len(job_id) <= _ID_LENGTH else []
            found.unreadable += not rows
            read.executing.update(zip([job_id], rows, strict=False))
        return read


def _accounts(found: _Found, jobs: list[Job]) -> Iterator[ListedSlots]:
    """Yield every account that is named, with its counts: from ``combined`` if it is there, else from both groups."""
    apart = [group.summary for name, group in found.groups.items() if name != _SUM]
    whole = found.groups[_SUM].summary if _SUM in found.groups else {}
    listed = Counter(job.account for job in jobs if job.account is not None)
    for account in dict.fromkeys([*found.emails, *whole, *(name for one in apart for name in one), *listed]):
        counts = [whole[account]] if account in whole else [one[account] for one in apart if account in one]
        yield ListedSlots(
            account=account,
            executing=max(sum(one.executing for one in counts), listed[account]),
            recent=RecentWork(
                completed=sum(one.completed for one in counts),
                failed=sum(one.failed for one in counts),
                rate_limited=sum(one.rate_limited for one in counts),
            ),
        )
