"""How long something lasted that began or ended while nobody looked: at least as long as it was seen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Cause, Digest
from bot.alerts.news import Closed
from bot.errors import NotReached
from bot.subscriptions.topics_and_conditions import SLOTS, Condition, account_topic
from bot.subscriptions.watch import Style, Tell, Watch
from tests.alerts.tale import HERE, USUAL, Tale
from tests.moments import NOON, after
from tests.rows import each_row

ONLY_PROVIDER = replace(USUAL, tell=Tell.PROVIDER)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def looks(tale: Tale, free: int, first: int, last: int) -> None:
    """Look every minute; the account has so many free slots."""
    for minute in range(first, last + 1):
        tale.look(minutes(minute), a=free)


@each_row("watch", [HERE, ONLY_PROVIDER])
@each_row("down", [False, True])
def test_what_filled_unseen_was_full_for_at_least_as_long_as_it_was_seen(watch: Watch, *, down: bool) -> None:
    tale = Tale(watch)
    looks(tale, 1, 0, 5)
    for minute in range(6, 120 if down else 6):
        tale.look(minutes(minute), NotReached("down"))
    looks(tale, 0, 120, 129)
    tale.look(minutes(130), a=1)

    full, freed = [news for news in tale.news() if news.topic in {SLOTS, account_topic("a")}]
    assert (freed.lasted, freed.lasted_witnessed) == (minutes(10), False)
    assert full.closed == Closed(at=after(minutes=130), lasted=minutes(10), witnessed=False)


@each_row("watch", [HERE, ONLY_PROVIDER])
def test_what_freed_unseen_was_full_for_at_least_as_long_as_it_was_seen(watch: Watch) -> None:
    tale = Tale(watch)
    tale.look(minutes(0), a=1)
    looks(tale, 0, 1, 6)
    tale.look(minutes(120), a=1)

    full, freed = tale.news()
    assert (freed.since, freed.lasted, freed.lasted_witnessed) == (after(minutes=120), minutes(5), False)
    assert full.closed == Closed(at=after(minutes=120), lasted=minutes(5), witnessed=False, end_witnessed=False)


def test_what_began_and_ended_unseen_counts_from_the_first_to_the_last_look() -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    looks(tale, 0, 60, 67)
    tale.look(minutes(120), a=1)

    freed = tale.news()[-1]
    assert (freed.what, freed.lasted, freed.lasted_witnessed) == (Condition.FREED, minutes(7), False)


def test_an_edited_message_says_at_least_as_well() -> None:
    tale = Tale(replace(HERE, style=Style.EDIT))
    tale.look(minutes(0), a=1)
    looks(tale, 0, 1, 6)
    tale.look(minutes(120), a=1)

    (freed,) = tale.news()
    assert (freed.what, freed.lasted, freed.lasted_witnessed) == (Condition.FREED, minutes(5), False)


def test_a_hold_that_ends_later_does_not_make_the_change_seen() -> None:
    tale = Tale(replace(HERE, hold=minutes(3)))
    tale.look(minutes(0), a=1)
    looks(tale, 0, 1, 6)
    looks(tale, 1, 120, 123)

    full, freed = tale.news()
    assert (freed.since, freed.lasted, freed.lasted_witnessed) == (after(minutes=120), minutes(5), False)
    assert full.closed == Closed(at=after(minutes=123), lasted=minutes(5), witnessed=False, end_witnessed=False)


def test_what_was_seen_to_begin_before_the_absence_that_its_hold_outlasts_was_seen() -> None:
    tale = Tale(replace(HERE, hold=minutes(3)))
    looks(tale, 1, 0, 1)
    tale.look(minutes(2), a=0)
    looks(tale, 0, 60, 61)
    looks(tale, 1, 62, 65)

    freed = tale.news()[-1]
    assert (freed.what, freed.lasted, freed.lasted_witnessed) == (Condition.FREED, minutes(60), True)


def test_what_comes_and_goes_in_sight_after_an_absence_is_seen() -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    for minute, free in ((60, 0), (61, 0), (62, 1), (63, 0), (67, 1)):
        tale.look(minutes(minute), a=free)

    freed = [news for news in tale.news() if news.what is Condition.FREED]
    assert [(news.lasted, news.lasted_witnessed) for news in freed] == [(minutes(2), False), (minutes(4), True)]


@each_row(
    ("failed", "unanswered"),
    [
        (range(1, 60), True),
        ([1, *range(5, 60, 5)], True),  # the pauses between failed looks grow to five minutes
        (range(1, 2), False),
        (range(57, 60), False),  # the bot started again shortly before
        ([1, 2, 3], False),  # and it stopped shortly after they began
        ([1, 2, 3, 57, 58, 59], False),
    ],
)
def test_only_failures_all_the_while_say_that_the_bot_was_not_away(failed: Sequence[int], *, unanswered: bool) -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    for minute in failed:
        tale.look(minutes(minute), NotReached("down"))
    back = tale.look(minutes(60), a=0)

    away = Digest(cause=Cause.AWAY, since=NOON, until=after(minutes=60), unanswered=unanswered)
    assert [part.digest for alert in back.alerts for part in alert.parts] == [away]


def test_a_new_watch_learns_that_nobody_saw_it_fill() -> None:
    tale = Tale(ONLY_PROVIDER)
    tale.look(minutes(0), a=1)
    tale.look(minutes(60), a=0)
    tale.watches = (ONLY_PROVIDER, replace(HERE, channel=2))
    tale.look(minutes(61), a=0)
    told = tale.look(minutes(62), a=1)

    freed = [news for alert in told.alerts for news in alert.parts[0].news]
    assert [(news.topic, news.lasted, news.lasted_witnessed) for news in freed] == [
        (SLOTS, minutes(2), False),
        (account_topic("a"), minutes(2), False),
    ]
