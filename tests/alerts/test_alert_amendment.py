"""What changes in an alert after it was told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert import Alert, Changes, Part, Room
from bot.alerts.alert_amendment import Amendment, amend
from bot.alerts.news import Closed, Details, Flaps, Loudness, LoudnessReason, News, Reason
from bot.alerts.slot_conditions import Fact
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.topics_and_conditions import POOL, SLOTS, Condition, Topic, account_topic
from tests.moments import NOON, after

A = News(topic=account_topic("a"), what=Condition.FULL, since=NOON)
B = replace(A, topic=account_topic("b"))
ALERT = Alert(
    key="k",
    channel=1,
    at=NOON,
    content=Changes(parts=(Part(provider="minimax", at=NOON, news=(A, B)), Part(provider="kling", at=NOON, news=(A,)))),
)
LATER = after(minutes=3)
CLOSED = Closed(at=LATER)


def _slots(free: int, provider: str = "minimax", at: datetime = LATER) -> Part:
    room = (Room(account="a", free=free),)
    return Part(provider=provider, at=at, room=room, free=free, total=5, unchecked=3, nothing_free=not free)


def test_an_incident_is_closed_where_it_was_told_and_nowhere_else() -> None:
    amended = amend(ALERT, Amendment(key="k", provider="minimax", topic=A.topic, at=after(minutes=3), change=CLOSED))

    closed = [news.closed for part in amended.parts for news in part.news]
    assert closed == [CLOSED, None, None]
    assert [part.at for part in amended.parts] == [NOON, NOON]


def test_news_may_take_the_place_of_news() -> None:
    freed = replace(A, what=Condition.FREED)
    posted = replace(A, loudness=Loudness.PING, loudness_reason=LoudnessReason.PINGED)
    told = replace(ALERT, content=Changes(parts=(ALERT.parts[0], replace(ALERT.parts[1], news=(posted,)))))
    amended = amend(told, Amendment(key="k", provider="kling", topic=A.topic, at=after(minutes=3), change=freed))

    (now,) = amended.parts[1].news
    assert now == replace(freed, loudness=Loudness.PING, loudness_reason=LoudnessReason.PINGED)  # as it was posted
    assert [news.what for part in amended.parts for news in part.news] == [
        Condition.FULL,
        Condition.FULL,
        Condition.FREED,
    ]
    assert [part.at for part in amended.parts] == [NOON, after(minutes=3)]


def test_a_topic_that_it_does_not_tell_of_changes_nothing() -> None:
    assert amend(ALERT, Amendment(key="k", provider="minimax", topic=POOL, at=NOON, change=CLOSED)) == ALERT


def test_an_edited_message_says_where_there_is_room_now() -> None:
    soon = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))
    freed = replace(A, what=Condition.FREED)
    told = Alert(
        key="k",
        channel=1,
        at=NOON,
        content=Changes(parts=(Part(provider="minimax", at=NOON, news=(A, replace(B, frees=soon)), total=2),)),
    )
    late = Amendment(key="k", provider="minimax", topic=A.topic, at=after(minutes=3), change=freed, slots=_slots(1))

    (part,) = amend(told, late).parts
    assert (part.room, part.free, part.total, part.unchecked) == ((Room(account="a", free=1),), 1, 5, 3)
    assert [news.frees for news in part.news] == [None, None]
    (unseen,) = amend(told, replace(late, slots=None)).parts
    assert (unseen.room, unseen.free, unseen.total) == ((), 0, 2)


FREED = replace(A, what=Condition.FREED)
SHOWN = {
    what: Fact(topic=B.topic, what=what, details=Details(in_use=in_use, limit=2))
    for what, in_use in ((Condition.FREED, 1), (Condition.FULL, 2))
}


def _beside(news: News, *facts: Fact) -> News:
    """Return how news reads after an edit for another topic, by a look with 1 of 5 slots free that shows this."""
    told = replace(ALERT, content=Changes(parts=(Part(provider="minimax", at=NOON, news=(A, news), total=5),)))
    shown = {fact.topic: fact for fact in facts}
    late = Amendment(
        key="k", provider="minimax", topic=A.topic, at=after(minutes=3), change=FREED, slots=_slots(1), facts=shown
    )
    return amend(told, late).parts[0].news[1]


def test_what_else_an_edited_message_says_is_of_the_same_look() -> None:
    freed = replace(B, what=Condition.FREED, details=Details(in_use=0, limit=2))
    low = replace(B, topic=POOL, what=Condition.LOW, details=Details(in_use=5, limit=5, warn=1))
    cases: dict[str, tuple[News, tuple[Fact, ...], bool, tuple[int, int | None]]] = {
        "has room still, but less": (freed, (SHOWN[Condition.FREED],), False, (1, 2)),
        "is full by now": (freed, (SHOWN[Condition.FULL],), True, (2, 2)),
        "was full by an earlier edit, and has room": (
            replace(freed, disproved=True),
            (SHOWN[Condition.FREED],),
            False,
            (1, 2),
        ),
        "nobody knows that it has room": (freed, (), True, (0, 2)),
        "is full, for all that is known": (B, (), False, (0, None)),
        "is full still": (B, (SHOWN[Condition.FULL],), False, (2, 2)),
        "has room, on hold": (B, (SHOWN[Condition.FREED],), True, (1, 2)),
        "was on hold, and nothing is certain": (replace(B, disproved=True), (), True, (0, None)),
        "low, one slot more": (low, (Fact(topic=POOL, what=Condition.LOW),), False, (4, 5)),
        "low, as nothing is certain of an account": (low, (), False, (4, 5)),
        "not low any more, on hold": (low, (Fact(topic=POOL, what=Condition.RISEN),), True, (4, 5)),
        "nothing free, on hold": (
            replace(low, topic=SLOTS, what=Condition.NOTHING_FREE),
            (Fact(topic=SLOTS, what=Condition.HAS_ROOM),),
            True,
            (4, 5),
        ),
    }
    for case, (told, facts, disproved, numbers) in cases.items():
        now = _beside(told, *facts)
        assert (now.disproved, (now.details.in_use, now.details.limit), now.closed) == (disproved, numbers, None), case


def test_an_incident_told_nowhere_else_is_over_once_the_next_has_begun() -> None:
    freed = replace(B, what=Condition.FREED, since=after(minutes=2), lasted=timedelta(minutes=2), lasted_witnessed=True)
    edited = replace(freed, before=Condition.FULL, reason=Reason.EDITED)

    over = _beside(edited, SHOWN[Condition.FULL])
    assert (over.what, over.since, over.disproved) == (Condition.FULL, NOON, True)
    assert over.closed == Closed(at=after(minutes=2), lasted=timedelta(minutes=2), witnessed=True)
    assert _beside(edited).closed == over.closed
    assert _beside(edited, SHOWN[Condition.FREED]).what is Condition.FREED
    assert _beside(replace(freed, reason=Reason.CHANGED), SHOWN[Condition.FULL]).closed is None


def test_what_is_over_and_what_keeps_changing_stay_as_they_are() -> None:
    over = replace(B, closed=CLOSED)
    flapping = replace(B, what=Condition.FREED, flaps=Flaps(changes=6, since=NOON), live=True)

    assert _beside(over, SHOWN[Condition.FREED]) == over
    assert _beside(flapping, SHOWN[Condition.FULL]) == flapping


def _one_by_one(alert: Alert, amendments: Sequence[Amendment]) -> Alert:
    """Apply amendments as each is meant by itself."""
    for each in amendments:
        parts = []
        for part in alert.parts:
            news = list(part.news)
            if part.provider == each.provider and any(one.topic == each.topic for one in news):
                if isinstance(each.change, Closed):
                    news = [replace(one, closed=each.change) if one.topic == each.topic else one for one in news]
                else:
                    news = [each.change if one.topic == each.topic else replace(one, frees=None) for one in news]
                    part = replace(part, at=each.at)  # noqa: PLW2901 - it speaks of a later look
                    if (now := each.slots) is not None:
                        part = replace(part, room=now.room, free=now.free, total=5, unchecked=3)  # noqa: PLW2901 - as above
            parts.append(replace(part, news=tuple(news)))
        alert = replace(alert, content=Changes(parts=tuple(parts)))
    return alert


def _without_slots(alert: Alert) -> Alert:
    """Return an alert without what a later look shows of what else it says."""
    parts = []
    for part in alert.parts:
        news = (replace(one, disproved=False, details=Details()) for one in part.news)
        parts.append(replace(part, news=tuple(news)))
    return replace(alert, content=Changes(parts=tuple(parts)))


TOPICS = st.sampled_from([POOL, *map(account_topic, "abc")])
FREES = st.none() | st.builds(SlotForecast, low=st.just(timedelta(minutes=2)), high=st.just(timedelta(minutes=5)))


@st.composite
def _news(draw: st.DrawFn, topic: Topic | None = None) -> News:
    about = draw(TOPICS) if topic is None else topic
    return News(topic=about, what=draw(st.sampled_from(Condition)), since=NOON, frees=draw(FREES))


@st.composite
def _amendments(draw: st.DrawFn) -> Amendment:
    topic, provider = draw(TOPICS), draw(st.sampled_from(["minimax", "kling", "runway"]))
    at = after(minutes=draw(st.integers(1, 9)))
    return Amendment(
        key="k",
        provider=provider,
        topic=topic,
        at=at,
        change=draw(st.just(CLOSED) | _news(topic)),
        slots=draw(st.none() | st.builds(_slots, st.integers(0, 3), st.just(provider), st.just(at))),
    )


@given(
    st.lists(
        st.builds(
            Part,
            provider=st.sampled_from(["minimax", "kling"]),
            at=st.just(NOON),
            news=st.lists(_news(), max_size=4).map(tuple),
        ),
        max_size=3,
    ),
    st.lists(_amendments(), max_size=4),
)
def test_amendments_of_one_look_come_to_what_each_would_do_by_itself(
    parts: list[Part], amendments: list[Amendment]
) -> None:
    alert = replace(ALERT, content=Changes(parts=tuple(parts)))
    assert _without_slots(amend(alert, *amendments)) == _one_by_one(alert, amendments)
