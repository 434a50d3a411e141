"""The provider as a whole: nothing free any more, room again, and which watch hears of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, QuotaWindow
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.news import Details, News, RunningJob
from bot.alerts.slot_conditions import of_pool, of_slots
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from bot.subscriptions.watch import Style, Tell, Watch, When
from tests.alerts.tale import NEVER_AWAY, USUAL, Tale, told
from tests.moments import NOON, after
from tests.rows import each_row

ONLY_PROVIDER = replace(USUAL, tell=Tell.PROVIDER)
A, B = ConfiguredAccount(account="a", limit=2), ConfiguredAccount(account="b", limit=2)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def never(_: Job) -> bool:
    """Call no job stuck."""
    return False


def account(state: AccountState, *, free: int | None = None, limit: int | None = 2) -> Account:
    return Account(name="a", state=state, free=free, limit=limit)


FREE = account(AccountState.FREE, free=1)
FULL = account(AccountState.FULL, free=0)
UNKNOWN = account(AccountState.UNKNOWN)
FAULTED = account(AccountState.FAULTED)


@each_row(
    ("accounts", "what"),
    [
        ((), None),
        ((FREE,), Condition.HAS_ROOM),
        ((FULL,), Condition.NOTHING_FREE),
        ((FULL, FREE, UNKNOWN), Condition.HAS_ROOM),
        ((FULL, UNKNOWN), None),
        ((FULL, account(AccountState.UNKNOWN, limit=None)), None),
        ((FULL, account(AccountState.UNKNOWN, limit=0)), Condition.NOTHING_FREE),
        ((FULL, FAULTED), Condition.NOTHING_FREE),
        ((FULL, account(AccountState.UNCOUNTED, limit=None)), None),
        ((FREE, account(AccountState.UNCOUNTED, limit=None)), Condition.HAS_ROOM),
        ((FAULTED,), None),
        ((UNKNOWN,), None),
        ((account(AccountState.FULL, free=0, limit=None),), None),
    ],
)
def test_nothing_is_free_only_where_no_account_leaves_it_open(
    accounts: tuple[Account, ...], what: Condition | None
) -> None:
    fact = of_slots(Snapshot(provider="minimax", at=NOON, accounts=accounts), never)
    assert (fact and fact.what) == what


@given(
    st.lists(
        st.builds(account, st.just(AccountState.FREE), free=st.integers(1, 3), limit=st.integers(3, 4))
        | st.sampled_from([FULL, UNKNOWN, FAULTED, account(AccountState.UNKNOWN, limit=None)]),
        max_size=4,
    )
)
def test_nothing_free_is_a_pool_that_is_low_at_none(accounts: Sequence[Account]) -> None:
    seen = Snapshot(provider="minimax", at=NOON, accounts=tuple(accounts))
    slots, pool = of_slots(seen, never), of_pool(seen, 0)

    assert (slots is None) is (pool is None)
    if slots is not None and pool is not None:
        assert (slots.what is Condition.NOTHING_FREE) is (pool.what is Condition.LOW)


def test_the_longest_job_that_takes_a_slot_is_named_where_nothing_is_free() -> None:
    def job(minute: float, *, takes_slot: bool = True) -> Job:
        return Job(id=None, account="a", kind=JobKind.VIDEO, takes_slot=takes_slot, started=after(minutes=minute))

    unknown = Job(id=None, account="a", kind=JobKind.VIDEO)
    jobs = (job(-3), unknown, job(-9), job(-20, takes_slot=False))
    full = of_slots(Snapshot(provider="minimax", at=NOON, accounts=(FULL,), jobs=jobs), never)
    free = of_slots(Snapshot(provider="minimax", at=NOON, accounts=(FREE,), jobs=jobs), never)

    longest = RunningJob(kind=JobKind.VIDEO, started=after(minutes=-9), account="a")
    assert full is not None
    assert full.details == Details(in_use=2, limit=2, longest=longest)
    assert free is not None
    assert free.details.longest is None


@each_row(
    ("watch", "said"),
    [
        (USUAL, [["nothing_free", "full"], ["has_room", "freed"]]),
        (ONLY_PROVIDER, [["nothing_free"], ["has_room"]]),
        (replace(USUAL, tell=Tell.ACCOUNTS), [["full"], ["freed"]]),
        (replace(USUAL, account="a"), [["full"], ["freed"]]),
        (replace(USUAL, when=When.FULL), [["nothing_free", "full"], []]),
        (replace(USUAL, when=When.FREED), [[], ["has_room", "freed"]]),
        (replace(USUAL, warn=1), [["nothing_free", "full", "low"], ["has_room", "risen", "freed"]]),
        (replace(USUAL, style=Style.EDIT), [["nothing_free", "full"], []]),
        (replace(ONLY_PROVIDER, hold=minutes(2)), [[], []]),
    ],
)
def test_a_watch_hears_of_the_provider_and_its_accounts_what_it_asks_for(watch: Watch, said: list[list[str]]) -> None:
    tale = Tale(watch)
    tale.look(minutes(0), a=2)

    assert [told(tale.look(minutes(1), a=0)), told(tale.look(minutes(2), a=2))] == said


@each_row(
    ("settled", "free", "said"),
    [
        ({"a": AccountState.FREE, "b": AccountState.FULL}, 0, ["nothing_free", "full"]),
        ({"a": AccountState.FULL, "b": AccountState.FULL}, 0, []),
        ({"a": AccountState.FULL, "b": AccountState.FULL}, 1, ["has_room", "freed"]),
        ({"a": None, "b": None}, 0, []),
    ],
)
def test_a_new_channel_knows_of_the_provider_what_was_remembered(
    settled: dict[str, AccountState | None], free: int, said: list[str]
) -> None:
    tale = Tale(USUAL)
    tale.remembered = ProviderMemory(
        roster={
            name: RosterEntry(account=name, last_seen=NOON, limit=2, settled=state, since=after(minutes=-9))
            for name, state in settled.items()
        },
        looked_at=NOON,
    )

    assert told(tale.look(minutes(1), a=free, b=0)) == said


@each_row(
    "unusable",
    [
        ConfiguredAccount(account="a", fault="Signed out"),
        ConfiguredAccount(account="a", health=AccountHealth(quota=(QuotaWindow(used_percent=100),))),
    ],
    ids=["signed out", "out of credits"],
)
def test_a_new_watch_is_not_told_that_all_usable_accounts_have_been_full_for_long(unusable: ConfiguredAccount) -> None:
    tale = Tale(USUAL, thresholds=NEVER_AWAY)
    tale.watches = ()
    tale.listed = (A, B)
    tale.look(minutes(0), a=1, b=1)
    tale.look(minutes(1), a=1, b=0)
    tale.listed = (unusable, B)
    tale.look(minutes(10), a=1, b=0)
    tale.watches, tale.listed = (USUAL,), None

    assert told(tale.look(minutes(60), a=1, b=0)) == []
    (room,) = tale.look(minutes(61), a=1, b=1).alerts
    assert [(news.what, news.lasted) for news in room.parts[0].news] == [
        (Condition.HAS_ROOM, minutes(60)),
        (Condition.FREED, minutes(60)),
    ]


def test_the_topic_of_an_alert_state_is_the_providers() -> None:
    tale = Tale(USUAL)
    tale.run(1, 0)
    state = tale.remembered.alert_states[1, SLOTS]

    assert (state.current, state.announced, state.pinged_at) == (
        Condition.NOTHING_FREE,
        Condition.NOTHING_FREE,
        after(minutes=1),
    )
    assert News(topic=SLOTS, what=Condition.NOTHING_FREE, since=NOON).loudness is None


def test_an_account_that_was_removed_hides_no_full_provider() -> None:
    tale = Tale(USUAL, thresholds=NEVER_AWAY)
    tale.listed = (A, B)
    tale.look(minutes(0), a=1, b=1)
    tale.listed = (A,)
    for minute in (10, 20):
        assert told(tale.look(minutes(minute), a=1)) == []
    tale.listed = None

    (full,) = tale.look(minutes(30), a=0).alerts
    assert full.roles == (7,)
    assert [news.what for news in full.parts[0].news] == [Condition.NOTHING_FREE, Condition.FULL]
    assert full.parts[0].unchecked == 0


def test_an_account_that_one_list_leaves_out_by_mistake_may_have_room() -> None:
    tale = Tale(USUAL, thresholds=NEVER_AWAY)
    tale.listed = (A, B)
    tale.look(minutes(0), a=1, b=1)
    tale.listed = (A,)
    tale.look(minutes(10), a=1)
    tale.listed = None

    (alert,) = tale.look(minutes(11), a=0).alerts
    assert (alert.roles, alert.parts[0].unchecked) == ((), 1)
