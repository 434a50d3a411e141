"""What changed between what was known of accounts and what is seen now; not who is told, nor how.

Every account gets one verdict with a named reason. Only ``BECAME_FULL`` and ``FREED`` are changes that anyone is told;
not knowing is a state, not a transition.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot


class Reason(StrEnum):
    """Why an account's state is told, or is not."""

    FIRST_SIGHT = "seen for the first time: learnt, not announced"
    BECAME_FULL = "was free, is full"
    FREED = "was full, is free"
    STILL_FREE = "was free, is free"
    STILL_FULL = "was full, is full"
    NOT_KNOWN = "its state can't be told from the answer"
    FAULTED = "the provider calls it unusable"


TOLD = frozenset({Reason.BECAME_FULL, Reason.FREED})
"""The reasons that are announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one look means for one account.

    Attributes:
        account: The account as seen.
        reason: Why it is told, or is not.
    """

    account: Account
    reason: Reason

    @property
    def is_told(self) -> bool:
        """Tell whether this is a change that is announced."""
        return self.reason in TOLD


_REASONS: Mapping[tuple[AccountState | None, AccountState], Reason] = {
    (None, AccountState.FREE): Reason.FIRST_SIGHT,
    (None, AccountState.FULL): Reason.FIRST_SIGHT,
    (AccountState.FREE, AccountState.FREE): Reason.STILL_FREE,
    (AccountState.FREE, AccountState.FULL): Reason.BECAME_FULL,
    (AccountState.FULL, AccountState.FREE): Reason.FREED,
    (AccountState.FULL, AccountState.FULL): Reason.STILL_FULL,
}


def compare(known: Mapping[str, RosterEntry], seen: Snapshot) -> tuple[Verdict, ...]:
    """Judge every account of a snapshot against what was known, in the snapshot's order."""
    return tuple(_judge(known.get(account.name), account) for account in seen.accounts)


def settle(known: Mapping[str, RosterEntry], verdicts: tuple[Verdict, ...], at: datetime) -> dict[str, RosterEntry]:
    """Remember what a look settled, so that the next comparison starts from there.

    Args:
        known: The roster that the verdicts were judged against; accounts without a verdict stay as they are.
        verdicts: What ``compare`` found.
        at: The moment of the look.
    """
    settled = dict(known)
    for verdict in verdicts:
        if verdict.is_told or verdict.reason is Reason.FIRST_SIGHT:
            was = settled[verdict.account.name]
            settled[was.account] = replace(
                was, settled=verdict.account.state, since=at, since_witnessed=verdict.is_told
            )
    return settled


def _judge(was: RosterEntry | None, account: Account) -> Verdict:
    if account.state is AccountState.UNKNOWN:
        return Verdict(account=account, reason=Reason.NOT_KNOWN)
    if account.state is AccountState.FAULTED:
        return Verdict(account=account, reason=Reason.FAULTED)
    return Verdict(account=account, reason=_REASONS[was.settled if was else None, account.state])
