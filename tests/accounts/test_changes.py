"""The specification of changes: every pair of what was known and what is seen."""

from dataclasses import replace

import pytest

from bot.accounts.changes import Reason, compare, settle
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot
from tests.moments import NOON, after

NOBODY = "not on the roster"
NEW = "on the roster, never seen for certain"

PAIRS = [
    (NOBODY, AccountState.FREE, Reason.FIRST_SIGHT),
    (NOBODY, AccountState.FULL, Reason.FIRST_SIGHT),
    (NOBODY, AccountState.UNKNOWN, Reason.NOT_KNOWN),
    (NOBODY, AccountState.FAULTED, Reason.FAULTED),
    (NEW, AccountState.FREE, Reason.FIRST_SIGHT),
    (NEW, AccountState.FULL, Reason.FIRST_SIGHT),
    (NEW, AccountState.UNKNOWN, Reason.NOT_KNOWN),
    (NEW, AccountState.FAULTED, Reason.FAULTED),
    (AccountState.FREE, AccountState.FREE, Reason.STILL_FREE),
    (AccountState.FREE, AccountState.FULL, Reason.BECAME_FULL),
    (AccountState.FREE, AccountState.UNKNOWN, Reason.NOT_KNOWN),
    (AccountState.FREE, AccountState.FAULTED, Reason.FAULTED),
    (AccountState.FULL, AccountState.FREE, Reason.FREED),
    (AccountState.FULL, AccountState.FULL, Reason.STILL_FULL),
    (AccountState.FULL, AccountState.UNKNOWN, Reason.NOT_KNOWN),
    (AccountState.FULL, AccountState.FAULTED, Reason.FAULTED),
]


def snapshot(state: AccountState, *, minutes: float = 5) -> Snapshot:
    return Snapshot(provider="minimax", at=after(minutes=minutes), accounts=(Account(name="a", state=state),))


def roster(was: str) -> dict[str, RosterEntry]:
    match was:
        case "not on the roster":
            return {}
        case "on the roster, never seen for certain":
            return {"a": RosterEntry(account="a", named_at=NOON)}
        case settled:
            return {
                "a": RosterEntry(
                    account="a", named_at=NOON, settled=AccountState(settled), since=NOON, since_witnessed=True
                )
            }


@pytest.mark.parametrize(("was", "now", "reason"), PAIRS)
def test_every_pair_has_its_reason(was: str, now: AccountState, reason: Reason) -> None:
    (verdict,) = compare(roster(was), snapshot(now))

    assert verdict.reason is reason
    assert verdict.is_told is (reason in {Reason.BECAME_FULL, Reason.FREED})


@pytest.mark.parametrize(("was", "now", "reason"), [pair for pair in PAIRS if pair[0] != NOBODY])
def test_only_what_is_certain_is_settled(was: str, now: AccountState, reason: Reason) -> None:
    known = roster(was)
    verdicts = compare(known, snapshot(now))

    settled = settle(known, verdicts, after(minutes=5))["a"]

    if reason in {Reason.FIRST_SIGHT, Reason.BECAME_FULL, Reason.FREED}:
        assert (settled.settled, settled.since) == (now, after(minutes=5))
        assert settled.since_witnessed is (reason is not Reason.FIRST_SIGHT)
    else:
        assert settled == known["a"]


def test_full_then_unknown_then_free_is_freed_once() -> None:
    known = roster(AccountState.FULL)
    reasons = []
    for state in (AccountState.UNKNOWN, AccountState.FAULTED, AccountState.FREE, AccountState.FREE):
        verdicts = compare(known, snapshot(state))
        known = settle(known, verdicts, after(minutes=5))
        reasons += [verdict.reason for verdict in verdicts if verdict.is_told]

    assert reasons == [Reason.FREED]


def test_an_account_that_is_not_in_the_snapshot_has_no_verdict() -> None:
    known = roster(AccountState.FULL) | {"b": replace(roster(AccountState.FULL)["a"], account="b")}

    verdicts = compare(known, snapshot(AccountState.FULL))

    assert [verdict.account.name for verdict in verdicts] == ["a"]
    assert settle(known, verdicts, NOON)["b"] == known["b"]
