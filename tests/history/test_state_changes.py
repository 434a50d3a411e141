"""What one look adds to the past."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.history.state_changes import StateChange, new_state_changes, valid_until
from bot.history.usage_timeline import usage_timeline
from tests.moments import NOON, after
from tests.rows import each_row

MAX_GAP = timedelta(minutes=5)
BEFORE, NOW = after(hours=1), after(hours=1, minutes=1)


def snapshot(*accounts: Account, at: datetime = NOW) -> Snapshot:
    return Snapshot(provider="minimax", at=at, accounts=accounts)


def free(name: str = "a", *, free: int = 1, limit: int = 3) -> Account:
    return Account(
        name=name, state=AccountState.FREE if free else AccountState.FULL, free=free, limit=limit, running=limit - free
    )


def change(
    state: AccountState | None = AccountState.FREE,
    in_use: int | None = None,
    total: int | None = None,
    *,
    account: str = "a",
    at: datetime = NOW,
) -> StateChange:
    return StateChange(account=account, at=at, state=state, in_use=in_use, total=total)


def was(*told: StateChange) -> dict[str, StateChange]:
    return {one.account: one for one in told}


TWO_OF_THREE = change(in_use=2, total=3, at=NOON)


@each_row(
    ("known", "account", "added"),
    [
        (was(), free(), change(in_use=2, total=3)),
        (was(), free(free=0), change(AccountState.FULL, 3, 3)),
        (was(), Account(name="a", state=AccountState.UNKNOWN, running=2, limit=3), change(AccountState.UNKNOWN)),
        (
            was(),
            Account(name="a", state=AccountState.FAULTED, running=2, fault="expired"),
            change(AccountState.FAULTED),
        ),
        (was(TWO_OF_THREE), free(), None),
        (was(TWO_OF_THREE), free(free=2), change(in_use=1, total=3)),
        (was(TWO_OF_THREE), free(free=2, limit=4), change(in_use=2, total=4)),
        (was(TWO_OF_THREE), Account(name="a", state=AccountState.UNKNOWN, running=2), change(AccountState.UNKNOWN)),
        (was(change(AccountState.UNKNOWN, at=NOON)), Account(name="a", state=AccountState.UNKNOWN, running=1), None),
        (was(change(AccountState.FAULTED, at=NOON)), Account(name="a", state=AccountState.FAULTED, running=1), None),
        (
            was(change(AccountState.FAULTED, at=NOON)),
            Account(name="a", state=AccountState.UNKNOWN),
            change(AccountState.UNKNOWN),
        ),
        (was(change(AccountState.UNKNOWN, at=NOON)), free(), change(in_use=2, total=3)),
    ],
)
def test_only_a_difference_is_a_change(
    known: dict[str, StateChange], account: Account, added: StateChange | None
) -> None:
    assert new_state_changes(known, snapshot(account), BEFORE, MAX_GAP) == (() if added is None else (added,))


def test_an_account_that_is_not_there_any_more_is_gone_once() -> None:
    (gone,) = new_state_changes(was(TWO_OF_THREE), snapshot(), BEFORE, MAX_GAP)

    assert gone == change(None)
    assert new_state_changes(was(gone), snapshot(at=after(hours=2)), NOW, MAX_GAP) == ()
    assert new_state_changes(was(gone), snapshot(at=after(hours=9)), NOW, MAX_GAP) == ()


@each_row(("gap", "out"), [(MAX_GAP, False), (MAX_GAP + timedelta(microseconds=1), True)])
def test_a_gap_longer_than_the_maximum_is_unknown(gap: timedelta, *, out: bool) -> None:
    seen = snapshot(free(), at=BEFORE + gap)

    added = new_state_changes(was(TWO_OF_THREE), seen, BEFORE, MAX_GAP)

    assert added == ((change(AccountState.UNKNOWN, at=BEFORE), change(in_use=2, total=3, at=seen.at)) if out else ())


@each_row(("gap", "known"), [(MAX_GAP, True), (MAX_GAP + timedelta(microseconds=1), False)])
def test_the_last_look_is_valid_no_longer_than_the_maximum_gap(gap: timedelta, *, known: bool) -> None:
    assert valid_until(NOON, NOON + gap, MAX_GAP) == (NOON + gap if known else NOON)


def test_accounts_that_an_outage_ends_without_are_unknown_meanwhile() -> None:
    known = was(
        TWO_OF_THREE,
        change(AccountState.FAULTED, account="b", at=NOON),
        change(AccountState.UNKNOWN, account="c", at=NOON),
    )

    at = after(hours=9)
    added = new_state_changes(known, snapshot(at=at), BEFORE, MAX_GAP)

    hidden = tuple(change(AccountState.UNKNOWN, account=name, at=BEFORE) for name in "ab")
    assert added == (*hidden, *(change(None, account=name, at=at) for name in "abc"))


def test_without_a_last_look_the_changes_themselves_are_the_last_known() -> None:
    assert new_state_changes(was(TWO_OF_THREE), snapshot(free()), None, MAX_GAP) == (
        change(AccountState.UNKNOWN, at=NOON),
        change(in_use=2, total=3),
    )
    assert new_state_changes(was(change(in_use=2, total=3, at=BEFORE)), snapshot(free()), None, MAX_GAP) == ()


def test_an_outage_does_not_begin_before_the_change_that_it_ends() -> None:
    young = change(in_use=2, total=3, at=BEFORE)

    first, _ = new_state_changes(was(young), snapshot(free(), at=after(hours=9)), NOON, MAX_GAP)

    assert first == change(AccountState.UNKNOWN, at=BEFORE)


def test_a_clock_set_back_is_no_outage() -> None:
    assert new_state_changes(was(TWO_OF_THREE), snapshot(free(), at=after(hours=-3)), BEFORE, MAX_GAP) == ()


rooms = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3))


@given(looks=st.lists(st.tuples(st.integers(1, 9), rooms), min_size=1, max_size=12))
def test_changes_give_what_each_look_showed_and_nothing_during_an_outage(
    looks: list[tuple[int, dict[str, int]]],
) -> None:
    known: dict[str, StateChange] = {}
    told: list[StateChange] = []
    moments: list[tuple[datetime, dict[str, int]]] = []
    at = NOON
    for minutes, room in looks:
        looked_at, at = at if moments else None, at + timedelta(minutes=minutes)
        added = new_state_changes(
            known, snapshot(*(free(name, free=left) for name, left in room.items()), at=at), looked_at, MAX_GAP
        )
        known |= was(*added)
        told += added
        moments.append((at, room))

    intervals = usage_timeline(told, NOON, at + timedelta(minutes=1))

    for number, (moment, room) in enumerate(moments):
        there = [interval for interval in intervals if interval.start <= moment < interval.end]
        following = [later for later, _ in moments[number + 1 : number + 2]]
        out = any(later - moment > MAX_GAP for later in following)
        assert sum(interval.in_use for interval in there) == (0 if out else sum(3 - left for left in room.values()))
        assert sum(interval.known for interval in there) == (0 if out else len(room))
