"""The specification of changes: every pair of what was known and what is seen."""

from dataclasses import replace

import pytest

from bot.capacity.changes import Reason, compare, settle
from bot.capacity.known import Known, State
from bot.capacity.snapshot import Account, Snapshot
from tests.moments import NOON, after

NOBODY = "not on the roster"
NEW = "on the roster, never seen for certain"

PAIRS = [
    (NOBODY, State.FREE, Reason.FIRST_SIGHT),
    (NOBODY, State.FULL, Reason.FIRST_SIGHT),
    (NOBODY, State.UNKNOWN, Reason.NOT_KNOWN),
    (NOBODY, State.FAULTED, Reason.FAULTED),
    (NEW, State.FREE, Reason.FIRST_SIGHT),
    (NEW, State.FULL, Reason.FIRST_SIGHT),
    (NEW, State.UNKNOWN, Reason.NOT_KNOWN),
    (NEW, State.FAULTED, Reason.FAULTED),
    (State.FREE, State.FREE, Reason.STILL_FREE),
    (State.FREE, State.FULL, Reason.BECAME_FULL),
    (State.FREE, State.UNKNOWN, Reason.NOT_KNOWN),
    (State.FREE, State.FAULTED, Reason.FAULTED),
    (State.FULL, State.FREE, Reason.FREED),
    (State.FULL, State.FULL, Reason.STILL_FULL),
    (State.FULL, State.UNKNOWN, Reason.NOT_KNOWN),
    (State.FULL, State.FAULTED, Reason.FAULTED),
]


def snapshot(state: State, *, minutes: float = 5) -> Snapshot:
    return Snapshot(provider="minimax", at=after(minutes=minutes), accounts=(Account(name="a", state=state),))


def roster(was: str) -> dict[str, Known]:
    match was:
        case "not on the roster":
            return {}
        case "on the roster, never seen for certain":
            return {"a": Known(account="a", named_at=NOON)}
        case settled:
            return {"a": Known(account="a", named_at=NOON, settled=State(settled), since=NOON, since_witnessed=True)}


@pytest.mark.parametrize(("was", "now", "reason"), PAIRS)
def test_every_pair_has_its_reason(was: str, now: State, reason: Reason) -> None:
    (verdict,) = compare(roster(was), snapshot(now))

    assert verdict.reason is reason
    assert verdict.is_told is (reason in {Reason.BECAME_FULL, Reason.FREED})


@pytest.mark.parametrize(("was", "now", "reason"), [pair for pair in PAIRS if pair[0] != NOBODY])
def test_only_what_is_certain_is_settled(was: str, now: State, reason: Reason) -> None:
    known = roster(was)
    verdicts = compare(known, snapshot(now))

    settled = settle(known, verdicts, after(minutes=5))["a"]

    if reason in {Reason.FIRST_SIGHT, Reason.BECAME_FULL, Reason.FREED}:
        assert (settled.settled, settled.since) == (now, after(minutes=5))
        assert settled.since_witnessed is (reason is not Reason.FIRST_SIGHT)
    else:
        assert settled == known["a"]


def test_full_then_unknown_then_free_is_freed_once() -> None:
    known = roster(State.FULL)
    reasons = []
    for state in (State.UNKNOWN, State.FAULTED, State.FREE, State.FREE):
        verdicts = compare(known, snapshot(state))
        known = settle(known, verdicts, after(minutes=5))
        reasons += [verdict.reason for verdict in verdicts if verdict.is_told]

    assert reasons == [Reason.FREED]


def test_an_account_that_is_not_in_the_snapshot_has_no_verdict() -> None:
    known = roster(State.FULL) | {"b": replace(roster(State.FULL)["a"], account="b")}

    verdicts = compare(known, snapshot(State.FULL))

    assert [verdict.account.name for verdict in verdicts] == ["a"]
    assert settle(known, verdicts, NOON)["b"] == known["b"]
