"""The provider as a whole: nothing free any more, room again, and how loud either is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.job import Job, JobKind
from bot.accounts.roster import AccountState, RosterEntry
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.facts import of_pool, of_slots
from bot.alerts.news import Closed, Details, Loudness, News, RunningJob
from bot.alerts.ping_rules import PING_AGAIN_AFTER
from bot.alerts.provider_memory import ProviderMemory
from bot.alerts.summary import summarise
from bot.errors import NotReached, Unauthorised
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topic import SLOTS, Condition
from bot.subscriptions.watch import Ping, Style, Tell, Watch, When
from tests.alerts.tale import USUAL, Tale, in_short, told
from tests.moments import NOON, after

SILENT, SOUND, PING = Loudness.SILENT, Loudness.SOUND, Loudness.PING
ONLY_PROVIDER = replace(USUAL, tell=Tell.PROVIDER)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def heard(tale: Tale, at: float, **free: int | None) -> list[tuple[str, str, Loudness | None]]:
    """Look, and list what is told, of what, and how loud."""
    alerts = tale.look(minutes(at), None, **free).alerts
    return [
        (news.topic.account or news.topic.kind, in_short(news), news.loudness)
        for alert in alerts
        for part in alert.parts
        for news in part.news
    ]


def account(state: AccountState, *, free: int | None = None, limit: int | None = 2) -> Account:
    return Account(name="a", state=state, free=free, limit=limit)


FREE = account(AccountState.FREE, free=1)
FULL = account(AccountState.FULL, free=0)
UNKNOWN = account(AccountState.UNKNOWN)
FAULTED = account(AccountState.FAULTED)


@pytest.mark.parametrize(
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
    fact = of_slots(Snapshot(provider="minimax", at=NOON, accounts=accounts))
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
    slots, pool = of_slots(seen), of_pool(seen, 0)

    assert (slots is None) is (pool is None)
    if slots is not None and pool is not None:
        assert (slots.what is Condition.NOTHING_FREE) is (pool.what is Condition.LOW)


def test_the_longest_job_that_takes_a_slot_is_named_where_nothing_is_free() -> None:
    def job(minute: float, *, takes_slot: bool = True) -> Job:
        return Job(id=None, account="a", kind=JobKind.VIDEO, takes_slot=takes_slot, started=after(minutes=minute))

    unknown = Job(id=None, account="a", kind=JobKind.VIDEO)
    jobs = (job(-3), unknown, job(-9), job(-20, takes_slot=False))
    full = of_slots(Snapshot(provider="minimax", at=NOON, accounts=(FULL,), jobs=jobs))
    free = of_slots(Snapshot(provider="minimax", at=NOON, accounts=(FREE,), jobs=jobs))

    longest = RunningJob(kind=JobKind.VIDEO, started=after(minutes=-9), account="a")
    assert full is not None
    assert full.details == Details(in_use=2, limit=2, longest=longest)
    assert free is not None
    assert free.details.longest is None


def test_one_look_that_fills_the_last_account_is_one_message_that_pings_once() -> None:
    tale = Tale(USUAL)
    tale.look(minutes(0), a=1, b=1)
    tale.look(minutes(1), a=0, b=1)
    (full,) = tale.look(minutes(2), a=0, b=0).alerts

    assert [news.topic.kind for news in full.parts[0].news] == ["slots", "account"]
    assert (full.roles, full.silent) == ((7,), False)

    (room,) = tale.look(minutes(14), a=2, b=0).alerts
    assert (room.roles, room.silent) == ((), False)
    has_room, _ = room.parts[0].news
    assert (has_room.what, has_room.lasted, has_room.lasted_witnessed) == (Condition.HAS_ROOM, minutes(12), True)
    closed = [news.closed for news in tale.messages[full.key].parts[0].news]
    assert closed == [Closed(at=after(minutes=14), lasted=minutes(12), witnessed=True), None]


def test_one_account_is_told_silently_and_without_a_ping_while_others_have_room() -> None:
    tale = Tale(USUAL)
    tale.look(minutes(0), a=1, b=1)
    alerts = [*tale.look(minutes(1), a=0, b=1).alerts, *tale.look(minutes(2), a=1, b=1).alerts]

    assert [(alert.silent, alert.roles) for alert in alerts] == [(True, ()), (True, ())]


@pytest.mark.parametrize(
    ("watch", "full", "freed"),
    [
        (USUAL, SILENT, SILENT),
        (replace(USUAL, ping=Ping.NOBODY), SILENT, SILENT),
        (replace(USUAL, tell=Tell.ACCOUNTS), SILENT, SILENT),
        (replace(USUAL, ping=Ping.ANY_FULL), PING, SOUND),
        (replace(USUAL, account="a"), PING, SOUND),
        (replace(USUAL, account="a", ping=Ping.NOBODY), SOUND, SOUND),
    ],
)
def test_an_account_is_told_aloud_where_it_was_asked_for_by_name_or_any_pings(
    watch: Watch, full: Loudness, freed: Loudness
) -> None:
    tale = Tale(watch)
    tale.look(minutes(0), a=1, b=1)

    assert heard(tale, 1, a=0, b=1) == [("a", "full", full)]
    assert heard(tale, 2, a=1, b=1) == [("a", "freed", freed)]


@pytest.mark.parametrize(
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


def test_low_and_nothing_free_ping_once_in_one_message() -> None:
    tale = Tale(replace(USUAL, warn=1))
    tale.look(minutes(0), a=2)

    (alert,) = tale.look(minutes(1), a=0).alerts
    assert alert.roles == (7,)


# From and to which minute nothing is free, and how loud the first look of each is told.
ON_A_BUSY_DAY = [(10, 15, PING), (18, 19, SOUND), (39.5, 41, SOUND), (43, 44, PING), (60, 100, SOUND), (101, 103, PING)]


def test_a_ping_about_a_provider_stands_for_those_of_the_next_half_hour() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(0), a=1)
    for start, end, loudness in ON_A_BUSY_DAY:
        assert heard(tale, start, a=0) == [("slots", "nothing_free", loudness)]
        assert heard(tale, end, a=1) == [("slots", "has_room", SOUND)]


def test_the_half_hour_is_counted_from_the_last_ping_and_ends_on_the_dot() -> None:
    for late, loudness in ((-1, SOUND), (0, PING)):
        tale = Tale(ONLY_PROVIDER)
        tale.look(minutes(0), a=1)
        tale.look(minutes(1), a=0)
        tale.look(minutes(2), a=1)
        at = 1 + (PING_AGAIN_AFTER.total_seconds() + late) / 60
        assert heard(tale, at, a=0) == [("slots", "nothing_free", loudness)]


def test_a_clock_that_was_set_back_costs_no_ping() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(60), a=1)
    tale.look(minutes(61), a=0)
    tale.look(minutes(0), a=1)

    assert heard(tale, 1, a=0) == [("slots", "nothing_free", PING)]


def test_what_was_withheld_pinged_nobody_so_the_next_one_does() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(0), a=1)
    tale.mutes = (Mute(id=1, guild=5, channel=1, by=42, until=after(minutes=4)),)
    assert heard(tale, 1, a=0) == heard(tale, 3, a=1) == []

    assert heard(tale, 5, a=0) == [("slots", "nothing_free x3", PING)]


def test_a_provider_that_flaps_is_told_aloud_once_and_pings_nobody() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(0), a=1)
    said = [heard(tale, 1 + number, a=number % 2) for number in range(8)]

    assert said[:2] == [[("slots", "nothing_free", PING)], [("slots", "has_room", SOUND)]]
    assert said[5:] == [[("slots", "flapping 6", SOUND)], [], []]


def test_after_quiet_hours_nothing_pings() -> None:
    tale = Tale(replace(USUAL, quiet=read_quiet_hours("11:00-12:05 UTC")))
    tale.look(minutes(0), a=1)
    tale.look(minutes(1), a=0)

    (summary,) = tale.look(minutes(6), a=0).alerts
    assert (summary.roles, summary.silent) == ((), False)


def test_a_failure_pings_only_where_a_person_must_act() -> None:
    for failure, roles in ((NotReached("down"), ()), (Unauthorised("Check USEAPI_TOKEN."), (7,))):
        tale = Tale(USUAL)
        tale.look(minutes(0), a=1)
        (alert,) = [alert for number in (1, 2, 3) for alert in tale.look(minutes(number), failure).alerts]
        assert (alert.roles, alert.silent) == (roles, False)


@pytest.mark.parametrize(
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


def test_a_summary_told_late_pings_for_what_pinged_and_is_under_way_still() -> None:
    tale = Tale(USUAL)
    tale.look(minutes(0), a=1, b=1)
    tale.look(minutes(1), a=0, b=1)
    tale.look(minutes(2), a=0, b=0)
    full = tuple(tale.messages.values())
    assert summarise(full, None).roles == (7,)
    tale.look(minutes(3), a=1, b=0)
    over = summarise(tuple(tale.messages.values()), None)
    assert (over.roles, over.silent) == ((), False)
    assert summarise(full[:1] * 2, None).silent


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
