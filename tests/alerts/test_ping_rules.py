"""How loud a provider's slots and its accounts are told: silently, with a sound, or with a ping."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.provider_answer import ConfiguredAccount
from bot.alerts.folded_alerts import summarise
from bot.alerts.news import Closed, Loudness, LoudnessReason
from bot.alerts.ping_rules import PING_AGAIN_AFTER
from bot.errors import NotReached, Unauthorised
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topics_and_conditions import Condition
from bot.subscriptions.watch import Ping, Tell, Watch
from tests.alerts.tale import NEVER_AWAY, USUAL, Tale, in_short
from tests.moments import after
from tests.rows import each_row

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


def test_one_look_that_fills_the_last_account_is_one_message_that_pings_once() -> None:
    tale = Tale(USUAL, thresholds=NEVER_AWAY)
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


@each_row(
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


def test_low_and_nothing_free_ping_once_in_one_message() -> None:
    tale = Tale(replace(USUAL, warn=1))
    tale.look(minutes(0), a=2)

    (alert,) = tale.look(minutes(1), a=0).alerts
    assert alert.roles == (7,)


# From and to which minute nothing is free, and how loud the first look of each is told.
ON_A_BUSY_DAY = [(10, 15, PING), (18, 19, SOUND), (39.5, 41, SOUND), (43, 44, PING), (60, 100, SOUND), (101, 103, PING)]


def test_a_ping_about_a_provider_stands_for_those_of_the_next_half_hour() -> None:
    tale = Tale(ONLY_PROVIDER, thresholds=NEVER_AWAY)
    tale.look(minutes(0), a=1)
    for start, end, loudness in ON_A_BUSY_DAY:
        assert heard(tale, start, a=0) == [("slots", "nothing_free", loudness)]
        assert heard(tale, end, a=1) == [("slots", "has_room", SOUND)]


def test_the_half_hour_is_counted_from_the_last_ping_and_ends_on_the_dot() -> None:
    for late, loudness in ((-1, SOUND), (0, PING)):
        tale = Tale(ONLY_PROVIDER, thresholds=NEVER_AWAY)
        tale.look(minutes(0), a=1)
        tale.look(minutes(1), a=0)
        tale.look(minutes(2), a=1)
        at = 1 + (PING_AGAIN_AFTER.total_seconds() + late) / 60
        assert heard(tale, at, a=0) == [("slots", "nothing_free", loudness)]


def test_a_clock_that_was_set_back_costs_no_ping() -> None:
    tale = Tale(ONLY_PROVIDER, thresholds=NEVER_AWAY)
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


def test_after_quiet_hours_nothing_pings_and_the_next_nothing_free_does() -> None:
    tale = Tale(replace(ONLY_PROVIDER, quiet=read_quiet_hours("11:00-12:05 UTC")))
    tale.look(minutes(0), a=1)
    tale.look(minutes(1), a=0)

    (summary,) = tale.look(minutes(6), a=0).alerts
    assert (summary.roles, summary.silent) == ((), False)
    assert [news.loudness for news in summary.parts[0].news] == [SOUND]
    assert heard(tale, 8, a=1) == [("slots", "has_room", SOUND)]
    assert heard(tale, 12, a=0) == [("slots", "nothing_free", PING)]


def test_after_an_absence_nothing_pings_and_the_next_nothing_free_does() -> None:
    tale = Tale(replace(ONLY_PROVIDER, warn=1))
    tale.look(minutes(0), a=2)

    (summary,) = tale.look(minutes(20), a=0).alerts
    assert (summary.roles, summary.silent) == ((), False)
    tale.look(minutes(22), a=2)
    assert heard(tale, 24, a=1) == [("pool", "low", PING)]
    assert heard(tale, 26, a=0) == [("slots", "nothing_free", PING)]


def test_what_pinged_before_a_summary_still_stands_for_the_next_half_hour() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(0), a=1)
    assert heard(tale, 1, a=0) == [("slots", "nothing_free", PING)]
    tale.look(minutes(10), a=1)
    assert heard(tale, 20, a=0) == [("slots", "nothing_free", SOUND)]
    tale.look(minutes(24), a=1)

    assert heard(tale, 26, a=0) == [("slots", "nothing_free", SOUND)]
    tale.look(minutes(27), a=1)
    assert heard(tale, 31, a=0) == [("slots", "nothing_free", PING)]


def test_one_topic_whose_quiet_hours_are_over_makes_the_whole_message_a_summary() -> None:
    quiet = replace(USUAL, account="a", quiet=read_quiet_hours("11:00-12:05 UTC"))
    tale = Tale(quiet, replace(ONLY_PROVIDER, id=2, provider="minimax"))
    tale.look(minutes(0), a=1, b=1)
    tale.look(minutes(1), a=0, b=1)

    (summary,) = tale.look(minutes(5), a=0, b=0).alerts
    assert [news.what for news in summary.parts[0].news] == [Condition.NOTHING_FREE, Condition.FULL]
    assert (summary.roles, summary.silent) == ((), False)
    tale.look(minutes(7), a=0, b=1)
    assert heard(tale, 9, a=0, b=0) == [("slots", "nothing_free", PING)]


def test_a_failure_pings_only_where_a_person_must_act() -> None:
    for failure, roles in ((NotReached("down"), ()), (Unauthorised("Check USEAPI_TOKEN."), (7,))):
        tale = Tale(USUAL)
        tale.look(minutes(0), a=1)
        (alert,) = [alert for number in (1, 2, 3) for alert in tale.look(minutes(number), failure).alerts]
        assert (alert.roles, alert.silent) == (roles, False)


QUIET = replace(USUAL, quiet=read_quiet_hours("11:00-12:05 UTC"))
SIGNED_OUT = (ConfiguredAccount(account="a", fault="Signed out"), ConfiguredAccount(account="b"))


@each_row(("watch", "roles"), [(QUIET, (7,)), (replace(QUIET, ping=Ping.NOBODY), ()), (replace(QUIET, role=None), ())])
def test_what_a_person_must_mend_pings_in_the_summary_that_first_tells_it(watch: Watch, roles: tuple[int, ...]) -> None:
    for failure in (None, Unauthorised("Check USEAPI_TOKEN.")):
        tale = Tale(watch)
        tale.listed = (ConfiguredAccount(account="a"), ConfiguredAccount(account="b"))
        tale.look(minutes(0), a=1, b=1)
        tale.listed = SIGNED_OUT if failure is None else None
        for number in (1, 2, 3, 4):
            assert not tale.look(minutes(number), failure, b=1).alerts

        (summary,) = tale.look(minutes(5), failure, b=1).alerts
        assert (summary.roles, summary.silent) == (roles, False)
        assert not tale.look(minutes(6), failure, b=1).alerts


def test_an_account_that_was_signed_out_while_the_bot_was_away_pings_on_its_return() -> None:
    tale = Tale(USUAL)
    tale.listed = (ConfiguredAccount(account="a"), ConfiguredAccount(account="b"))
    tale.look(minutes(0), a=1, b=1)
    tale.listed = SIGNED_OUT

    (summary,) = tale.look(minutes(20), b=0).alerts
    assert [(news.what, news.loudness) for news in summary.parts[0].news] == [
        (Condition.NOTHING_FREE, SOUND),
        (Condition.UNUSABLE, PING),
        (Condition.FULL, SILENT),
    ]
    assert summary.roles == (7,)


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


def test_why_a_message_is_that_loud_is_recorded_with_the_watch_that_spoke() -> None:
    def reasons(watch: Watch, **second: int | None) -> list[tuple[LoudnessReason | None, int | None]]:
        tale = Tale(watch, thresholds=NEVER_AWAY)
        tale.look(minutes(0), a=1, b=1)
        (told,) = tale.look(minutes(1), **second).alerts
        return [(news.loudness_reason, news.watch) for news in told.parts[0].news]

    spoke = USUAL.id
    pinged, alone = (LoudnessReason.PINGED, spoke), (LoudnessReason.ONE_ACCOUNT, spoke)
    assert reasons(USUAL, a=0, b=1) == [alone]
    assert reasons(USUAL, a=0, b=0) == [pinged, alone, alone]
    assert reasons(ONLY_PROVIDER, a=0, b=0) == [pinged]
    assert reasons(replace(ONLY_PROVIDER, role=None), a=0, b=0) == [(LoudnessReason.NO_ROLE, spoke)]
    assert reasons(replace(ONLY_PROVIDER, ping=Ping.NOBODY), a=0, b=0) == [(LoudnessReason.PINGS_NOBODY, spoke)]


def test_why_nobody_is_pinged_again_so_soon_is_recorded() -> None:
    tale = Tale(ONLY_PROVIDER, thresholds=NEVER_AWAY)
    tale.look(minutes(0), a=1)
    told = [
        news.loudness_reason
        for at, free in ((1, 0), (2, 1), (3, 0))
        for alert in tale.look(minutes(at), a=free).alerts
        for news in alert.parts[0].news
    ]
    assert told == [LoudnessReason.PINGED, LoudnessReason.NOT_URGENT, LoudnessReason.PINGED_LATELY]
