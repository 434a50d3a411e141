"""What channels are told of slots that are offered to people who waited: how loud, and again once left over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.accounts.open_offers import OpenOffer
from bot.alerts.alert import Alert
from bot.alerts.news import Loudness, LoudnessReason, Reason
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import Condition
from bot.subscriptions.watch import Ping, Style, Tell, Watch
from tests.alerts.tale import NEVER_AWAY, USUAL, Tale
from tests.moments import after
from tests.rows import each_row

ONLY_PROVIDER = replace(USUAL, tell=Tell.PROVIDER)
ANN, BOB = OpenOffer(account="a", slots=1, person=1), OpenOffer(account="a", slots=1, person=2)


def look(tale: Tale, at: float, *offers: OpenOffer, **free: int | None) -> Sequence[Alert]:
    """Look so many minutes after noon, while this is offered; return what is owed."""
    tale.offers = offers
    return tale.look(timedelta(minutes=at), None, **free).alerts


def filled(watch: Watch = ONLY_PROVIDER) -> Tale:
    """Begin with a provider that fills up, of which its channel is told."""
    tale = Tale(watch, thresholds=NEVER_AWAY)
    look(tale, 0, a=2, b=0)
    assert len(look(tale, 1, a=0, b=0)) == 1
    return tale


def test_room_that_is_all_offered_is_told_silently_and_names_no_place_to_go() -> None:
    (room,) = look(filled(), 4, ANN, BOB, a=2, b=0)
    (part,) = room.parts
    assert (room.silent, room.roles) == (True, ())
    assert (part.free, part.room, part.offered, part.offered_to) == (2, (), 2, 2)
    (news,) = part.news
    assert (news.what, news.loudness_reason) == (Condition.HAS_ROOM, LoudnessReason.OFFERED)
    assert news.lasted == timedelta(minutes=3)


def test_room_of_which_something_is_left_is_told_aloud_with_where_that_is() -> None:
    (room,) = look(filled(), 4, ANN, a=1, b=2)
    (part,) = room.parts
    assert not room.silent
    assert [(one.account, one.free) for one in part.room] == [("b", 2)]
    assert (part.free, part.offered, part.offered_to) == (3, 1, 1)


def test_what_is_left_over_is_told_aloud_once_with_where_to_go() -> None:
    tale = filled()
    look(tale, 4, ANN, a=1, b=0)
    assert look(tale, 5, ANN, a=1, b=0) == ()
    (room,) = look(tale, 6, a=1, b=0)
    assert not room.silent
    assert [one.account for one in room.parts[0].room] == ["a"]
    (news,) = room.parts[0].news
    assert (news.what, news.reason, news.lasted) == (Condition.HAS_ROOM, Reason.UNCLAIMED, None)
    assert look(tale, 7, a=1, b=0) == ()
    (full,) = look(tale, 40, a=0, b=0)
    assert full.roles == (7,)


def test_who_never_heard_that_there_was_room_hears_not_that_it_is_full_again() -> None:
    tale = filled()
    look(tale, 40, ANN, a=1, b=0)
    (full,) = look(tale, 42, a=0, b=0)
    assert (full.silent, full.roles) == (True, ())
    assert full.parts[0].news[0].loudness_reason is LoudnessReason.NEVER_HEARD_FREE
    (room,) = look(tale, 80, a=1, b=0)
    assert not room.silent
    (again,) = look(tale, 81, a=0, b=0)
    assert (again.silent, again.roles) == (False, (7,))


@each_row(
    ("watch", "first", "again"),
    [
        (replace(USUAL, account="a"), Loudness.SILENT, [Loudness.SOUND]),
        (replace(USUAL, tell=Tell.ACCOUNTS, ping=Ping.ANY_FULL), Loudness.SILENT, [Loudness.SOUND]),
        (replace(USUAL, tell=Tell.ACCOUNTS), Loudness.SILENT, []),
    ],
    ids=["of that account", "any account aloud", "accounts silently"],
)
def test_an_account_that_is_left_over_is_told_again_where_it_would_have_been_heard(
    watch: Watch, first: Loudness, again: list[Loudness]
) -> None:
    tale = Tale(watch)
    look(tale, 0, a=1, b=2)
    look(tale, 1, a=0, b=2)
    (room,) = look(tale, 2, ANN, a=1, b=2)
    assert [news.loudness for news in room.parts[0].news] == [first]
    left_over = [news.loudness for alert in look(tale, 3, a=1, b=2) for news in alert.parts[0].news]
    assert left_over == again


def test_one_message_that_is_edited_says_at_last_where_to_go() -> None:
    tale = filled(replace(ONLY_PROVIDER, style=Style.EDIT))
    assert look(tale, 4, ANN, a=1, b=0) == ()
    (message,) = tale.messages.values()
    assert (message.parts[0].room, message.parts[0].offered) == ((), 1)
    assert look(tale, 6, a=1, b=0) == ()
    (message,) = tale.messages.values()
    assert [one.account for one in message.parts[0].room] == ["a"]
    assert message.parts[0].offered == 0
    edits = tale.edits
    look(tale, 7, a=1, b=0)
    assert tale.edits == edits


def test_what_is_left_over_while_the_channel_is_muted_is_told_afterwards() -> None:
    tale = filled()
    look(tale, 4, ANN, a=1, b=0)
    tale.mutes = (Mute(id=1, guild=5, channel=1, until=after(minutes=10), by=3),)
    assert look(tale, 6, a=1, b=0) == ()
    tale.mutes = ()
    (room,) = look(tale, 11, a=1, b=0)
    assert not room.silent
    assert look(tale, 12, a=1, b=0) == ()


def test_few_slots_that_are_all_offered_are_no_less_few_aloud() -> None:
    tale = Tale(replace(ONLY_PROVIDER, warn=1))
    look(tale, 0, a=2, b=2)
    look(tale, 1, a=1, b=0)
    (risen,) = look(tale, 2, ANN, BOB, a=2, b=0)
    assert [news.what for news in risen.parts[0].news] == [Condition.RISEN]
    assert risen.silent
