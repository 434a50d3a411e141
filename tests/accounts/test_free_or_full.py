"""The snapshot's rules, as a table: what a provider said of an account, and what is true of it."""

from dataclasses import dataclass

from bot.accounts.account_to_use import account_to_use
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot
from tests.moments import NOON
from tests.rows import each_row


def running(*accounts: str | None, kind: JobKind = JobKind.VIDEO, takes_slot: bool = True) -> tuple[Job, ...]:
    return tuple(
        Job(id=f"job-{number}", account=account, kind=kind, takes_slot=takes_slot)
        for number, account in enumerate(accounts)
    )


def seen(
    *rows: ListedSlots,
    jobs: tuple[Job, ...] = (),
    limit: int | None = None,
    fault: str | None = None,
    unreadable: int = 0,
) -> Snapshot:
    """Take a snapshot of a provider whose roster has the account "a"."""
    roster = {"a": RosterEntry(account="a", last_seen=NOON, limit=limit, fault=fault)}
    return take_snapshot("minimax", ProviderAnswer(accounts=rows, jobs=jobs, unreadable=unreadable), roster, NOON)


@dataclass(frozen=True, kw_only=True)
class Case:
    sentence: str
    rows: tuple[ListedSlots, ...] = ()
    jobs: tuple[Job, ...] = ()
    limit: int | None = None
    fault: str | None = None
    state: AccountState
    free: int | None = None
    inferred: bool = False


CASES = [
    Case(
        sentence="what is reported as available decides",
        rows=(ListedSlots(account="a", limit=5, executing=3, available=2),),
        state=AccountState.FREE,
        free=2,
    ),
    Case(
        sentence="even where the sum contradicts it",
        rows=(ListedSlots(account="a", limit=8, executing=3, available=2),),
        state=AccountState.FREE,
        free=2,
    ),
    Case(
        sentence="none available is full",
        rows=(ListedSlots(account="a", limit=5, executing=5, available=0),),
        state=AccountState.FULL,
        free=0,
    ),
    Case(
        sentence="less than none is full",
        rows=(ListedSlots(account="a", limit=5, executing=7, available=-2),),
        state=AccountState.FULL,
        free=0,
    ),
    Case(
        sentence="without it, the limit less what is executing",
        rows=(ListedSlots(account="a", limit=5, executing=3),),
        state=AccountState.FREE,
        free=2,
    ),
    Case(
        sentence="never below none",
        rows=(ListedSlots(account="a", limit=5, executing=6),),
        state=AccountState.FULL,
        free=0,
    ),
    Case(
        sentence="with the limit that is remembered, where the row has none",
        rows=(ListedSlots(account="a", executing=3),),
        limit=4,
        state=AccountState.FREE,
        free=1,
    ),
    Case(sentence="neither is unknown", rows=(ListedSlots(account="a", limit=5),), state=AccountState.UNKNOWN),
    Case(sentence="a row that says nothing is unknown", rows=(ListedSlots(account="a"),), state=AccountState.UNKNOWN),
    Case(
        sentence="absent, running as many as its limit: full, inferred",
        jobs=running("a", "a"),
        limit=2,
        state=AccountState.FULL,
        free=0,
        inferred=True,
    ),
    Case(
        sentence="absent, running more than its limit: full, inferred",
        jobs=running("a", "a", "a"),
        limit=2,
        state=AccountState.FULL,
        free=0,
        inferred=True,
    ),
    Case(
        sentence="absent, running with no known limit: full, inferred",
        jobs=running("a"),
        state=AccountState.FULL,
        free=0,
        inferred=True,
    ),
    Case(
        sentence="absent, running fewer than its limit: unknown", jobs=running("a"), limit=2, state=AccountState.UNKNOWN
    ),
    Case(sentence="absent, running none: unknown", limit=2, state=AccountState.UNKNOWN),
    Case(sentence="absent, nothing known: unknown", state=AccountState.UNKNOWN),
    Case(sentence="absent, with a limit of none and running none: unknown", limit=0, state=AccountState.UNKNOWN),
    Case(
        sentence="jobs that take no slot fill nothing",
        jobs=running("a", "a", kind=JobKind.IMAGE, takes_slot=False),
        limit=2,
        state=AccountState.UNKNOWN,
    ),
    Case(sentence="jobs of nobody fill nothing", jobs=running(None, None), limit=2, state=AccountState.UNKNOWN),
    Case(
        sentence="faulted, whatever the scheduler says",
        rows=(ListedSlots(account="a", limit=5, executing=0, available=5),),
        fault="signed out",
        state=AccountState.FAULTED,
    ),
    Case(
        sentence="faulted, even where it would be inferred full",
        jobs=running("a"),
        fault="on hold",
        state=AccountState.FAULTED,
    ),
    Case(
        sentence="of two rows, the one with less room counts",
        rows=(ListedSlots(account="a", limit=5, available=4), ListedSlots(account="a", limit=5, available=1)),
        state=AccountState.FREE,
        free=1,
    ),
    Case(
        sentence="of two rows, the one that says something counts",
        rows=(ListedSlots(account="a"), ListedSlots(account="a", limit=5, available=3)),
        state=AccountState.FREE,
        free=3,
    ),
    Case(
        sentence="a row with room beats running jobs",
        rows=(ListedSlots(account="a", limit=2, executing=2, available=1),),
        jobs=running("a", "a"),
        state=AccountState.FREE,
        free=1,
    ),
]


@each_row("case", CASES, ids=[case.sentence for case in CASES])
def test_what_is_true_of_an_account(case: Case) -> None:
    account = seen(*case.rows, jobs=case.jobs, limit=case.limit, fault=case.fault).account("a")

    assert account is not None
    assert (account.state, account.free, account.inferred) == (case.state, case.free, case.inferred)


@each_row(
    ("account", "in_use", "total"),
    [
        (Account(name="a", state=AccountState.FREE, free=2, limit=5, running=3), 3, 5),
        (Account(name="a", state=AccountState.FREE, free=2, limit=8, running=3), 6, 8),
        (Account(name="a", state=AccountState.FREE, free=2, limit=None, running=3), 3, 5),
        (Account(name="a", state=AccountState.FREE, free=7, limit=5, running=0), 0, 7),
        (Account(name="a", state=AccountState.FULL, free=0, limit=5, running=7), 5, 5),
        (Account(name="a", state=AccountState.FULL, free=0, limit=None, running=3), 3, 3),
        (Account(name="a", state=AccountState.UNKNOWN, limit=5, running=3), 3, 5),
        (Account(name="a", state=AccountState.UNKNOWN, limit=None, running=0), 0, None),
    ],
)
def test_what_is_in_use_and_what_there_is(account: Account, in_use: int, total: int | None) -> None:
    assert (account.in_use, account.total) == (in_use, total)


def test_the_pool_counts_only_what_is_certain() -> None:
    roster = {name: RosterEntry(account=name, last_seen=NOON, limit=10) for name in "abcd"}
    rows = (
        ListedSlots(account="a", limit=5, executing=3, available=2),
        ListedSlots(account="b", limit=3, executing=3, available=0),
        ListedSlots(account="c"),
    )

    snapshot = take_snapshot("kling", ProviderAnswer(accounts=rows), roster, NOON)

    assert (snapshot.free, snapshot.total) == (2, 8)


def test_accounts_come_with_most_room_first_then_by_name_and_the_first_is_best() -> None:
    roster = {name: RosterEntry(account=name, last_seen=NOON) for name in ("full", "z", "b", "a", "silent")}
    rows = (
        ListedSlots(account="full", limit=1, available=0),
        ListedSlots(account="z", available=9),
        ListedSlots(account="b", available=2),
        ListedSlots(account="a", available=2),
    )

    snapshot = take_snapshot("kling", ProviderAnswer(accounts=rows), roster, NOON)

    assert [account.name for account in snapshot.accounts] == ["z", "a", "b", "full", "silent"]
    assert account_to_use(snapshot) is snapshot.account("z")


def test_with_nothing_free_there_is_none_to_use() -> None:
    assert account_to_use(seen(ListedSlots(account="a", limit=1, available=0))) is None


def test_of_two_accounts_with_equal_room_the_less_crowded_is_the_best() -> None:
    rows = (ListedSlots(account="a", limit=3, available=1), ListedSlots(account="b", limit=2, available=1))
    roster = {row.account: RosterEntry(account=row.account, last_seen=NOON) for row in rows}
    snapshot = take_snapshot("kling", ProviderAnswer(accounts=rows), roster, NOON)
    assert [one.name for one in snapshot.accounts] == ["b", "a"]
    assert seen().account("nobody") is None


def test_jobs_and_unreadable_rows_are_passed_on() -> None:
    snapshot = seen(jobs=running("a", None), unreadable=2)

    assert len(snapshot.jobs) == 2
    assert snapshot.unreadable == 2
