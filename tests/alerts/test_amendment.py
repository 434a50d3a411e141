"""What changes in an alert after it was told."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Changes, Part, Room
from bot.alerts.amendment import Amendment, amend
from bot.alerts.news import Closed, News
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.topic import POOL, Condition, account_topic
from tests.moments import NOON, after

A = News(topic=account_topic("a"), what=Condition.FULL, since=NOON)
B = replace(A, topic=account_topic("b"))
ALERT = Alert(
    key="k",
    channel=1,
    at=NOON,
    content=Changes(parts=(Part(provider="minimax", at=NOON, news=(A, B)), Part(provider="kling", at=NOON, news=(A,)))),
)
CLOSED = Closed(at=after(minutes=3))


def test_an_incident_is_closed_where_it_was_told_and_nowhere_else() -> None:
    amended = amend(ALERT, Amendment(key="k", provider="minimax", topic=A.topic, at=after(minutes=3), change=CLOSED))

    closed = [news.closed for part in amended.parts for news in part.news]
    assert closed == [CLOSED, None, None]
    assert [part.at for part in amended.parts] == [NOON, NOON]


def test_news_may_take_the_place_of_news() -> None:
    freed = replace(A, what=Condition.FREED)
    amended = amend(ALERT, Amendment(key="k", provider="kling", topic=A.topic, at=after(minutes=3), change=freed))

    assert [news.what for part in amended.parts for news in part.news] == [
        Condition.FULL,
        Condition.FULL,
        Condition.FREED,
    ]
    assert [part.at for part in amended.parts] == [NOON, after(minutes=3)]


def test_a_topic_that_it_does_not_tell_of_changes_nothing() -> None:
    assert amend(ALERT, Amendment(key="k", provider="minimax", topic=POOL, at=NOON, change=CLOSED)) == ALERT


def test_an_edited_message_says_where_there_is_room_now() -> None:
    soon = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5), jobs=214)
    freed, room = replace(A, what=Condition.FREED), (Room(account="a", free=1),)
    told = Alert(
        key="k",
        channel=1,
        at=NOON,
        content=Changes(parts=(Part(provider="minimax", at=NOON, news=(A, replace(B, frees=soon)), total=2),)),
    )
    late = Amendment(
        key="k", provider="minimax", topic=A.topic, at=after(minutes=3), change=freed, room=room, free=1, total=2
    )

    (part,) = amend(told, late).parts
    assert (part.room, part.free, part.total) == (room, 1, 2)
    assert [news.frees for news in part.news] == [None, None]
    (unseen,) = amend(told, replace(late, room=None)).parts
    assert (unseen.room, unseen.free, unseen.total) == ((), 0, 2)
