"""Who is on the roster, and what is remembered of them."""

from dataclasses import replace
from datetime import timedelta

from msgspec import structs

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, ListedSlots, ProviderAnswer, WhenUnlisted
from bot.accounts.roster import AccountState, RosterEntry, settle_roster, update_roster
from tests.moments import NOON, after
from tests.rows import each_row

JOB = Job(id="1", account="a", kind=JobKind.VIDEO)


@each_row(
    ("answer", "listed"),
    [
        (ProviderAnswer(accounts=(ListedSlots(account="a"),)), None),
        (ProviderAnswer(jobs=(JOB,)), None),
        (ProviderAnswer(), (ConfiguredAccount(account="a"),)),
    ],
    ids=["a row", "a running job", "the accounts endpoint"],
)
def test_every_account_that_is_named_joins_the_roster(
    answer: ProviderAnswer, listed: tuple[ConfiguredAccount, ...] | None
) -> None:
    health = None if listed is None else AccountHealth()
    assert update_roster({}, answer, listed, NOON) == {"a": RosterEntry(account="a", last_seen=NOON, health=health)}


def test_a_job_without_an_account_adds_nobody() -> None:
    assert update_roster({}, ProviderAnswer(jobs=(Job(id="1", account=None, kind=JobKind.VIDEO),)), None, NOON) == {}


@each_row(
    ("unnamed_for", "stays"),
    [
        (timedelta(), True),
        (timedelta(hours=23, minutes=59, seconds=59), True),
        (timedelta(hours=24), False),
        (timedelta(days=3), False),
    ],
)
def test_an_account_named_nowhere_for_24_hours_leaves(unnamed_for: timedelta, stays: bool) -> None:  # noqa: FBT001 - a column of the table
    known = {"a": RosterEntry(account="a", last_seen=NOON)}

    assert ("a" in update_roster(known, ProviderAnswer(), None, NOON + unnamed_for)) is stays


@each_row(("unnamed_for", "stays"), [(timedelta(minutes=10, seconds=30), True), (timedelta(minutes=15), False)])
@each_row("when_unlisted", WhenUnlisted)
def test_an_account_that_two_lists_and_the_answer_leave_out_leaves(
    when_unlisted: WhenUnlisted, unnamed_for: timedelta, *, stays: bool
) -> None:
    known = {"a": RosterEntry(account="a", last_seen=NOON), "b": RosterEntry(account="b", last_seen=NOON)}
    answer, listed = ProviderAnswer(when_unlisted=when_unlisted), (ConfiguredAccount(account="b"),)

    assert ("a" in update_roster(known, answer, listed, NOON + unnamed_for)) is stays
    running = replace(answer, jobs=(JOB,))
    assert "a" in update_roster(known, running, listed, NOON + unnamed_for)


def test_being_named_renews_the_stay_and_keeps_what_was_settled() -> None:
    was = RosterEntry(account="a", last_seen=NOON, limit=3, settled=AccountState.FULL, since=NOON, since_witnessed=True)

    now = update_roster({"a": was}, ProviderAnswer(jobs=(JOB,)), None, after(hours=20))["a"]

    assert now == RosterEntry(
        account="a", last_seen=after(hours=20), limit=3, settled=AccountState.FULL, since=NOON, since_witnessed=True
    )


def test_the_newest_limit_counts_and_the_schedulers_own_most() -> None:
    known = {"a": RosterEntry(account="a", last_seen=NOON, limit=1)}

    assert update_roster(known, ProviderAnswer(), (ConfiguredAccount(account="a", limit=2),), NOON)["a"].limit == 2
    assert update_roster(known, ProviderAnswer(accounts=(ListedSlots(account="a"),)), None, NOON)["a"].limit == 1
    both = update_roster(
        known,
        ProviderAnswer(accounts=(ListedSlots(account="a", limit=3),)),
        (ConfiguredAccount(account="a", limit=2),),
        NOON,
    )
    assert both["a"].limit == 3


def test_only_the_account_list_decides_about_faults() -> None:
    faulted = update_roster({}, ProviderAnswer(), (ConfiguredAccount(account="a", fault="signed out"),), NOON)
    assert faulted["a"].fault == "signed out"

    unread = update_roster(faulted, ProviderAnswer(accounts=(ListedSlots(account="a", available=3),)), None, NOON)
    assert unread["a"].fault == "signed out"

    mended = update_roster(unread, ProviderAnswer(), (ConfiguredAccount(account="a"),), NOON)
    assert mended["a"].fault is None

    gone_from_the_list = update_roster(faulted, ProviderAnswer(), (), NOON)
    assert (gone_from_the_list["a"].fault, gone_from_the_list["a"].health) == (None, None)


@each_row(
    "answer",
    [ProviderAnswer(accounts=(ListedSlots(account="a", available=3),)), ProviderAnswer(jobs=(JOB,))],
    ids=["a row", "a job"],
)
@each_row("when_unlisted", WhenUnlisted)
def test_a_list_without_an_account_that_the_answer_names_says_nothing_of_its_health(
    answer: ProviderAnswer, when_unlisted: WhenUnlisted
) -> None:
    answer = replace(answer, when_unlisted=when_unlisted)
    faulted = update_roster({}, ProviderAnswer(), (ConfiguredAccount(account="a", fault="signed out"),), NOON)
    now = update_roster(faulted, answer, (ConfiguredAccount(account="b"),), after(minutes=10))["a"]
    assert (now.fault, now.health, now.listed_at) == ("signed out", AccountHealth(), None)


def test_what_was_known_is_not_changed_in_place() -> None:
    known: dict[str, RosterEntry] = {}

    update_roster(known, ProviderAnswer(jobs=(JOB,)), None, NOON)

    assert known == {}


NEVER = None
"""Never seen for certain."""

SETTLING = [
    (NEVER, AccountState.FREE, "since now, perhaps for longer"),
    (NEVER, AccountState.FULL, "since now, perhaps for longer"),
    (NEVER, AccountState.UNKNOWN, "as it was"),
    (NEVER, AccountState.FAULTED, "as it was"),
    (NEVER, None, "as it was"),
    (AccountState.FREE, AccountState.FREE, "as it was"),
    (AccountState.FREE, AccountState.FULL, "since now"),
    (AccountState.FREE, AccountState.UNKNOWN, "as it was"),
    (AccountState.FREE, AccountState.FAULTED, "as it was"),
    (AccountState.FREE, None, "as it was"),
    (AccountState.FULL, AccountState.FREE, "since now"),
    (AccountState.FULL, AccountState.FULL, "as it was"),
    (AccountState.FULL, AccountState.UNKNOWN, "as it was"),
    (AccountState.FULL, AccountState.FAULTED, "as it was"),
    (AccountState.FULL, None, "as it was"),
]


@each_row(("was", "now", "outcome"), SETTLING)
def test_only_what_is_certain_is_settled(was: AccountState | None, now: AccountState | None, outcome: str) -> None:
    """``now`` is None where the look does not show the account."""
    entry = RosterEntry(account="a", last_seen=NOON)
    if was is not None:
        entry = structs.replace(entry, settled=was, since=NOON, since_witnessed=True)

    settled = settle_roster({"a": entry}, {} if now is None else {"a": now}, after(minutes=5), witnessed=True)["a"]

    if outcome == "as it was":
        assert settled == entry
    else:
        witnessed = outcome == "since now"
        assert settled == structs.replace(entry, settled=now, since=after(minutes=5), since_witnessed=witnessed)


def test_full_then_unknown_then_free_settles_once() -> None:
    known = {"a": RosterEntry(account="a", last_seen=NOON, settled=AccountState.FULL, since=NOON)}
    states = [AccountState.UNKNOWN, AccountState.FAULTED, AccountState.FREE, AccountState.FREE]
    since = []
    for minute, state in enumerate(states, 1):
        known = settle_roster(known, {"a": state}, after(minutes=minute), witnessed=True)
        since.append(known["a"].since)

    assert since == [NOON, NOON, after(minutes=3), after(minutes=3)]
