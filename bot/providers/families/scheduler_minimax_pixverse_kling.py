"""The family of ``scheduler/available``: two lists, the running jobs and the accounts that have room.

https://useapi.net/docs/api-minimax-v1/get-minimax-scheduler-available and its siblings. Every key is optional, and
unknown keys are ignored. ``replyUrl`` is never read: it is somebody's private address.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

import msgspec

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, documented_object, parse_object, quote_error
from bot.providers.job_and_account_rows import Count, JobKeys, Name, readable, stripped, with_keys

_COUNTS = ("maxJobs", "executing", "available")


class _AccountRow(msgspec.Struct, gc=False):
    """A row of ``available[]``; each provider has a subclass with its key of the account."""

    account: Name
    limit: Count | None = None
    executing: Count | None = None
    available: Count | None = None


@dataclass(frozen=True, kw_only=True)
class SchedulerFamily:
    """The keys of one provider of this family.

    Attributes:
        account_key: The key of the account in ``available[]``.
        keys: The keys of a job in ``executing[]``.
    """

    account_key: str
    keys: JobKeys
    title: ClassVar[str] = "scheduler"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.FULL
    counts_slots: ClassVar[bool] = True

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the running jobs and the accounts that have room.

        A missing list counts as empty, as every key is optional. An answer with neither list is refused: it says
        nothing, and to conclude anything from it would turn a glitch into an alert.
        """
        found = parse_object(body, self._documented)
        executing, available = found.get("executing"), found.get("available")
        if executing is None and available is None:
            raise UnreadableBody(quote_error(found) or "it holds neither `executing` nor `available`")
        if not isinstance(executing, list | None) or not isinstance(available, list | None):
            raise UnreadableBody("`executing` or `available` is no list")
        jobs = self.keys.readable(executing or [])
        rows = readable(available or [], self._account_row, _COUNTS)
        accounts = tuple([slots for row in rows if (slots := _slots(row)) is not None])
        return ProviderAnswer(
            accounts=accounts,
            jobs=tuple(self.keys.jobs(jobs, at)),
            unreadable=len(executing or []) - len(jobs) + len(available or []) - len(accounts),
        )

    @cached_property
    def _documented(self) -> object:
        return documented_object({"executing": self.keys.rows, "available": list[self._account_row]})  # type: ignore[name-defined]  # a type made at run time

    @cached_property
    def _account_row(self) -> type[_AccountRow]:
        return with_keys(_AccountRow, {"account": self.account_key, "limit": "maxJobs"})


def _slots(row: _AccountRow) -> ListedSlots | None:
    if (account := stripped(row.account)) is None:
        return None
    return ListedSlots(account=account, limit=row.limit, executing=row.executing, available=row.available)
