"""What an account is that no answer names, by what that means at its provider."""

from datetime import timedelta

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ConfiguredAccount, ListedSlots, ProviderAnswer, WhenUnlisted
from bot.accounts.roster import LISTED_WITHIN, AccountState, RosterEntry, update_roster
from bot.accounts.snapshot import Account
from tests.moments import NOON
from tests.rows import each_row

A = ConfiguredAccount(account="a", limit=4)
FREE, FULL, UNKNOWN = AccountState.FREE, AccountState.FULL, AccountState.UNKNOWN
FAULTED, UNCOUNTED = AccountState.FAULTED, AccountState.UNCOUNTED


def running(*accounts: str | None) -> tuple[Job, ...]:
    return tuple(Job(id=f"{number}", account=name, kind=JobKind.VIDEO) for number, name in enumerate(accounts))


def judged(
    answer: ProviderAnswer,
    listed: tuple[ConfiguredAccount, ...] | None = (A,),
    known: dict[str, RosterEntry] | None = None,
) -> Account | None:
    """Return what the account "a" is in an answer, beside an account list."""
    return take_snapshot("x", answer, update_roster(known or {}, answer, listed, NOON), NOON).account("a")


def idle(
    *rows: ListedSlots, jobs: tuple[Job, ...] = (), unplaced: int = 0, counts_slots: bool = True
) -> ProviderAnswer:
    return ProviderAnswer(
        accounts=rows, jobs=jobs, when_unlisted=WhenUnlisted.IDLE, unplaced=unplaced, counts_slots=counts_slots
    )


IDLE = {
    "nothing runs": (idle(), FREE, 4),
    "a job runs on it": (idle(jobs=running("a")), FREE, 3),
    "as many as it may run": (idle(jobs=running(*"aaaa")), FULL, 0),
    "more than it may run": (idle(jobs=running(*"aaaaaa")), FULL, 0),
    "jobs of others": (idle(jobs=running("b", "b")), FREE, 4),
    "jobs of nobody may be its own": (idle(jobs=running("a", None)), FREE, 2),
    "and then nobody knows": (idle(jobs=running("a", None, None, None)), UNKNOWN, None),
    "rows that can't be read as well": (idle(unplaced=3), FREE, 1),
    "so many of them that nobody knows": (idle(unplaced=4), UNKNOWN, None),
    "but a full one is full": (idle(jobs=running(*"aaaa"), unplaced=9), FULL, 0),
    "a masked name may be its own": (idle(jobs=running("a*", "a*")), FREE, 2),
    "a masked account may be it": (idle(ListedSlots(account="a*", executing=4)), UNKNOWN, None),
    "its own row decides": (idle(ListedSlots(account="a", limit=3, executing=1), unplaced=9), FREE, 2),
    "a row without numbers": (idle(ListedSlots(account="a")), UNKNOWN, None),
    "a row below nothing": (idle(ListedSlots(account="a", executing=-3)), FREE, 4),
}


@each_row(("answer", "state", "free"), IDLE.values(), ids=IDLE)
def test_unlisted_means_idle(answer: ProviderAnswer, state: AccountState, free: int | None) -> None:
    account = judged(answer)
    assert account is not None
    assert (account.state, account.free, account.inferred) == (state, free, False)


def test_an_idle_account_is_only_one_that_a_list_of_this_life_has_named() -> None:
    stored = {"a": RosterEntry(account="a", last_seen=NOON, limit=4)}
    account = judged(idle(), None, stored)
    assert account is not None
    assert (account.state, account.free) == (UNKNOWN, None)
    full = judged(idle(jobs=running(*"aaaa")), None, stored)
    assert full is not None
    assert full.state is FULL


@each_row(("age", "state"), [(LISTED_WITHIN, FREE), (LISTED_WITHIN + timedelta(seconds=1), UNKNOWN)])
def test_a_list_that_can_not_be_read_any_more_is_believed_for_an_hour(age: timedelta, state: AccountState) -> None:
    roster = update_roster({}, idle(), (A,), NOON - age)
    account = judged(idle(), None, roster)
    assert account is not None
    assert account.state is state


def test_what_one_list_leaves_out_has_no_slots_for_now() -> None:
    roster, others = update_roster({}, idle(), (A,), NOON), (ConfiguredAccount(account="b", limit=1),)
    account = judged(idle(), others, roster)
    assert account is not None
    assert (account.state, account.free) == (UNKNOWN, None)
    assert judged(ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT), others, roster) is None


def test_masked_names_that_the_list_has_as_well_are_names() -> None:
    listed = (A, ConfiguredAccount(account="a*", limit=2))
    answer = idle(jobs=running("a*", "a*"))
    account = judged(answer, listed)
    assert account is not None
    assert account.free == 4


ABSENT = {
    "it is not there": (ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT), None),
    "a job names it": (ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT, jobs=running("a")), UNKNOWN),
    "a row says what is free": (
        ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT, accounts=(ListedSlots(account="a", limit=3, executing=3),)),
        FULL,
    ),
    "a row says that it is paused": (
        ProviderAnswer(
            when_unlisted=WhenUnlisted.ABSENT, accounts=(ListedSlots(account="a", executing=0, fault="Paused"),)
        ),
        FAULTED,
    ),
}


@each_row(("answer", "state"), ABSENT.values(), ids=ABSENT)
def test_unlisted_means_not_there(answer: ProviderAnswer, state: AccountState | None) -> None:
    account = judged(answer)
    assert (None if account is None else account.state) is state


def test_a_paused_account_is_shown_though_no_answer_names_it() -> None:
    account = judged(
        ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT), (ConfiguredAccount(account="a", fault="Signed out"),)
    )
    assert account is not None
    assert (account.state, account.fault, account.free) == (FAULTED, "Signed out", None)


def test_an_account_that_is_away_for_a_look_is_known_when_it_is_back() -> None:
    row = ListedSlots(account="a", limit=1, executing=1)
    there = ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT, accounts=(row,))
    roster = update_roster({}, there, None, NOON)
    assert "a" in update_roster(
        roster, ProviderAnswer(when_unlisted=WhenUnlisted.ABSENT), None, NOON + timedelta(minutes=1)
    )


UNTOLD = {
    "it runs a job": (idle(jobs=running("a"), counts_slots=False), UNCOUNTED, 1),
    "it is named and idle": (idle(ListedSlots(account="a", executing=0), counts_slots=False), UNCOUNTED, 0),
    "nothing runs": (idle(counts_slots=False), UNCOUNTED, 0),
    "what runs is nobody's": (idle(jobs=running(None), counts_slots=False), UNKNOWN, 0),
    "some list gives a number": (
        idle(ListedSlots(account="a", limit=9, executing=2), counts_slots=False),
        UNCOUNTED,
        2,
    ),
}


@each_row("counts_slots", [True, False])
def test_what_neither_the_answer_nor_the_account_list_names_is_unknown(*, counts_slots: bool) -> None:
    known = update_roster({}, idle(), (A,), NOON)
    account = judged(idle(counts_slots=counts_slots), listed=(ConfiguredAccount(account="b"),), known=known)
    assert account is not None
    assert account.state is UNKNOWN


@each_row(("answer", "state", "runs"), UNTOLD.values(), ids=UNTOLD)
def test_where_nobody_counts_slots_none_is_made_up(answer: ProviderAnswer, state: AccountState, runs: int) -> None:
    account = judged(answer)
    assert account is not None
    assert (account.state, account.running, account.free, account.total) == (state, runs, None, None)
    seen = take_snapshot("x", answer, update_roster({}, answer, (A,), NOON), NOON)
    assert (seen.free, seen.total, seen.is_full()) == (0, 0, False)
    assert seen.running == max(runs, len(answer.jobs))
