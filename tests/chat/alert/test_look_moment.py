"""When an alert has no card, and when its card names the moment of the look."""

from dataclasses import replace
from datetime import datetime

from bot.alerts.alert import Alert, Cause, Digest, Drill
from bot.alerts.news import News
from bot.alerts.waiter_notice import NoticeKind, OfferedSlots, WaiterNotice
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.headline import headline
from bot.chat.message import Message
from bot.chat.text_spans import Moment
from bot.errors import SharedCause
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from tests.chat.alert.told import ALERT_NAMES, ELSEWHERE, FILLED, FREED, OVER, SILENT, alert, message_of, part
from tests.chat.drawn import drawn
from tests.moments import NOON, after
from tests.rows import each_row

NOTICE = WaiterNotice(kind=NoticeKind.OFFER, waiter=1, member=42, provider="minimax", asked_at=NOON)
OFFER = replace(alert(), content=replace(NOTICE, offered=(OfferedSlots(account="200300", slots=1, free=1),)))
FAILED = replace(SILENT, details=replace(SILENT.details, shared=SharedCause.REFUSED))
ALL_FULL = News(topic=SLOTS, what=Condition.NOTHING_FREE, since=NOON)
LATE = Digest(cause=Cause.LATE, since=NOON)


def worded(told: Alert, at: datetime) -> Message:
    """Word an alert at a moment."""
    return alert_message(told, ALERT_NAMES, at)


def dates(told: Alert, at: datetime) -> list[datetime | None]:
    """Return which moment each card of an alert names that is worded at a moment."""
    return [card.at for card in worded(told, at).cards]


@each_row(
    "told",
    [alert(part(FILLED, room=ELSEWHERE)), alert(part(FREED, room=ELSEWHERE)), alert(part(FAILED)), OFFER],
    ids=["full", "has room", "failed", "offer"],
)
def test_a_look_is_dated_where_it_is_a_minute_from_the_post_or_more(told: Alert) -> None:
    for near in (NOON, after(seconds=59), after(seconds=-59)):
        assert set(dates(told, near)) <= {None}
    for far in (after(minutes=1), after(hours=1), after(minutes=-1)):
        assert dates(told, far) == [NOON]
        assert drawn(worded(told, far)).endswith("\n(Checked)")
    edited = replace(told, told_at=after(seconds=5))
    assert dates(edited, after(hours=1)) == dates(told, after(seconds=5))


def test_a_message_that_an_edit_makes_tell_of_a_later_look_dates_that() -> None:
    later = replace(part(FREED, room=ELSEWHERE), at=after(minutes=12))
    assert dates(replace(alert(later), told_at=NOON), after(minutes=12)) == [after(minutes=12)]


@each_row(
    "told",
    [
        alert(part(replace(FILLED, closed=OVER))),
        alert(part(replace(FAILED, closed=OVER)), part(replace(FAILED, closed=OVER), provider="kling")),
        alert(part(FILLED, digest=LATE)),
        replace(OFFER, content=replace(NOTICE, kind=NoticeKind.EXPIRED)),
        replace(OFFER, content=Drill()),
    ],
    ids=["over", "all over", "late", "expired", "drill"],
)
def test_what_is_over_or_dated_by_its_headline_is_not_dated_again(told: Alert) -> None:
    assert set(dates(told, after(hours=1))) <= {None}


def test_of_several_late_looks_the_headline_dates_each_but_those_of_one_minute_once() -> None:
    newest, beside = (replace(part(FILLED, digest=LATE), at=after(minutes=2, seconds=at)) for at in (0, 9))
    told = alert(part(FILLED, provider="kling", digest=LATE), newest, beside)
    assert dates(told, after(hours=1)) == [None, None, None]
    moments = [span.at for span in headline(told, ALERT_NAMES) if isinstance(span, Moment)]
    assert moments == [NOON, beside.at]


def test_a_card_is_left_out_where_the_headline_says_it_all() -> None:
    assert message_of(alert(part(FREED, room=ELSEWHERE))).cards == ()
    several = alert(part(ALL_FULL), part(FILLED, provider="kling"))
    assert [card.title for card in message_of(several).cards] == ["Kling"]


def test_who_muted_stands_below_an_alert_that_has_no_card_otherwise() -> None:
    mute = Mute(id=1, guild=5, channel=1, by=9, until=after(hours=1))
    assert "\n🔕 Muted by <@9>" in drawn(message_of(alert(part(FREED, room=ELSEWHERE), muted=mute)))
