"""Rows of running jobs and of accounts, decoded by type, for every family of answers.

Holds the keys by which a provider names the parts of a job, and reads jobs, and accounts of a map, from rows.

``replyUrl`` is never read: it is somebody's private address.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar, cast

import msgspec
from msgspec import Meta

from bot.accounts.job import Job, JobKind
from bot.providers.job_ids import KINDS, id_reader, read_stamp
from bot.providers.lenient_values import LARGEST_COUNT, NAME_LENGTH, moment, number, text, time_span

_ID_LENGTH = 512
_ELAPSED_LENGTH = 32
_REF_LENGTH = 1024
"""Maximum length of a ``replyRef``, as documented."""

Count = Annotated[int, Meta(ge=-LARGEST_COUNT, le=LARGEST_COUNT)]
"""A number that may be below zero, as a provider's ``available`` sometimes is."""
# Kling's job ids are numbers, and other providers' accounts may be. None needs more than 64 bits.
_Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
_Id = Annotated[str, Meta(max_length=_ID_LENGTH)] | _Number
Name = Annotated[str, Meta(max_length=NAME_LENGTH)] | _Number
"""The name of an account, or its number."""

_MILLISECONDS = (10**11, 10**14)
"""Numbers between these two are moments in milliseconds, from 1973 to 5138; ``moment`` reads all others."""

_OVER = frozenset({"completed", "failed"})
"""Statuses of ended jobs that linger in a list: https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-jobs."""


class JobRow(msgspec.Struct, gc=False):
    """A row of running jobs, with None for what it does not say; each provider has a subclass with its keys."""

    id: _Id | None = None
    other_id: _Id | None = None
    account: Name | None = None
    type: object = None
    status: object = None
    started: Annotated[datetime, Meta(tz=True)] | _Number | None = None
    elapsed: Annotated[str, Meta(max_length=_ELAPSED_LENGTH)] | _Number | None = None
    reply_ref: Annotated[str, Meta(max_length=_REF_LENGTH)] | None = None


@dataclass(frozen=True, kw_only=True)
class JobKeys:
    """The keys by which a provider names the parts of a job; None for a part that it does not have.

    Attributes:
        id: The key of the job's id.
        other_id: Another key that may hold the id instead.
        other_kind: The kind of a job whose id is at ``other_id``, if nothing else says so.
        account: The key of its account.
        started: The key of its start: ISO 8601, or milliseconds since 1970.
        elapsed: The key of how long it has run: a clock, ``1m 23s``, or seconds.
        kind: The key of what it makes.
        kinds: The kind that each value at ``kind`` means, up to its first slash; any other value means
            ``JobKind.OTHER``.
        default_kind: The kind of a job if neither such a value nor its id says so.
        id_form: The form of its id, if that names the account or the kind; see ``job_ids.id_pattern``.
        stamped: True if the id holds the start; see ``job_ids.read_stamp``.
        slotless: The kinds that do not count against ``maxJobs``.
    """

    id: str = "jobid"
    other_id: str | None = None
    other_kind: JobKind | None = None
    account: str | None = None
    started: str | None = None
    elapsed: str | None = None
    kind: str | None = None
    kinds: Mapping[str, JobKind] = field(default_factory=lambda: KINDS)
    default_kind: JobKind = JobKind.VIDEO
    id_form: str | None = None
    stamped: bool = False
    slotless: frozenset[JobKind] = frozenset()

    @cached_property
    def row(self) -> type[JobRow]:
        """The type of a row, with the provider's keys."""
        keys = {"id": self.id, "other_id": self.other_id, "account": self.account, "type": self.kind}
        return with_keys(JobRow, keys | {"started": self.started, "elapsed": self.elapsed, "reply_ref": "replyRef"})

    @cached_property
    def rows(self) -> Any:  # noqa: ANN401 - a type made at run time
        """The type of a list of such rows, as it is documented."""
        return list[self.row]  # type: ignore[name-defined]  # a type made at run time

    def readable(self, rows: Sequence[object]) -> list[JobRow]:
        """Return the rows that can be read; harmless oddities are corrected first."""
        return readable(rows, self.row, (), self.started or "started", self.elapsed or "elapsed")

    def jobs(self, rows: Iterable[JobRow], at: datetime | None, account: str | None = None) -> list[Job]:
        """Return the jobs of rows, without those that have ended.

        Args:
            rows: The rows.
            at: The moment of the answer, from which starts are counted back; if None, such starts are unknown.
            account: The account that runs them, if the rows are listed below its name.
        """
        found = []
        read_id = id_reader(self.id_form)
        today = at.date() if self.stamped and at is not None else None
        known_words: dict[str, JobKind] = {}
        # Thousands of rows come every few seconds, so a missing part costs one comparison only.
        for row in rows:
            if row.status is not None and isinstance(row.status, str) and row.status in _OVER:
                continue
            job_id, started, word, elapsed, ref = row.id, row.started, row.type, row.elapsed, row.reply_ref
            job_id = (job_id.strip() or None) if isinstance(job_id, str) else stripped(job_id)
            named, kind, default = None, None, self.default_kind
            if job_id is None and row.other_id is not None:
                job_id, default = stripped(row.other_id), self.other_kind or default
            if read_id is not None and job_id is not None:
                named, kind = read_id(job_id)
            if kind is None and word.__class__ is str and word:
                kind = known_words.get(word) or known_words.setdefault(word, self._kind(word))
            if started is not None and not (isinstance(started, datetime) and started.tzinfo is UTC):
                started = _as_moment(started)
            if today is not None and (started is None or kind is None) and job_id is not None:
                began, letter = read_stamp(job_id, today)
                started, kind = started or began, kind or letter
            if started is None and elapsed is not None:
                started = _counted_back(elapsed, job_id, at)
            kind = kind or default
            found.append(
                Job(
                    id=job_id,
                    account=account or (None if row.account is None else stripped(row.account)) or named,
                    kind=kind,
                    takes_slot=kind not in self.slotless,
                    started=started,
                    elapsed_said=None if elapsed is None else stripped(elapsed),
                    reply_ref=None if ref is None else ref.strip() or None,
                )
            )
        return found

    def _kind(self, word: str) -> JobKind:
        return self.kinds.get(word) or self.kinds.get(word.partition("/")[0].strip().casefold(), JobKind.OTHER)


def _counted_back(elapsed: str | int, job_id: str | None, at: datetime | None) -> datetime | None:
    """Return the start of a job, from how long it has run by ``at``; None if unknown, or if the job has no id.

    Each look calculates another start, so without an id a job would not be recognised at the next one.
    """
    if job_id is None or at is None:
        return None
    run = time_span(elapsed)
    return None if run is None else at - run


Row = TypeVar("Row", bound=msgspec.Struct)
T = TypeVar("T")


def with_keys(row: type[Row], keys: Mapping[str, str | None]) -> type[Row]:
    """Make a subclass that reads some fields from other keys, or from none."""
    names = {name: key or f"(no key for {name})" for name, key in keys.items()}
    fields = [
        (one.name, one.type) if one.required else (one.name, one.type, one.default)
        for one in msgspec.structs.fields(row)
    ]
    subclass = msgspec.defstruct(row.__name__, fields, bases=(row,), rename=names, gc=False)
    return cast("type[Row]", subclass)


def readable(
    rows: Sequence[object],
    row_type: type[Row],
    counts: Sequence[str],
    started: str = "started",
    elapsed: str = "elapsed",
) -> list[Row]:
    """Return the rows that can be read; harmless oddities of a row are corrected first.

    Args:
        rows: Parsed JSON, or rows that are converted already.
        row_type: The type of a row.
        counts: The keys of a row's numbers.
        started: The key of a job's start.
        elapsed: The key of how long a job has run.
    """
    if not rows or isinstance(rows[0], row_type):
        return cast("list[Row]", rows)  # if one is converted already, all are
    if (at_once := converted(rows, list[row_type])) is not None:  # type: ignore[valid-type]  # a type made at run time
        return at_once
    found = (converted(_tidied(row, counts, started, elapsed), row_type) for row in rows)
    return [row for row in found if row is not None]


def converted(found: object, as_type: type[T]) -> T | None:
    """Return parsed JSON as a type; None if something is not as documented."""
    try:
        return msgspec.convert(found, as_type)
    except msgspec.ValidationError:
        return None


def stripped(value: str | int | None) -> str | None:
    """Return a text without blanks around it, or a number as text; None for an empty one."""
    if isinstance(value, str):
        return value.strip() or None
    return None if value is None else str(value)


def _as_moment(value: datetime | int) -> datetime | None:
    """Return a moment in UTC, from one in any zone or a number."""
    if isinstance(value, int) and _MILLISECONDS[0] < value < _MILLISECONDS[1]:
        return datetime.fromtimestamp(value / 1000, UTC)
    return moment(value)


def _tidied(row: object, counts: Sequence[str], started: str, elapsed: str) -> object:
    """Drop empty values and unreadable times, turn numbers in text into numbers, and clip texts."""
    if not isinstance(row, dict):
        return row
    tidied = {key: value.strip() if isinstance(value, str) else value for key, value in row.items()}
    for key in counts:
        if (count := number(tidied.get(key))) is not None:
            tidied[key] = count
    run = tidied.get(elapsed)
    tidied[elapsed] = text(number(run) if isinstance(run, float) else run, _ELAPSED_LENGTH)
    tidied["replyRef"] = text(tidied.get("replyRef"), _REF_LENGTH)
    tidied[started] = moment(tidied.get(started))
    return {key: value for key, value in tidied.items() if value is not None and value != ""}


NotBelowZero = Annotated[int, Meta(ge=0, le=LARGEST_COUNT)]


class AccountEntry(msgspec.Struct):
    """An account with its jobs inside; each provider has a subclass with its keys."""

    running: NotBelowZero | None = None
    limit: NotBelowZero | None = None
    health: str | None = None
    error: object = None
    jobs: Sequence[JobRow] | None = None


def readable_names(accounts: Mapping[str, object]) -> dict[str, object]:
    """Return the entries whose keys can be the name of an account; of two with the same stripped name, the last."""
    stripped = ((name.strip(), entry) for name, entry in accounts.items())
    return {name: entry for name, entry in stripped if 0 < len(name) <= NAME_LENGTH}
