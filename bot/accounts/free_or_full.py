"""Whether each account is free, full, unknown, faulted or uncounted, judged from a provider's answer.

The rules, in their order:

1. An account that the account list or the answer calls faulty is *faulted*, whatever else the answer says; so is one
   with a used-up quota.
2. Where the provider says nowhere how many slots an account has, it is *uncounted*: only what it runs is known; or
   *unknown*, where neither the answer nor the account list names it.
3. A listed account has as many free slots as the answer says (``available``), else its limit minus what it executes, at
   least 0; with neither it is *unknown*. If an account is listed twice, the row with less room counts.
4. An account that is not listed but on the roster is judged by what that means at its provider (``WhenUnlisted``):

   - ``FULL``: it is *full* if it runs as many slot-taking jobs as its limit, or runs any and has no known limit. It is
     marked as inferred.
   - ``IDLE``: it has its limit minus the jobs that name it, if the account list named it within the last hour. Running
     jobs whose account can't be told may be on any account, so they count against each.
   - ``ABSENT``: it is not there. It is left out of the snapshot, unless a job names it.
5. Everything else is *unknown*: being left out means nothing by itself.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.accounts.account_health import used_up
from bot.accounts.account_to_use import best_first
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer, WhenUnlisted
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot

_MASK = "*"
"""Stands for hidden characters in e-mail addresses that a provider masks: two accounts may share such a name."""


def take_snapshot(provider: str, answer: ProviderAnswer, roster: Mapping[str, RosterEntry], at: datetime) -> Snapshot:
    """Infer the state of every account from an answer and the roster.

    Args:
        provider: The provider's name.
        answer: Its answer.
        roster: The roster, already updated with this answer (``update_roster``).
        at: The moment of the look.
    """
    running = Counter([job.account for job in answer.jobs if job.takes_slot])
    nameless = running.pop(None, 0)
    rows: dict[str, ListedSlots] = {}
    for row in answer.accounts:
        other = rows.get(row.account)
        rows[row.account] = row if other is None else _tighter(other, row, roster[row.account].limit)
    judge = _Judge(answer=answer, unplaced=_unplaced(answer, nameless, rows, running, roster), at=at)
    judged = [judge.account(known, rows.get(name), running.get(name, 0)) for name, known in roster.items()]
    accounts = [account for account in judged if account is not None]
    accounts.sort(key=lambda account: best_first(account, at))
    return Snapshot(
        provider=provider,
        at=at,
        accounts=tuple(accounts),
        jobs=answer.jobs,
        unreadable=answer.unreadable,
        counts_slots=answer.counts_slots,
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges the accounts of one answer.

    Attributes:
        answer: The answer.
        unplaced: Number of running jobs that any account may run.
        at: The moment of the look.
    """

    answer: ProviderAnswer
    unplaced: int
    at: datetime

    def account(self, known: RosterEntry, tightest: ListedSlots | None, counted: int) -> Account | None:
        """Judge an account by its row and the number of jobs that name it; None if the account is not there."""
        fault, limit, running = known.fault, known.limit, counted
        if tightest is not None:
            fault = fault or tightest.fault
            limit = limit if tightest.limit is None else tightest.limit
            running = counted if tightest.executing is None else tightest.executing
        elif not counted and fault is None and self.answer.when_unlisted is WhenUnlisted.ABSENT:
            return None
        inferred = False
        if fault is not None or used_up(known.health, self.at) is not None:
            state, free = AccountState.FAULTED, None
        elif not self.answer.counts_slots:
            state, free, limit = self._uncounted(known, tightest, counted), None, None
        elif tightest is not None:
            state, free = _by_room(_free_slots(tightest, known.limit))
        elif self.answer.when_unlisted is WhenUnlisted.IDLE:
            state, free = self._by_jobs(known, counted)
        else:
            inferred = (
                counted > 0 and (limit is None or counted >= limit) and self.answer.when_unlisted is WhenUnlisted.FULL
            )
            state, free = (AccountState.FULL, 0) if inferred else (AccountState.UNKNOWN, None)
        return Account(
            name=known.account,
            state=state,
            free=free,
            limit=limit,
            running=running,
            inferred=inferred,
            fault=fault,
            health=known.health,
            recent=None if tightest is None else tightest.recent,
        )

    def _uncounted(self, known: RosterEntry, row: ListedSlots | None, counted: int) -> AccountState:
        is_there = row is not None or counted or (known.is_listed(self.at) and not self.unplaced)
        return AccountState.UNCOUNTED if is_there else AccountState.UNKNOWN

    def _by_jobs(self, known: RosterEntry, counted: int) -> tuple[AccountState, int | None]:
        if known.limit is not None and counted >= known.limit:
            return AccountState.FULL, 0
        if known.limit is None or not known.is_listed(self.at):
            return AccountState.UNKNOWN, None
        free = known.limit - counted - self.unplaced
        # An account that only jobs of unknown accounts would fill may as well have room.
        return (AccountState.FREE, free) if free > 0 else (AccountState.UNKNOWN, None)


def _unplaced(
    answer: ProviderAnswer,
    nameless: int,
    rows: Mapping[str, ListedSlots],
    running: Mapping[str | None, int],
    roster: Mapping[str, RosterEntry],
) -> int:
    """Count the running jobs that may be of any unlisted account: those without a name, or with a masked one."""
    if answer.when_unlisted is not WhenUnlisted.IDLE:
        return 0
    masked = {name for name in (*rows, *running) if name and _MASK in name and roster[name].listed_at is None}
    counts = ((rows[name].executing or 0 if name in rows else 0, running.get(name, 0)) for name in masked)
    return answer.unplaced + nameless + sum(map(max, counts))


def _tighter(row: ListedSlots, other: ListedSlots, limit: int | None) -> ListedSlots:
    return min(row, other, key=lambda one: _least_room_first(_free_slots(one, limit)))


def _by_room(free: int | None) -> tuple[AccountState, int | None]:
    if free is None:
        return AccountState.UNKNOWN, None
    return (AccountState.FREE if free else AccountState.FULL), free


def _free_slots(row: ListedSlots, known_limit: int | None) -> int | None:
    if row.available is not None:
        return max(row.available, 0)
    limit = row.limit if row.limit is not None else known_limit
    if limit is None or row.executing is None:
        return None
    return max(limit - max(row.executing, 0), 0)


def _least_room_first(free: int | None) -> tuple[bool, int]:
    """Sort by room; a row that says nothing comes after one that does."""
    return (free is None, free or 0)
