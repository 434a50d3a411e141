"""Alerts that waited too long: what is true now, and how often it changed."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part, Room
from bot.alerts.folded_alerts import as_posted, is_summary_due, summarise
from bot.alerts.news import Closed, Details, Loudness, News, Reason
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, Condition, Topic, TopicKind, account_topic
from tests.moments import NOON, after
from tests.rows import each_row


def alert(minute: int, *news: News, roles: tuple[int, ...] = (), provider: str = "minimax") -> Alert:
    at = after(minutes=minute)
    part = Part(provider=provider, at=at, news=news, room=(Room(account="free", free=minute),))
    return Alert(key=f"key-{minute}", channel=1, at=at, roles=roles, content=Changes(parts=(part,)), gathers_until=at)


def full(account: str, *, closed: bool = False) -> News:
    return News(
        topic=account_topic(account),
        what=Condition.FULL,
        since=NOON,
        before=Condition.FREED,
        closed=Closed(at=NOON) if closed else None,
    )


def freed(account: str) -> News:
    return News(topic=account_topic(account), what=Condition.FREED, since=NOON, before=Condition.FULL)


def folded(*alerts: Alert) -> Alert:
    return summarise(alerts, Cause.LATE)


def told(alert: Alert) -> list[tuple[str, Condition, int]]:
    return [(news.topic.account, news.what, news.changes) for part in alert.parts for news in part.news]


def test_each_account_is_told_once_as_it_was_last_with_the_number_of_its_changes() -> None:
    one = folded(alert(1, full("a")), alert(2, freed("a"), full("b")), alert(3, full("a")), alert(4, full("c")))

    assert told(one) == [("a", Condition.FULL, 3), ("b", Condition.FULL, 1), ("c", Condition.FULL, 1)]
    assert (one.channel, one.at, one.gathers_until) == (1, after(minutes=4), None)
    (part,) = one.parts
    assert (part.at, part.room) == (after(minutes=4), (Room(account="free", free=4),))
    assert [news.before for news in part.news] == [Condition.FREED] * 3


def test_providers_of_one_channel_share_one_alert_with_a_part_each() -> None:
    one = folded(alert(1, full("a")), alert(2, full("a"), provider="kling"), alert(3, freed("a")))

    assert [(part.provider, part.at) for part in one.parts] == [
        ("minimax", after(minutes=3)),
        ("kling", after(minutes=2)),
    ]
    assert told(one) == [("a", Condition.FREED, 2), ("a", Condition.FULL, 1)]


def test_what_is_late_is_as_of_then_whatever_its_parts_gathered_for() -> None:
    away, longer = (Digest(cause=Cause.AWAY, since=one) for one in (NOON, after(minutes=-9)))
    known = alert(5, full("b"), provider="kling")
    known = Alert(
        key="k", channel=1, at=known.at, content=Changes(parts=(Part(provider="kling", at=known.at, digest=away),))
    )

    one = folded(alert(1, full("a")), alert(2, freed("a")), known)

    assert [part.digest for part in one.parts] == [Digest(cause=Cause.LATE, since=after(minutes=n)) for n in (1, 5)]
    (kept,) = summarise(
        [known, replace(known, content=Changes(parts=(replace(known.parts[0], digest=longer),)))], None
    ).parts
    assert kept.digest == longer


def test_what_is_urgent_comes_first() -> None:
    assert [name for name, _, _ in told(folded(alert(1, freed("a")), alert(2, full("b"))))] == ["b", "a"]


def test_roles_are_pinged_for_what_is_under_way_and_for_nothing_else() -> None:
    assert folded(alert(1, full("a"), roles=(7,)), alert(2, freed("a"))).roles == ()
    assert folded(alert(1, full("a", closed=True), roles=(7,)), alert(2, freed("b"))).roles == ()
    assert folded(alert(1, full("a"), roles=(7,)), alert(2, full("b"), roles=(8, 7))).roles == (7, 8)


def pinging(news: News) -> News:
    return replace(news, loudness=Loudness.PING)


EDITED = replace(freed("a"), reason=Reason.EDITED, live=True)


@each_row(
    ("news", "pings", "silent"),
    [
        ((pinging(full("a")),), True, False),
        ((pinging(full("a", closed=True)),), False, True),
        ((full("a", closed=True),), False, True),
        ((EDITED,), False, True),
        ((pinging(full("a", closed=True)), pinging(full("b"))), True, False),
        ((pinging(full("a", closed=True)), replace(full("b"), loudness=Loudness.SOUND)), False, False),
        ((pinging(full("a", closed=True)), freed("b")), False, False),
        ((freed("a"),), True, False),
    ],
    ids=["under way", "over", "over, of an older version", "edited", "one of two", "a silent one", "with room", "room"],
)
def test_nobody_is_pinged_for_what_was_over_before_it_could_be_posted(
    news: tuple[News, ...], *, pings: bool, silent: bool
) -> None:
    posted = as_posted(alert(1, *news, roles=(7,)))

    assert (posted.roles, posted.silent) == ((7,) if pings else (), silent)
    assert as_posted(replace(alert(1, *news), silent=True)).silent


def test_a_drill_pings_whom_it_would_ping() -> None:
    drill = Alert(key="k", channel=1, at=NOON, content=Drill(), roles=(7,))
    assert as_posted(drill) is drill


@each_row(
    ("alerts", "cause", "due"),
    [
        ([], Cause.LATE, False),
        ([alert(1, freed("a"))], Cause.LATE, True),
        ([alert(1, full("a"))], Cause.LATE, True),
        ([alert(1, full("a"))], None, False),
        ([alert(1, full("a", closed=True))], Cause.LATE, False),
        ([alert(1, full("a", closed=True), freed("b"))], Cause.LATE, True),
        ([summarise([alert(1, freed("a"))], Cause.LATE)], Cause.LATE, False),
        ([summarise([alert(1, freed("a"))], Cause.QUIET_OVER)], Cause.LATE, True),
        ([alert(1)], Cause.LATE, True),
        ([alert(1, full("a")), alert(2, full("b"))], None, True),
    ],
    ids=[
        "nothing",
        "one, of room",
        "one under way",
        "one in time",
        "one that is over",
        "one of which a part is over",
        "a late summary",
        "a summary that came late",
        "a summary of nothing new",
        "several",
    ],
)
def test_several_are_summed_up_and_one_that_would_speak_of_now(
    alerts: list[Alert], cause: Cause | None, *, due: bool
) -> None:
    assert is_summary_due(alerts, cause) is due


def test_an_outage_is_told_as_it_was_last() -> None:
    begun = News(topic=PROVIDER, what=Condition.SILENT, since=NOON, details=Details(sentence="down"))
    over = News(topic=PROVIDER, what=Condition.ANSWERS, since=NOON, lasted=timedelta(hours=1))

    (part,) = folded(alert(1, begun), alert(2, over), alert(3, full("a"))).parts

    assert [(news.what, news.changes) for news in part.news] == [(Condition.FULL, 1), (Condition.ANSWERS, 2)]


def test_the_longest_mute_stays_on_it() -> None:
    short, long = (
        Mute(id=1, guild=5, channel=1, by=1, until=after(minutes=1)),
        Mute(id=1, guild=5, channel=1, by=2, until=after(minutes=9)),
    )
    several = [
        Alert(key=f"k{number}", channel=1, at=NOON, muted=muted, content=Changes(parts=()))
        for number, muted in enumerate((short, long, None))
    ]

    assert summarise(several, Cause.LATE).muted == long


def test_what_is_folded_again_keeps_counting_and_has_a_key_of_its_own() -> None:
    once = folded(alert(1, full("a")), alert(2, freed("a")))
    twice = folded(once, alert(3, full("a")))

    assert told(twice) == [("a", Condition.FULL, 3)]
    assert len({"key-1", "key-2", "key-3", once.key, twice.key}) == 5
    assert all(len(key) <= 25 for key in (once.key, twice.key))
    assert folded(alert(1, full("a")), alert(2, freed("a"))).key == once.key


def test_what_was_foretold_is_not_told_late() -> None:
    soon = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))
    (part,) = folded(alert(0, replace(full("a"), frees=soon)), alert(1, freed("b"))).parts
    assert [news.frees for news in part.news] == [None, None]


def test_news_that_gathered_with_a_summary_is_called_neither_late_nor_away() -> None:
    quiet = Digest(cause=Cause.QUIET_OVER)
    over = Part(provider="kling", at=after(minutes=1), news=(freed("b"),), digest=quiet)
    one = summarise([alert(0, full("a")), Alert(key="k", channel=1, at=over.at, content=Changes(parts=(over,)))], None)

    assert [part.digest for part in one.parts] == [None, quiet]


def _at(minute: int, *news: News, room: dict[str, int], elsewhere: int = 0, total: int = 9) -> Alert:
    places = tuple(Room(account=account, free=free) for account, free in room.items())
    free = sum(room.values()) + elsewhere
    part = Part(provider="minimax", at=after(minutes=minute), news=news, room=places, free=free, total=total)
    return Alert(key=f"key-{minute}", channel=1, at=part.at, content=Changes(parts=(part,)))


OF_TWO = Details(in_use=0, limit=2)
FREED_A = replace(freed("a"), details=OF_TWO)
LOW = News(topic=POOL, what=Condition.LOW, since=NOON, details=Details(in_use=9, limit=9, warn=1))
SESSION_ENDS = News(topic=Topic(kind=TopicKind.SESSION, account="a"), what=Condition.SESSION_ENDS, since=NOON)
OUT_OF_QUOTA = News(topic=Topic(kind=TopicKind.QUOTA, account="a"), what=Condition.OUT_OF_CREDITS, since=NOON)


@each_row(
    ("news", "later", "disproved", "numbers"),
    [
        (FREED_A, _at(2, full("b"), room={"a": 1}), False, (1, 2)),
        (FREED_A, _at(2, full("b"), room={"c": 3}), True, (0, None)),
        (FREED_A, _at(2, full("b"), room={}), True, (0, None)),
        (FREED_A, _at(2, full("b"), room={"c": 3}, elsewhere=2), False, (0, None)),
        (FREED_A, _at(2, OUT_OF_QUOTA, room={"c": 3}, elsewhere=2), True, (0, None)),
        (FREED_A, _at(2, SESSION_ENDS, room={"a": 1}), False, (1, 2)),
        (FREED_A, _at(2, full("b"), room={}, total=0), False, (0, 2)),
        (full("a"), _at(2, full("b"), room={"c": 3}), False, (0, None)),
        (replace(full("a"), details=Details(in_use=2, limit=2)), _at(2, full("b"), room={"a": 2}), True, (0, 2)),
        (LOW, _at(2, full("b"), room={"a": 1}), False, (8, 9)),
        (LOW, _at(2, full("b"), room={"a": 2}), True, (7, 9)),
    ],
    ids=[
        "has less room now",
        "others have room",
        "none has",
        "perhaps",
        "out of quota",
        "to be signed out soon",
        "nothing was seen",
        "full",
        "has room, on hold",
        "one slot more",
        "low no more, on hold",
    ],
)
def test_what_an_earlier_look_showed_is_told_only_as_the_newest_shows_it(
    news: News, later: Alert, numbers: tuple[int, int | None], *, disproved: bool
) -> None:
    (part,) = folded(_at(1, news, room={"a": 2}), later).parts
    (told_of,) = (one for one in part.news if one.topic == news.topic)

    assert (told_of.disproved, (told_of.details.in_use, told_of.details.limit)) == (disproved, numbers)


def test_a_summary_counts_as_the_newest_look_did_though_its_alert_is_not_last() -> None:
    (part,) = folded(_at(3, replace(FREED_A, reason=Reason.EDITED), room={"a": 2}), _at(2, full("b"), room={})).parts

    assert (part.at, part.free) == (after(minutes=3), 2)
    assert [news.disproved for news in part.news] == [False, False]
