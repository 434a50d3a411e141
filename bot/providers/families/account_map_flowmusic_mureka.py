"""The family of a map of accounts, each with its jobs inside: ``{"accounts": {"a@example.com": {"jobs": […]}}}``.

Providers differ in the key around the map, if any; in whether an account that is left out is idle or not there; and in
whether the answer or the account list says how many slots an account has:

- https://useapi.net/docs/api-gemini-notebook-v1/get-gemini-notebook-jobs: every account, with its health.
- https://useapi.net/docs/api-flowmusic-v1/get-flowmusic-jobs: the body is the map; ``{}`` means that nothing runs.
- https://useapi.net/docs/api-mureka-v1/get-mureka-jobs: the busy accounts, the names of all, and no slots at all.
- https://useapi.net/docs/api-dreamina-v1/get-dreamina-scheduler: only the jobs of the busy accounts.
- https://useapi.net/docs/api-midjourney-v3/get-midjourney-jobs: the busy channels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

import msgspec

from bot.accounts.job import Job
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.providers.account_list import fault_of
from bot.providers.answer_body import UnreadableBody, documented_object, parse_object, quote_error
from bot.providers.job_and_account_rows import (
    AccountEntry,
    JobKeys,
    NotBelowZero,
    readable_names,
    with_keys,
)
from bot.providers.lenient_values import NAME_LENGTH, count, text

_BROKEN = AccountEntry()
"""Stands for an entry that can't be read: nothing but the account's name is known."""


@dataclass(kw_only=True)
class _Found:
    """What a body holds.

    Attributes:
        accounts: The accounts of the map.
        configured: The names of all accounts, if the body lists them beside the map.
        total: Total number of jobs that the body says there are.
        unreadable: Number of entries and rows that were skipped.
    """

    accounts: Mapping[str, AccountEntry]
    configured: list[str] = field(default_factory=list)
    total: int | None = None
    unreadable: int = 0


@dataclass(frozen=True, kw_only=True)
class AccountMapFamily:
    """The keys of one provider of this family.

    Attributes:
        when_unlisted: What it means that an account is not in the map.
        keys: The keys of a job.
        map_key: The key of the map; None if the body is the map.
        lists_jobs_only: True if the value of an account is just the list of its jobs.
        running_key: The key of an account's number of jobs; its list may still hold jobs that have ended.
        limit_key: The key of an account's ``maxJobs``; None if at most the account list says it.
        configured_key: The key beside the map that lists the names of all accounts; None if there is none.
        total_key: The key beside the map that counts all jobs; None if there is none.
        counts_slots: False if neither the answer nor the account list says how many slots an account has.
    """

    when_unlisted: WhenUnlisted
    keys: JobKeys
    map_key: str | None = "accounts"
    lists_jobs_only: bool = False
    running_key: str | None = "running"
    limit_key: str | None = "maxJobs"
    configured_key: str | None = None
    total_key: str | None = None
    counts_slots: bool = True
    title: ClassVar[str] = "account map"

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the accounts and the jobs inside."""
        found = self._read(body)
        accounts, jobs = [], []
        for account, entry in found.accounts.items():
            own = self.keys.jobs(entry.jobs, at, account) if entry.jobs else []
            jobs += own
            accounts.append(_slots(account, entry, own))
        named = set(found.accounts)
        accounts += [
            ListedSlots(account=name, executing=0) for name in dict.fromkeys(found.configured) if name not in named
        ]
        return ProviderAnswer(
            accounts=tuple(accounts),
            jobs=tuple(jobs),
            unreadable=found.unreadable,
            when_unlisted=self.when_unlisted,
            counts_slots=self.counts_slots,
            unplaced=max((found.total or 0) - sum(row.executing or 0 for row in accounts), 0),
        )

    @cached_property
    def _entries(self) -> type[dict[str, Any]]:
        """The map as it is documented, as a type."""
        value: Any = self.keys.rows
        if not self.lists_jobs_only:
            keys = {"running": self.running_key, "limit": self.limit_key}
            said = {name: key for name, key in keys.items() if key is not None}
            fields: list[Any] = [*((name, NotBelowZero) for name in said), ("jobs", value | None, None)]
            bases = (with_keys(AccountEntry, keys),)
            value = msgspec.defstruct("_Entry", fields, bases=bases, rename=said, kw_only=True)
        return dict[str, value]

    @cached_property
    def _documented(self) -> object:
        if self.map_key is None:
            return self._entries
        return documented_object({self.map_key: self._entries, self.configured_key: object, self.total_key: object})

    def _read(self, body: bytes) -> _Found:
        whole = parse_object(body, self._documented)
        inside: object = whole if self.map_key is None else whole.get(self.map_key)
        if inside is None:
            raise UnreadableBody(quote_error(whole) or f"it holds no `{self.map_key}`")
        if not isinstance(inside, dict):
            raise UnreadableBody(f"`{self.map_key}` is no object")
        found = self._entries_of(inside, whole)
        listed = None if self.configured_key is None else whole.get(self.configured_key)
        names = [text(one, NAME_LENGTH + 1) for one in listed] if isinstance(listed, list) else []
        found.unreadable += names.count(None)
        found.configured = list(readable_names(dict.fromkeys(filter(None, names))))
        found.total = None if self.total_key is None else count(whole.get(self.total_key))
        return found

    def _entries_of(self, inside: Mapping[str, object], whole: Mapping[str, object]) -> _Found:
        named = readable_names(inside)
        if self.map_key is None:
            # The body of an error has its own keys in place of accounts.
            named = {name: entry for name, entry in named.items() if "@" in name or self._says_anything(entry)}
            if inside and not named:
                raise UnreadableBody(quote_error(whole) or "it holds no account")
        found = _Found(accounts={}, unreadable=len(inside) - len(named))
        found.accounts = {account: self._readable(account, entry, found) for account, entry in named.items()}
        return found

    def _readable(self, account: str, entry: object, found: _Found) -> AccountEntry:
        if isinstance(entry, AccountEntry):
            return entry
        if self.lists_jobs_only:
            entry = {"jobs": entry}
        rows = entry.get("jobs") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(rows, list | None) or not self._says_anything(entry):
            found.unreadable += 1
            return _BROKEN
        jobs = self.keys.readable(rows or ())
        lost = len(rows or ()) - len(jobs)
        running = count(entry.get(self.running_key)) if self.running_key is not None else None
        limit = count(entry.get(self.limit_key)) if self.limit_key is not None else None
        if running is None and lost:  # rows that can't be read count as jobs, too
            running = lost + len(self.keys.jobs(jobs, None))
        found.unreadable += lost + (self.limit_key is not None and limit is None)
        return AccountEntry(
            running=running, limit=limit, health=fault_of(account, entry), jobs=None if rows is None else jobs
        )

    def _says_anything(self, entry: object) -> bool:
        if not isinstance(entry, dict):
            return isinstance(entry, AccountEntry)
        return any(key in entry for key in ("jobs", self.running_key, self.limit_key) if key is not None)


def _slots(account: str, entry: AccountEntry, jobs: list[Job]) -> ListedSlots:
    executing = entry.running
    if executing is None and entry is not _BROKEN and entry.jobs is not None:
        executing = len(jobs)
    fault = None
    if entry.health is not None or entry.error is not None:
        fault = fault_of(account, {"health": entry.health, "error": entry.error})
    return ListedSlots(account=account, limit=entry.limit, executing=executing, fault=fault)
