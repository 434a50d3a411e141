"""The family of one list of running jobs beside a map of every account: ``{"running": […], "accounts": {…}}``.

https://useapi.net/docs/api-muse-v1/get-muse-jobs and https://useapi.net/docs/api-google-vids-v1/get-google-vids-jobs.
Every account is listed, even if it is full; if none is configured, the answer is a 400. A paused account shows free
slots that it can't use: only the account list says that it is paused.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, documented_object, parse_object, quote_error
from bot.providers.job_and_account_rows import JobKeys, readable_names
from bot.providers.lenient_values import count


@dataclass(frozen=True, kw_only=True)
class RunningFamily:
    """The keys of one provider of this family.

    Attributes:
        keys: The keys of a job in ``running[]``.
    """

    keys: JobKeys
    title: ClassVar[str] = "running list"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.ABSENT
    counts_slots: ClassVar[bool] = True

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the running jobs and the accounts.

        An answer without accounts is refused: since every account is listed, it would mean that all are gone.
        """
        found = parse_object(body, self._documented)
        accounts, running = found.get("accounts"), found.get("running")
        if accounts is None:
            raise UnreadableBody(quote_error(found) or "it holds no `accounts`")
        if not isinstance(accounts, dict) or not isinstance(running, list | None):
            raise UnreadableBody("`accounts` is no object, or `running` no list")
        slots = [_slots(account, entry) for account, entry in readable_names(accounts).items()]
        jobs = self.keys.readable(running or [])
        complete = sum(one.limit is not None and one.executing is not None for one in slots)
        return ProviderAnswer(
            accounts=tuple(slots),
            jobs=tuple(self.keys.jobs(jobs, at)),
            unreadable=len(accounts) - complete + len(running or []) - len(jobs),
            when_unlisted=self.when_unlisted,
        )

    @cached_property
    def _documented(self) -> object:
        return documented_object({"running": self.keys.rows, "accounts": object})


def _slots(account: str, entry: object) -> ListedSlots:
    said = entry if isinstance(entry, dict) else {}
    return ListedSlots(account=account, limit=count(said.get("maxJobs")), executing=count(said.get("running")))
