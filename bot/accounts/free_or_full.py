"""Whether each account is free, full, unknown or faulted, judged from a provider's answer.

The rules, in their order:

1. An account that the account list calls faulty is *faulted*, whatever the answer says.
2. A listed account has as many free slots as the answer says (``available``), else its limit minus what it executes, at
   least 0; with neither it is *unknown*. If an account is listed twice, the row with less room counts.
3. An account that is not listed but on the roster is *full* if it runs as many slot-taking jobs as its limit, or runs
   any and has no known limit: providers leave full accounts out of their list. It is marked as inferred.
4. Everything else is *unknown*: silence alone means nothing.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot


def take_snapshot(provider: str, answer: ProviderAnswer, roster: Mapping[str, RosterEntry], at: datetime) -> Snapshot:
    """Infer the state of every account from an answer and the roster.

    Args:
        provider: The provider's name.
        answer: Its answer.
        roster: The roster, already updated with this answer (``update_roster``).
        at: The moment of the look.
    """
    running = Counter(job.account for job in answer.jobs if job.takes_slot and job.account is not None)
    rows: dict[str, list[ListedSlots]] = {}
    for row in answer.accounts:
        rows.setdefault(row.account, []).append(row)
    accounts = [_account(known, rows.get(name, []), running[name]) for name, known in roster.items()]
    accounts.sort(key=lambda account: (account.free is None, -(account.free or 0), account.name))
    return Snapshot(provider=provider, at=at, accounts=tuple(accounts), jobs=answer.jobs, unreadable=answer.unreadable)


def _account(known: RosterEntry, rows: list[ListedSlots], running: int) -> Account:
    tightest = min(rows, key=lambda row: _least_room_first(_free_slots(row, known.limit)), default=None)
    limit = known.limit
    if tightest is not None:
        running = running if tightest.executing is None else tightest.executing
        limit = limit if tightest.limit is None else tightest.limit
    state, free, inferred = AccountState.UNKNOWN, None, False
    if known.fault is not None:
        state = AccountState.FAULTED
    elif tightest is not None:
        free = _free_slots(tightest, known.limit)
        if free is not None:
            state = AccountState.FREE if free else AccountState.FULL
    elif running and (limit is None or running >= limit):
        state, free, inferred = AccountState.FULL, 0, True
    return Account(
        name=known.account,
        state=state,
        free=free,
        limit=limit,
        running=running,
        inferred=inferred,
        fault=known.fault,
    )


def _free_slots(row: ListedSlots, known_limit: int | None) -> int | None:
    if row.available is not None:
        return max(row.available, 0)
    limit = row.limit if row.limit is not None else known_limit
    if limit is None or row.executing is None:
        return None
    return max(limit - row.executing, 0)


def _least_room_first(free: int | None) -> tuple[bool, int]:
    """Sort by room; a row that says nothing comes after one that does."""
    return (free is None, free or 0)
