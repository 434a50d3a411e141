"""The family of ``scheduler/available``: two lists, the running jobs and the accounts that have room.

https://useapi.net/docs/api-minimax-v1/get-minimax-scheduler-available and its siblings. Every key is optional there,
and unknown ones are ignored. ``replyUrl`` is never read: it is somebody's private address.

A body in which everything is as documented is decoded by msgspec in one go, which takes half as long as ``json.loads``.
Any other is read row by row, where a row that is not as documented has its harmless oddities put right first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

import msgspec

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, decode_strictly, parse_object, quote_error
from bot.providers.job_and_account_rows import Count, JobKeys, JobRow, Name, readable, stripped, with_keys

_COUNTS = ("maxJobs", "executing", "available")


class _AccountRow(msgspec.Struct, gc=False):
    """A row of ``available[]``; each provider's subclass has its key of the account."""

    account: Name
    limit: Count | None = None
    executing: Count | None = None
    available: Count | None = None


class _Body(msgspec.Struct):
    executing: Sequence[JobRow] | None = None
    available: Sequence[_AccountRow] | None = None
    unreadable: int = 0


@dataclass(frozen=True, kw_only=True)
class SchedulerFamily:
    """What one provider of this family calls things.

    Attributes:
        account_key: What ``available[]`` calls the account.
        keys: What ``executing[]`` calls the parts of a job.
    """

    account_key: str
    keys: JobKeys
    title: ClassVar[str] = "scheduler"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.FULL
    counts_slots: ClassVar[bool] = True

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the running jobs and the accounts that have room.

        A missing list is an empty one, as every key is optional; but an answer with neither list says nothing at all
        and is refused: to conclude from nothing is how a glitch becomes an alert.
        """
        found = self._decode(body) or self._decode_row_by_row(body)
        jobs = tuple(self.keys.jobs(found.executing or (), at))
        rows = found.available or ()
        accounts = tuple([slots for row in rows if (slots := _slots(row)) is not None])
        unreadable = found.unreadable + len(rows) - len(accounts)
        return ProviderAnswer(accounts=accounts, jobs=jobs, unreadable=unreadable)

    @cached_property
    def _account_row(self) -> type[_AccountRow]:
        return with_keys(_AccountRow, {"account": self.account_key, "limit": "maxJobs"})

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[_Body]:
        lists = {"executing": list[self.keys.row] | None, "available": list[self._account_row] | None}  # type: ignore[name-defined]  # types made at run time
        body = msgspec.defstruct("_Body", [(key, rows, None) for key, rows in lists.items()], bases=(_Body,))
        return msgspec.json.Decoder(body)

    def _decode(self, body: bytes) -> _Body | None:
        """Decode a body in which everything is as documented; None if something is not."""
        found = decode_strictly(body, self._decoder)
        return None if found is None or (found.executing is None and found.available is None) else found

    def _decode_row_by_row(self, body: bytes) -> _Body:
        found = parse_object(body)
        executing, available = found.get("executing"), found.get("available")
        if executing is None and available is None:
            raise UnreadableBody(quote_error(found) or "it holds neither `executing` nor `available`")
        if not isinstance(executing, list | None) or not isinstance(available, list | None):
            raise UnreadableBody("`executing` or `available` is no list")
        jobs = self.keys.readable(executing or [])
        accounts = readable(available or [], self._account_row, _COUNTS)
        unreadable = len(executing or []) + len(available or []) - len(jobs) - len(accounts)
        return _Body(executing=jobs, available=accounts, unreadable=unreadable)


def _slots(row: _AccountRow) -> ListedSlots | None:
    if (account := stripped(row.account)) is None:
        return None
    return ListedSlots(account=account, limit=row.limit, executing=row.executing, available=row.available)
