"""The family of a flat list of running jobs, without any account beside it: ``{"jobs": […]}`` or the bare list.

Only the account list may say how many jobs an account may run; an account that no job names is idle. So a job whose
account is not known may be on any of them, and is counted as ``ProviderAnswer.unplaced``.

- https://useapi.net/docs/api-acemusic-v1/get-acemusic-jobs: "count the jobs per email here to see which accounts are
  full".
- https://useapi.net/docs/api-luma-v1/get-luma-jobs: ``executing`` beside the list counts them.
- https://useapi.net/docs/api-runwayml-v1/get-runwayml-scheduler: a bare list; the account is inside the id.
- https://useapi.net/docs/api-faceswap-v1: no page shows the answer; its siblings of the same age list bare ids, as
  https://useapi.net/docs/api-pixverse-v1/get-pixverse-jobs does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from bot.accounts.provider_answer import ProviderAnswer, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, documented_object, parse_json, quote_error
from bot.providers.job_and_account_rows import JobKeys
from bot.providers.lenient_values import count


@dataclass(frozen=True, kw_only=True)
class JobListFamily:
    """The keys of one provider of this family.

    Attributes:
        keys: The keys of a job.
        list_key: The key of the list; None if the body is the list, of objects or of bare ids.
        total_key: The key beside the list that counts the jobs; None if there is none.
        counts_slots: False if the account list does not say how many slots an account has either.
    """

    keys: JobKeys
    list_key: str | None = "jobs"
    total_key: str | None = None
    counts_slots: bool = True
    title: ClassVar[str] = "job list"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.IDLE

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the running jobs."""
        rows, total = self._rows(body)
        jobs = self.keys.readable(rows)
        unreadable = len(rows) - len(jobs)
        return ProviderAnswer(
            jobs=tuple(self.keys.jobs(jobs, at)),
            unreadable=unreadable,
            when_unlisted=self.when_unlisted,
            counts_slots=self.counts_slots,
            unplaced=max(unreadable, (total or 0) - len(jobs)),
        )

    def _rows(self, body: bytes) -> tuple[Sequence[object], int | None]:
        """Return the rows of a body, bare ids as rows that hold them, and the number of jobs that it says there are."""
        try:
            whole = parse_json(body, self._documented)
        except ValueError as error:
            raise UnreadableBody("it is not JSON") from error
        rows, total = whole, None
        if isinstance(whole, dict):
            if self.list_key is None or whole.get(self.list_key) is None:
                raise UnreadableBody(quote_error(whole) or f"it holds no `{self.list_key or 'list'}`")
            rows = whole[self.list_key]
            total = None if self.total_key is None else count(whole.get(self.total_key))
        elif self.list_key is not None:
            raise UnreadableBody("it is no JSON object")
        if not isinstance(rows, list):
            raise UnreadableBody("it holds no list of jobs")
        if self.list_key is None:
            rows = [{self.keys.id: row} if type(row) in {str, int} else row for row in rows]
        return rows, total

    @cached_property
    def _documented(self) -> object:
        if self.list_key is None:
            return self.keys.rows
        return documented_object({self.list_key: self.keys.rows, self.total_key: object})
