"""The family of ``scheduler/available``: two lists, the running jobs and the accounts that have room.

https://useapi.net/docs/api-minimax-v1/get-minimax-scheduler-available and its siblings. ``replyUrl`` is never read: it
is somebody's private address.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.providers.account_list import parse_account_list
from bot.providers.job_building import build_job
from bot.providers.job_ids import KINDS, JobIdForm
from bot.providers.json_body import UnreadableBody, parse_object, quote_error
from bot.providers.scheduler_records import JobRecord, Lists, Reader


@dataclass(frozen=True, kw_only=True)
class SchedulerFamily:
    """What one provider of this family calls things.

    Attributes:
        account_key: What ``available[]`` calls the account.
        job_account_key: What ``executing[]`` calls it; None if only the job's id tells.
        job_keys: What ``executing[]`` calls the job's id, the newest spelling first, and the kind that each hints at.
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

        A missing list is an empty one, as every field is optional; but an answer with neither list says nothing at all
        and is refused: to conclude from nothing is how a glitch becomes an alert.
        """
        lists = self._reader.at_once(body) or self._row_by_row(body)
        return ProviderAnswer(
            accounts=tuple(lists.accounts), jobs=tuple(self._jobs(lists.jobs)), unreadable=lists.unreadable
        )

    def parse_accounts(self, body: bytes) -> tuple[ConfiguredAccount, ...]:
        """Parse the configured accounts."""
        return parse_account_list(body)

    @cached_property
    def job_ids(self) -> JobIdForm:
        """Reads what a job's id says."""
        return JobIdForm(self.job_form)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(
            account_key=self.account_key,
            job_account_key=self.job_account_key,
            job_keys=self.job_keys,
            type_key=self.type_key,
        )

    def _row_by_row(self, body: bytes) -> Lists:
        found = parse_object(body)
        executing, available = found.get("executing"), found.get("available")
        if executing is None and available is None:
            raise UnreadableBody(quote_error(found) or "it holds neither `executing` nor `available`")
        if not isinstance(executing, list | None) or not isinstance(available, list | None):
            raise UnreadableBody("`executing` or `available` is no list")
        return self._reader.one_by_one(executing or [], available or [])

    def _jobs(self, records: list[JobRecord]) -> Iterator[Job]:
        id_parts, slotless = self.job_ids.reader(), self.slotless
        first_hint, *hints = self.job_keys.values()
        for first_name, owner, word, started, elapsed, reply_ref, *names in map(dict.values, records):
            name, hint = first_name, first_hint
            if name is None and names:
                name, hint = next(filter(itemgetter(0), zip(names, hints, strict=True)), (None, None))
            account, kind = (None, None) if name is None else id_parts(name)
            if kind is None:
                kind = (KINDS.get(word) if isinstance(word, str) else None) or hint or self.default_kind
            yield build_job(name, owner or account, kind, kind not in slotless, started, elapsed, reply_ref)
