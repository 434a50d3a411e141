"""The family of ``scheduler/available``: two lists, the running jobs and the accounts that have room.

https://useapi.net/docs/api-minimax-v1/get-minimax-scheduler-available and its siblings. Every key is optional there,
and unknown ones are ignored. ``replyUrl`` is never read: it is somebody's private address.

A body in which everything is as documented is decoded by msgspec in one go, which takes half as long as ``json.loads``.
Any other is read row by row, where a row that is not as documented has its harmless oddities put right first.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, TypeVar, cast

import msgspec
from msgspec import Meta

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots, ProviderAnswer
from bot.providers.account_list import parse_account_list
from bot.providers.job_ids import KINDS, JobIdForm
from bot.providers.json_body import UnreadableBody, parse_object, quote_error
from bot.providers.lenient_values import LARGEST_COUNT, NAME_LENGTH, moment, number, text

_ID_LENGTH = 512
_ELAPSED_LENGTH = 32
_REF_LENGTH = 1024
"""As documented for ``replyRef``."""

_Count = Annotated[int, Meta(ge=-LARGEST_COUNT, le=LARGEST_COUNT)]
# Kling's job ids are numbers; elsewhere an account might be one. None needs more than 64 bits.
_Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
_Id = Annotated[str, Meta(max_length=_ID_LENGTH)] | _Number
_Name = Annotated[str, Meta(max_length=NAME_LENGTH)] | _Number


class _JobRow(msgspec.Struct, gc=False):
    """A row of ``executing[]``, None for what it does not say; each provider's subclass has its keys."""

    id: _Id | None = None
    other_id: _Id | None = None
    account: _Name | None = None
    type: object = None
    started: Annotated[datetime, Meta(tz=True)] | None = None
    elapsed: Annotated[str, Meta(max_length=_ELAPSED_LENGTH)] | None = None
    reply_ref: Annotated[str, Meta(max_length=_REF_LENGTH)] | None = None


class _AccountRow(msgspec.Struct, gc=False):
    """A row of ``available[]``; each provider's subclass has its key of the account."""

    account: _Name
    limit: _Count | None = None
    executing: _Count | None = None
    available: _Count | None = None


class _Body(msgspec.Struct):
    executing: Sequence[_JobRow] | None = None
    available: Sequence[_AccountRow] | None = None
    unreadable: int = 0


_Row = TypeVar("_Row", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True)
class SchedulerFamily:
    """What one provider of this family calls things.

    Attributes:
        account_key: What ``available[]`` calls the account.
        job_account_key: What ``executing[]`` calls it; None if only the job's id tells.
        job_keys: What ``executing[]`` calls the job's id, and the kind that each key hints at: one or two keys.
        job_form: How a job's id is spelt; see ``JobIdForm``.
        type_key: What ``executing[]`` calls the job's kind; None if it does not say.
        default_kind: What a job makes if neither its id nor its row tells.
        slotless: The kinds that do not count against ``maxJobs``.
    """

    account_key: str
    job_account_key: str | None = None
    job_keys: Mapping[str, JobKind | None]
    job_form: str
    type_key: str | None = None
    default_kind: JobKind = JobKind.VIDEO
    slotless: frozenset[JobKind] = frozenset()

    def parse_answer(self, body: bytes) -> ProviderAnswer:
        """Parse the running jobs and the accounts that have room.

        A missing list is an empty one, as every key is optional; but an answer with neither list says nothing at all
        and is refused: to conclude from nothing is how a glitch becomes an alert.
        """
        found = self._decode(body) or self._decode_row_by_row(body)
        jobs = tuple(self._jobs(found.executing or ()))
        rows = found.available or ()
        accounts = tuple([slots for row in rows if (slots := _slots(row)) is not None])
        unreadable = found.unreadable + len(rows) - len(accounts)
        return ProviderAnswer(accounts=accounts, jobs=jobs, unreadable=unreadable)

    def parse_accounts(self, body: bytes) -> tuple[ConfiguredAccount, ...]:
        """Parse the configured accounts."""
        return parse_account_list(body)

    @cached_property
    def job_ids(self) -> JobIdForm:
        """Reads what a job's id says."""
        return JobIdForm(self.job_form)

    @cached_property
    def _job_row(self) -> type[_JobRow]:
        first, other = self.job_keys if len(self.job_keys) > 1 else (*self.job_keys, None)
        keys = {"id": first, "other_id": other, "account": self.job_account_key, "type": self.type_key}
        return _with_keys(_JobRow, keys | {"reply_ref": "replyRef"})

    @cached_property
    def _account_row(self) -> type[_AccountRow]:
        return _with_keys(_AccountRow, {"account": self.account_key, "limit": "maxJobs"})

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[_Body]:
        lists = {"executing": list[self._job_row] | None, "available": list[self._account_row] | None}  # type: ignore[name-defined]  # types made at run time
        body = msgspec.defstruct("_Body", [(key, rows, None) for key, rows in lists.items()], bases=(_Body,))
        return msgspec.json.Decoder(body)

    def _decode(self, body: bytes) -> _Body | None:
        """Decode a body in which everything is as documented; None if something is not."""
        if rb"\u0000" in body:
            return None  # PostgreSQL can't store it; ``parse_object`` replaces it
        try:
            found = self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return None if found.executing is None and found.available is None else found

    def _decode_row_by_row(self, body: bytes) -> _Body:
        found = parse_object(body)
        executing, available = found.get("executing"), found.get("available")
        if executing is None and available is None:
            raise UnreadableBody(quote_error(found) or "it holds neither `executing` nor `available`")
        if not isinstance(executing, list | None) or not isinstance(available, list | None):
            raise UnreadableBody("`executing` or `available` is no list")
        jobs = _readable(executing or [], self._job_row)
        accounts = _readable(available or [], self._account_row)
        unreadable = len(executing or []) + len(available or []) - len(jobs) - len(accounts)
        return _Body(executing=jobs, available=accounts, unreadable=unreadable)

    def _jobs(self, rows: Sequence[_JobRow]) -> Iterator[Job]:
        id_parts = self.job_ids.reader()
        first_hint, other_hint = (*self.job_keys.values(), None)[:2]
        for row in rows:
            job_id, hint = _stripped(row.id), first_hint
            if job_id is None:
                job_id = _stripped(row.other_id)
                hint = None if job_id is None else other_hint
            account, kind = (None, None) if job_id is None else id_parts(job_id)
            if kind is None:
                kind = (KINDS.get(row.type) if isinstance(row.type, str) else None) or hint or self.default_kind
            started = row.started
            yield Job(
                id=job_id,
                account=_stripped(row.account) or account,
                kind=kind,
                takes_slot=kind not in self.slotless,
                started=started if started is None or started.tzinfo is UTC else moment(started),
                elapsed_said=_stripped(row.elapsed),
                reply_ref=_stripped(row.reply_ref),
            )


def _with_keys(row: type[_Row], keys: Mapping[str, str | None]) -> type[_Row]:
    """Make a subclass that reads some fields from other keys, or from none."""
    names = {field: key or f"(no key for {field})" for field, key in keys.items()}
    fields = [
        (field.name, field.type) if field.required else (field.name, field.type, field.default)
        for field in msgspec.structs.fields(row)
    ]
    subclass = msgspec.defstruct(row.__name__, fields, bases=(row,), rename=names, gc=False)
    return cast("type[_Row]", subclass)


def _readable(rows: list[object], row_type: type[_Row]) -> list[_Row]:
    readable = []
    for row in rows:
        with suppress(msgspec.ValidationError):
            readable.append(msgspec.convert(_tidied(row), row_type))
    return readable


def _tidied(row: object) -> object:
    """Drop what says nothing, spell numbers as numbers, clip texts and drop a time that can't be read."""
    if not isinstance(row, dict):
        return row
    tidied = {key: value.strip() if isinstance(value, str) else value for key, value in row.items()}
    for key in ("maxJobs", "executing", "available"):
        if (count := number(tidied.get(key))) is not None:
            tidied[key] = count
    tidied["elapsed"] = text(tidied.get("elapsed"), _ELAPSED_LENGTH)
    tidied["replyRef"] = text(tidied.get("replyRef"), _REF_LENGTH)
    tidied["started"] = moment(tidied.get("started"))
    return {key: value for key, value in tidied.items() if value is not None and value != ""}


def _slots(row: _AccountRow) -> ListedSlots | None:
    if (account := _stripped(row.account)) is None:
        return None
    return ListedSlots(account=account, limit=row.limit, executing=row.executing, available=row.available)


def _stripped(value: str | int | None) -> str | None:
    return None if value is None else str(value).strip() or None
