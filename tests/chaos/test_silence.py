"""The judgement of silences and offers: each mistake is seen, and nothing else is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.chaos.model import WHOLE, Look, News, Post, What
from tests.chaos.offers import Offer, offered_twice, told_twice
from tests.chaos.silence import Silence, SilenceCount, check_silences
from tests.moments import NOON

FULL, FREED = What.FULL, What.FREED


def moment(second: float) -> datetime:
    """Return the moment so many seconds past noon."""
    return NOON + timedelta(seconds=second)


def look(second: float, what: What, life: int = 1) -> Look:
    """Return a look that shows this of the account."""
    return Look(provider="kling", life=life, at=moment(second), showed={"a": what})


def post(second: float, what: What, account: str = "a") -> Post:
    """Return a message about the look at a second."""
    news = (News(account=account, what=what),)
    return Post(channel=1, provider="kling", look_at=moment(second + 0.1), at=moment(second + 9), news=news)


LOOKS = [
    look(0, FREED),
    look(10, FULL),
    look(20, FREED),
    look(30, FULL),
    look(50, FULL),
    look(60, FREED),
    look(70, FREED),
]
MUTED = Silence(provider="kling", asked=moment(14), since=moment(15), ends=moment(35), may_last=moment(40))
TOLD = [post(10, FULL), post(60, FREED)]
"""What is muted from the second look on changes twice: nothing is left to tell when the mute ends."""


def judged(posts: list[Post], *silences: Silence, looks: list[Look] = LOOKS) -> SilenceCount:
    """Judge a channel that follows the account."""
    return check_silences(looks, posts, {"kling": "a"}, silences, {})


def mistakes(count: SilenceCount) -> tuple[int, int, int, int]:
    """Return the counts: told in a silence, repeated, invented, lost."""
    return len(count.untimely), len(count.repeated), len(count.invented), len(count.lost)


def test_a_channel_that_is_told_what_differs_after_a_silence_is_treated_well() -> None:
    count = judged(TOLD, MUTED)
    assert (mistakes(count), count.told, count.held_back) == ((0, 0, 0, 0), 2, 2)
    longer = replace(MUTED, ends=moment(62), may_last=moment(62))
    assert mistakes(judged([TOLD[0], post(70, FREED)], longer)) == (0, 0, 0, 0)


def test_what_an_edit_called_over_in_a_silence_may_be_told_again() -> None:
    assert mistakes(judged([TOLD[0], post(50, FULL), TOLD[1]], MUTED)) == (0, 0, 0, 0)


@pytest.mark.parametrize(("digest", "repeated"), [(True, 0), (False, 1)])
def test_only_a_digest_says_again_that_an_account_is_free(digest: bool, repeated: int) -> None:  # noqa: FBT001 - a row of the table
    quiet = replace(MUTED, asked=moment(5), since=moment(5), digest=digest)
    looks = [look(0, FREED), look(10, FULL), look(30, FREED), look(50, FREED)]
    assert mistakes(judged([post(50, FREED)], quiet, looks=looks)) == (0, repeated, 0, 0)


@pytest.mark.parametrize(
    ("posts", "wrong"),
    [
        ([TOLD[0], post(20, FREED), TOLD[1]], (1, 0, 0, 1)),
        ([TOLD[0], post(20, FREED), post(30, FULL), TOLD[1]], (2, 0, 0, 0)),
        ([TOLD[0], post(50, FULL), post(50, FULL), TOLD[1]], (0, 1, 0, 0)),
        ([TOLD[0], TOLD[1], post(70, FREED)], (0, 1, 0, 0)),
        ([TOLD[0]], (0, 0, 0, 1)),
        ([TOLD[1]], (0, 0, 0, 1)),
        ([], (0, 0, 0, 2)),
        ([TOLD[0], post(50, FREED), TOLD[1]], (0, 0, 1, 1)),
    ],
)
def test_each_mistake_about_a_silence_is_seen(posts: list[Post], wrong: tuple[int, int, int, int]) -> None:
    assert mistakes(judged(posts, MUTED)) == wrong


def test_room_that_was_all_offered_is_told_once_more_when_it_is_left_over() -> None:
    offered = replace(TOLD[1], news=(News(account="a", what=FREED, offered=True),))
    looks = [*LOOKS, look(80, FREED)]
    told = [TOLD[0], offered, post(70, FREED)]
    assert mistakes(judged(told, MUTED, looks=looks)) == (0, 0, 0, 0)
    assert mistakes(judged([*told, post(80, FREED)], MUTED, looks=looks)) == (0, 1, 0, 0)


def test_a_mute_that_nobody_answered_may_hold_or_not() -> None:
    unanswered = replace(MUTED, ends=MUTED.since)
    assert mistakes(judged(TOLD, unanswered)) == (0, 0, 0, 0)
    assert mistakes(judged([TOLD[0], post(20, FREED), post(30, FULL), TOLD[1]], unanswered)) == (0, 0, 0, 0)
    assert mistakes(judged([TOLD[0], post(20, FREED), TOLD[1]], unanswered)) == (0, 0, 0, 1)


def test_another_providers_mute_is_no_silence_and_a_mute_of_all_is() -> None:
    every = [TOLD[0], post(20, FREED), post(30, FULL), TOLD[1]]
    assert mistakes(judged(every, replace(MUTED, provider="minimax"))) == (0, 0, 0, 0)
    assert mistakes(judged(every, replace(MUTED, provider=None))) == (2, 0, 0, 0)
    assert mistakes(judged(TOLD)) == (0, 0, 0, 2)


def test_what_a_process_died_of_is_owed_by_the_next() -> None:
    looks = [look(0, FREED), look(10, FULL), look(20, FULL, life=2), look(30, FULL, life=2)]
    assert mistakes(judged([post(20, FULL)], looks=looks)) == (0, 0, 0, 0)
    assert mistakes(judged([post(10, FULL)], looks=looks)) == (0, 0, 0, 0)
    assert mistakes(judged([post(10, FULL), post(20, FULL)], looks=looks)) == (0, 1, 0, 0)
    assert mistakes(judged([], looks=looks)) == (0, 0, 0, 1)


def test_a_line_about_the_whole_provider_tells_of_the_account() -> None:
    assert mistakes(judged([post(10, FULL, WHOLE), TOLD[1]], MUTED)) == (0, 0, 0, 0)
    both = replace(TOLD[0], news=(News(account=WHOLE, what=FULL), News(account="a", what=FULL)))
    assert mistakes(judged([both, TOLD[1]], MUTED)) == (0, 0, 0, 0)


def offer(second: float, member: str, account: str = "a") -> Offer:
    """Return an offer by the look at a second."""
    return Offer(member=member, provider="kling", account=account, look_at=moment(second))


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        (offer(5, "two"), 1),
        (offer(0, "two"), 1),
        (offer(5, "two", "b"), 0),
        (offer(20, "two"), 0),
        (offer(130, "two"), 0),
    ],
)
def test_a_slot_that_is_offered_to_two_is_seen(second: Offer, twice: int) -> None:
    assert len(offered_twice([offer(0, "one"), second], LOOKS)) == twice


def test_a_waiter_who_is_told_twice_is_seen() -> None:
    assert told_twice([offer(0, "one"), offer(5, "two")]) == []
    assert told_twice([offer(0, "one"), offer(200, "one", "b")]) == ["waiter one was told 2 times"]
