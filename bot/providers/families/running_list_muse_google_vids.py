"""The family of one list of running jobs beside a map of every account: ``{"running": […], "accounts": {…}}``.

https://useapi.net/docs/api-muse-v1/get-muse-jobs and https://useapi.net/docs/api-google-vids-v1/get-google-vids-jobs.
Each account is listed, a full one as well; with none configured the answer is a 400. A paused account shows free slots
that it can't use: only the account list tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

import msgspec

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.providers.answer_body import UnreadableBody, decode_strictly, parse_object, quote_error
from bot.providers.job_and_account_rows import AccountName, JobKeys, JobRow, Slots, readable_names, readable_slots


class _Body(msgspec.Struct):
    running: Sequence[JobRow] | None = None
    accounts: Mapping[str, Slots] | None = None
    unreadable: int = 0


@dataclass(frozen=True, kw_only=True)
class RunningFamily:
    """What one provider of this family calls things.

    Attributes:
        keys: What ``running[]`` calls the parts of a job.
    """

    keys: JobKeys
    title: ClassVar[str] = "running list"
    when_unlisted: ClassVar[WhenUnlisted] = WhenUnlisted.ABSENT
    counts_slots: ClassVar[bool] = True

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the running jobs and the accounts.

        An answer without its accounts is refused: with every account listed, none would mean that all have gone.
        """
        found = self._decode(body) or _decode_row_by_row(body, self.keys)
        return ProviderAnswer(
            accounts=tuple(
                [
                    ListedSlots(account=account, limit=slots.limit, executing=slots.running)
                    for account, slots in (found.accounts or {}).items()
                ]
            ),
            jobs=tuple(self.keys.jobs(found.running or (), at)),
            unreadable=found.unreadable,
            when_unlisted=self.when_unlisted,
        )

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[_Body]:
        rows = list[self.keys.row] | None  # type: ignore[name-defined]  # a type made at run time
        accounts = dict[AccountName, Slots] | None
        body = msgspec.defstruct("_Body", [("running", rows, None), ("accounts", accounts, None)], bases=(_Body,))
        return msgspec.json.Decoder(body)

    def _decode(self, body: bytes) -> _Body | None:
        """Decode a body in which everything is as documented; None if something is not."""
        found = decode_strictly(body, self._decoder)
        if found is None or found.accounts is None:
            return None
        return found if all(slots.is_complete for slots in found.accounts.values()) else None


def _decode_row_by_row(body: bytes, keys: JobKeys) -> _Body:
    found = parse_object(body)
    accounts, running = found.get("accounts"), found.get("running")
    if accounts is None:
        raise UnreadableBody(quote_error(found) or "it holds no `accounts`")
    if not isinstance(accounts, dict) or not isinstance(running, list | None):
        raise UnreadableBody("`accounts` is no object, or `running` no list")
    named = readable_names(accounts)
    slots = {account: readable_slots(entry) for account, entry in named.items()}
    jobs = keys.readable(running or [])
    flawed = sum(not one.is_complete for one in slots.values())
    return _Body(
        running=jobs,
        accounts=slots,
        unreadable=flawed + len(accounts) - len(named) + len(running or []) - len(jobs),
    )
