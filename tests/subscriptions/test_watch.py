"""What a watch hears, and which of several speaks; what keeps it from being told."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.audience import Audience
from bot.alerts.mutes_and_quiet_hours import withheld_from
from bot.alerts.news import Withheld, WithheldBecause
from bot.alerts.ping_rules import pings_for, pings_for_slots
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, SLOTS, Condition, Topic, TopicKind, account_topic
from bot.subscriptions.watch import Ping, Tell, Watch, When, narrowest_watch
from tests.moments import NOON, after
from tests.rows import each_row

EVERYTHING = Watch(id=0, guild=None, channel=1)
PROVIDERS = Watch(id=1, guild=5, channel=1, provider="minimax")
ACCOUNTS = Watch(id=2, guild=5, channel=1, provider="minimax", account="a")
WARNS = Watch(id=3, guild=5, channel=1, warn=2)
ALL = (EVERYTHING, PROVIDERS, ACCOUNTS, WARNS)
A, B = account_topic("a"), account_topic("b")
STUCK = Watch(id=4, guild=5, channel=1, tell=Tell.STUCK)
STUCK_ON_A = Watch(id=5, guild=5, channel=1, provider="minimax", account="a", tell=Tell.STUCK)
JOB = Topic(kind=TopicKind.JOB, account="a", job="1")


@each_row(
    ("watches", "topic", "speaks"),
    [
        (ALL, A, ACCOUNTS),
        (ALL, B, PROVIDERS),
        ((EVERYTHING, WARNS), B, EVERYTHING),
        ((WARNS, ACCOUNTS), B, WARNS),
        ((ACCOUNTS,), B, None),
        (ALL, POOL, WARNS),
        ((EVERYTHING, ACCOUNTS), POOL, None),
        (ALL, PROVIDER, PROVIDERS),
        ((ACCOUNTS, EVERYTHING), PROVIDER, EVERYTHING),
        ((ACCOUNTS,), PROVIDER, ACCOUNTS),
        (ALL, SLOTS, PROVIDERS),
        ((ACCOUNTS,), SLOTS, None),
        ((), A, None),
        ((replace(PROVIDERS, tell=Tell.PROVIDER),), A, None),
        ((replace(PROVIDERS, tell=Tell.ACCOUNTS),), SLOTS, None),
        ((replace(PROVIDERS, tell=Tell.PROVIDER), EVERYTHING), A, EVERYTHING),
        ((replace(WARNS, tell=Tell.STUCK),), POOL, None),
        ((*ALL, STUCK), B, PROVIDERS),
        ((STUCK,), PROVIDER, None),
        (ALL, JOB, None),
        ((*ALL, STUCK), JOB, STUCK),
        ((STUCK, STUCK_ON_A), JOB, STUCK_ON_A),
        ((STUCK, replace(STUCK_ON_A, account="b")), JOB, STUCK),
    ],
)
def test_the_narrowest_watch_speaks(watches: tuple[Watch, ...], topic: Topic, speaks: Watch | None) -> None:
    assert narrowest_watch(watches, topic) == speaks
    assert narrowest_watch(watches[::-1], topic) == speaks


@each_row("what", Condition)
def test_when_is_about_full_and_freed_only(what: Condition) -> None:
    asked = {when for when in When if Watch(id=1, guild=5, channel=1, when=when).asks(what)}

    unasked = {
        Condition.FULL: {When.FREED},
        Condition.NOTHING_FREE: {When.FREED},
        Condition.FREED: {When.FULL},
        Condition.HAS_ROOM: {When.FULL},
        Condition.GOES_ON: set(When),
    }.get(what, set())
    assert asked == set(When) - unasked


def test_each_kind_of_topic_is_followed_by_some_watch() -> None:
    watches = [Watch(id=1, guild=5, channel=1, tell=tell, warn=2, quota=80) for tell in Tell]
    ignored = {kind for kind in TopicKind if not any(one.follows(Topic(kind=kind)) for one in watches)}
    assert ignored == set(), "bot/subscriptions/watch.py: _KINDS says which watches follow it"


OF_SLOTS_OR_JOBS = {Condition.FULL, Condition.NOTHING_FREE, Condition.LOW, Condition.STUCK}


@each_row(
    ("watch", "pinged_for"),
    [
        (EVERYTHING, {Condition.NOTHING_FREE, Condition.LOW, Condition.STUCK}),
        (
            replace(EVERYTHING, ping=Ping.ANY_FULL),
            {Condition.FULL, Condition.NOTHING_FREE, Condition.LOW, Condition.STUCK},
        ),
        (replace(EVERYTHING, ping=Ping.NOBODY), set()),
        (ACCOUNTS, OF_SLOTS_OR_JOBS),
        (replace(ACCOUNTS, ping=Ping.NOBODY), set()),
    ],
)
def test_a_role_is_pinged_where_the_whole_subject_of_its_watch_is_full(
    watch: Watch, pinged_for: set[Condition]
) -> None:
    assert {what for what in Condition if pings_for(watch, what)} == pinged_for
    failure = {what for what in Condition if pings_for(watch, what, needs_person=True)} - pinged_for
    assert failure == (set() if watch.ping is Ping.NOBODY else {Condition.SILENT, Condition.UNUSABLE})


@each_row(
    ("watch", "pings"),
    [
        (EVERYTHING, True),
        (replace(EVERYTHING, tell=Tell.ACCOUNTS), False),
        (replace(EVERYTHING, tell=Tell.ACCOUNTS, ping=Ping.ANY_FULL), True),
        (replace(EVERYTHING, when=When.FREED), False),
        (replace(WARNS, when=When.FREED), True),
        (replace(ACCOUNTS, tell=Tell.ACCOUNTS), True),
        (STUCK, True),
        (replace(STUCK, ping=Ping.NOBODY), False),
        (replace(EVERYTHING, tell=Tell.HEALTH), False),
    ],
)
def test_a_watch_says_whether_it_would_ever_ping_for_slots_or_jobs(watch: Watch, *, pings: bool) -> None:
    assert pings_for_slots(watch) is pings


def mute(provider: str | None, account: str | None = None, *, minutes: float = 5, by: int = 42) -> Mute:
    return Mute(id=1, guild=5, channel=1, provider=provider, account=account, by=by, until=after(minutes=minutes))


@each_row(
    ("muted", "provider", "topic", "covered"),
    [
        (mute(None), "minimax", A, True),
        (mute(None), "kling", PROVIDER, True),
        (mute("minimax"), "minimax", A, True),
        (mute("minimax"), "minimax", POOL, True),
        (mute("minimax"), "kling", A, False),
        (mute("minimax", "a"), "minimax", A, True),
        (mute("minimax", "a"), "minimax", B, False),
        (mute("minimax", "a"), "minimax", PROVIDER, False),
        (mute("minimax", "a"), "kling", A, False),
    ],
)
def test_a_mute_covers_what_it_names(muted: Mute, provider: str, topic: Topic, *, covered: bool) -> None:
    assert muted.covers(provider, topic) is covered


def test_the_channel_comes_before_mutes_and_the_longest_mute_before_quiet_hours() -> None:
    watch = Watch(id=1, guild=5, channel=1, quiet=read_quiet_hours("11:00-13:00 UTC"))
    audience = Audience(
        watches=(watch,), mutes=(mute("minimax", "a"), mute(None, minutes=9, by=43)), paused={2: "gone"}
    )
    elsewhere = Watch(id=2, guild=5, channel=2)

    def hindrance(at: float, listening: Watch = watch) -> Withheld | None:
        return withheld_from(audience, listening, "minimax", A, NOON + timedelta(minutes=at))

    assert hindrance(0) == Withheld(why=WithheldBecause.MUTED, until=after(minutes=9), by=43)
    assert hindrance(9) == Withheld(why=WithheldBecause.QUIET, until=after(hours=1))
    assert hindrance(60) is None
    assert hindrance(0, elsewhere) == Withheld(why=WithheldBecause.PAUSED)


def test_a_watch_for_stuck_jobs_and_one_for_accounts_are_no_twins() -> None:
    accounts = replace(STUCK, tell=Tell.ACCOUNTS)

    assert not STUCK.covers(accounts)
    assert not accounts.covers(STUCK)
    assert STUCK.covers(replace(STUCK, id=9))


def test_a_watch_for_the_provider_and_one_for_its_accounts_may_stand_side_by_side() -> None:
    provider, accounts = (replace(PROVIDERS, tell=tell) for tell in (Tell.PROVIDER, Tell.ACCOUNTS))

    assert not provider.covers(accounts)
    assert provider.covers(PROVIDERS)
    assert PROVIDERS.covers(accounts)
