"""What is remembered of accounts between looks and across restarts; their current state is in ``snapshot``."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, ProviderAnswer, WhenUnlisted

FORGOTTEN_AFTER = timedelta(hours=24)
"""An account that neither an answer nor an account list has named for this long is forgotten."""

UNLISTED_FOR = timedelta(minutes=15)
"""An account that nothing has named for this long is forgotten as soon as an account list leaves it out: a single list
that does so by mistake costs nothing, as they are ten minutes apart."""

LISTED_WITHIN = timedelta(hours=1)
"""How long the last account list is believed while it can't be read again."""


class AccountState(StrEnum):
    """What is true of an account's slots."""

    FREE = "free"
    FULL = "full"
    UNKNOWN = "unknown"
    FAULTED = "faulted"
    UNCOUNTED = "uncounted"
    """What it runs is known, but nobody says how many slots it has."""


_CERTAIN = frozenset({AccountState.FREE, AccountState.FULL})


class RosterEntry(Struct, frozen=True, kw_only=True, gc=False):
    """One account, as remembered.

    Attributes:
        account: Its name at the provider.
        last_seen: When an answer or an account list last named it.
        limit: Its latest known ``maxJobs``.
        fault: Why the account list calls it unusable; None if it does not.
        health: What the account list last said of its health; None if none was read.
        settled: FREE or FULL, whichever was last certain; None before the first time.
        since: When ``settled`` was first seen.
        since_witnessed: True if a look saw the change to ``settled``; otherwise it may have been so for longer.
        listed_at: When the account list last named it, where an unlisted account is idle. It is not stored: after a
            restart only a list that was read since then may call an account idle.
    """

    account: str
    last_seen: datetime
    limit: int | None = None
    fault: str | None = None
    health: AccountHealth | None = None
    settled: AccountState | None = None
    since: datetime | None = None
    since_witnessed: bool = False
    listed_at: datetime | None = None

    def is_listed(self, at: datetime) -> bool:
        """Return whether an account list that is still believed names it."""
        return self.listed_at is not None and at - self.listed_at <= LISTED_WITHIN


def update_roster(
    known: Mapping[str, RosterEntry],
    answer: ProviderAnswer,
    configured: tuple[ConfiguredAccount, ...] | None,
    at: datetime,
) -> dict[str, RosterEntry]:
    """Return the roster with the accounts that an answer names.

    Args:
        known: The roster so far, by account.
        answer: The provider's answer.
        configured: The account list, if it was read with this look; it alone decides about faults.
        at: The moment of the look.

    Returns:
        The roster with new accounts added, limits and faults up to date, and without those that nothing has named for
        ``FORGOTTEN_AFTER``. An account that is named no more, and that the account list leaves out, is forgotten after
        ``UNLISTED_FOR``. Where the list leaves out an account that the answer names, its health stays as it was.
    """
    named: dict[str, int | None] = {job.account: None for job in answer.jobs if job.account is not None}
    for entry in configured or ():
        named[entry.account] = entry.limit
    for row in answer.accounts:
        named[row.account] = named.get(row.account) if row.limit is None else row.limit
    roster = {account: was for account, was in known.items() if at - was.last_seen < FORGOTTEN_AFTER}
    for account, limit in named.items():
        was = known.get(account) or RosterEntry(account=account, last_seen=at)
        roster[account] = replace(was, last_seen=at, limit=was.limit if limit is None else limit)
    if configured is not None:
        listed = {entry.account: entry for entry in configured}
        answered = {job.account for job in answer.jobs} | {row.account for row in answer.accounts}
        idle = answer.when_unlisted is WhenUnlisted.IDLE
        roster = {
            account: _listed(was, listed.get(account), at if idle else None, answered=account in answered)
            for account, was in roster.items()
            if account in named or at - was.last_seen < UNLISTED_FOR
        }
    return roster


def _listed(was: RosterEntry, entry: ConfiguredAccount | None, at: datetime | None, *, answered: bool) -> RosterEntry:
    """Return an account with what a newly read account list says of it: its ``entry``, None if the list has none."""
    if entry is None and answered:
        # Perhaps it left the list between the two requests: a paused account is not usable because of that.
        return replace(was, listed_at=None)
    if entry is None:
        return replace(was, fault=None, health=None, listed_at=None)
    return replace(was, fault=entry.fault, health=entry.health, listed_at=at)


def settle_roster(
    known: Mapping[str, RosterEntry], states: Mapping[str, AccountState], at: datetime, *, witnessed: bool
) -> dict[str, RosterEntry]:
    """Return the roster with what a look settled: which accounts are FREE or FULL, and since when.

    Args:
        known: The roster, which names every account of the look.
        states: The account states that the look at ``at`` showed. Accounts that are missing, or neither FREE nor FULL,
            stay as they were: not knowing is no change.
        at: The moment of the look.
        witnessed: False if nobody had looked for long: what has changed may have changed at any time since.
    """
    return {account: _settled(was, states.get(account), at, witnessed=witnessed) for account, was in known.items()}


def _settled(was: RosterEntry, state: AccountState | None, at: datetime, *, witnessed: bool) -> RosterEntry:
    if state not in _CERTAIN or state is was.settled:
        return was
    # What is seen for the first time may have been so for longer.
    return replace(was, settled=state, since=at, since_witnessed=witnessed and was.settled is not None)
