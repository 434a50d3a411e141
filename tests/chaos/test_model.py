"""The counting of chaos: what is lost, repeated, out of order or invented is seen, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.chaos.model import WHOLE, Count, Look, News, Post, Told, What, check_greeted, posts_of, with_whole
from tests.chaos.plan import plan
from tests.chaos.report import count, told_elsewhere
from tests.moments import NOON

A, B, ROOM = "a", "b", "room"
FULL, FREED = What.FULL, What.FREED
CHANNEL = 1


def look(second: float, *, life: int = 1, answered: bool = True, **showed: What) -> Look:
    """Return a look this many seconds past noon; one more account always has room."""
    showed = {ROOM: FREED, **showed} if answered else showed
    return Look(provider="kling", life=life, at=NOON + timedelta(seconds=second), showed=showed, answered=answered)


def post(second: float, *news: tuple[str, What], nonce: str | None = None, late: float = 0.5) -> Post:
    """Return a message about the look at a second."""
    at = NOON + timedelta(seconds=second + 0.1)
    lines = tuple(News(account=account, what=what) for account, what in news)
    return Post(channel=CHANNEL, provider="kling", look_at=at, at=at + timedelta(seconds=late), news=lines, nonce=nonce)


LOOKS = [look(1, a=FREED, b=FREED), look(2, a=FULL), look(3, b=FULL), look(4, a=FREED), look(5, a=FREED, b=FREED)]
LOOKS += [look(6)]
POSTS = [post(2, (A, FULL)), post(3, (B, FULL)), post(4, (A, FREED)), post(5, (B, FREED))]


def mistakes(counted: Count) -> tuple[int, int, int, int]:
    """Return the counts: lost, repeated, out of order, invented."""
    return len(counted.lost), len(counted.repeated), len(counted.out_of_order), len(counted.invented)


def test_what_is_told_once_each_is_no_mistake() -> None:
    counted = count(LOOKS, POSTS)
    assert (counted.due, counted.told, mistakes(counted)) == (4, 4, (0, 0, 0, 0))
    assert counted.seconds == pytest.approx([0.6] * 4)


@pytest.mark.parametrize(
    ("posts", "wrong"),
    [
        (POSTS[1:], (1, 0, 0, 0)),
        (POSTS[:-1], (1, 0, 0, 0)),
        ([], (4, 0, 0, 0)),
        ([*POSTS, POSTS[-1]], (0, 1, 0, 0)),
        ([POSTS[0], *POSTS], (0, 1, 0, 0)),
        ([*POSTS, replace(POSTS[0], look_at=POSTS[-1].look_at)], (0, 0, 0, 1)),
        ([*POSTS, replace(POSTS[2], look_at=POSTS[-1].look_at)], (0, 1, 0, 0)),
        ([POSTS[1], POSTS[0], *POSTS[2:]], (0, 0, 1, 0)),
        ([POSTS[0], POSTS[2], POSTS[1], POSTS[3]], (0, 0, 1, 0)),
        ([post(1, (A, FREED)), *POSTS], (0, 0, 0, 1)),
        ([post(0, (A, FULL)), *POSTS], (0, 0, 0, 1)),
        ([*POSTS, post(5, ("stranger", FULL))], (0, 0, 0, 1)),
    ],
)
def test_each_mistake_is_seen(posts: list[Post], wrong: tuple[int, int, int, int]) -> None:
    assert mistakes(count(LOOKS, posts)) == wrong


def test_a_second_message_with_a_nonce_is_repeated_whatever_it_says() -> None:
    told = [replace(each, nonce="n") for each in (POSTS[0], POSTS[1])]
    assert mistakes(count([*LOOKS[:3], look(4)], told)) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("posts", "wrong"),
    [
        ([post(2, (A, FULL))], (0, 0, 0, 0)),
        ([post(3, (A, FULL))], (0, 0, 0, 0)),
        ([post(2, (A, FULL)), post(3, (A, FULL))], (0, 1, 0, 0)),
        ([], (1, 0, 0, 0)),
    ],
)
def test_the_last_look_of_a_killed_process_counts_if_it_was_told_elsewhere(
    posts: list[Post], wrong: tuple[int, int, int, int]
) -> None:
    looks = [look(1, a=FREED), look(2, a=FULL), look(3, a=FULL, life=2), look(4, life=2)]
    counted = count(looks, posts)
    assert mistakes(counted) == wrong
    assert counted.due == 1


def test_a_change_that_only_a_killed_process_saw_is_not_due() -> None:
    looks = [look(1, a=FREED), look(2, a=FULL), look(3, a=FREED, life=2), look(4, life=2)]
    assert mistakes(count(looks, [])) == (0, 0, 0, 0)
    assert mistakes(count(looks, [post(2, (A, FULL)), post(3, (A, FREED))])) == (0, 0, 0, 0)
    assert mistakes(count(looks, [post(3, (A, FREED))])) == (0, 0, 0, 1)
    assert mistakes(count(looks, [post(2, (A, FULL))])) == (1, 0, 0, 0)


def test_what_a_killed_process_saw_first_is_timed_from_there() -> None:
    looks = [look(1, a=FREED), look(2, a=FULL), look(8, a=FULL, life=2), look(9, life=2)]
    assert count(looks, [post(8, (A, FULL))]).seconds == pytest.approx([6.6])


def test_room_that_was_all_offered_is_told_once_more_when_it_is_left_over() -> None:
    looks = [look(1, a=FULL), look(2, a=FREED), look(3, a=FREED), look(4, a=FREED), look(5)]
    offered = replace(post(2), news=(News(account=A, what=FREED, offered=True),))
    left_over = [replace(post(at), news=(News(account=A, what=FREED),), nonce=str(at)) for at in (3, 4)]
    assert mistakes(count(looks, [offered])) == (0, 0, 0, 0)
    assert mistakes(count(looks, [offered, left_over[0]])) == (0, 0, 0, 0)
    assert mistakes(count(looks, [offered, *left_over])) == (0, 1, 0, 0)
    assert mistakes(count(looks, [offered, replace(offered, nonce="x", look_at=post(4).look_at)])) == (0, 1, 0, 0)


FAILED, RETURNED = What.FAILED, What.RETURNED
DOWN = [look(1), *(look(second, answered=False) for second in (2, 3, 5)), look(9), look(10)]


@pytest.mark.parametrize(
    ("posts", "wrong"),
    [
        ([post(5, ("", FAILED)), post(9, ("", RETURNED))], (0, 0, 0, 0)),
        ([post(3, ("", FAILED)), post(9, ("", RETURNED))], (0, 0, 0, 1)),
        ([post(5, ("", FAILED))], (1, 0, 0, 0)),
        ([post(5, ("", FAILED)), post(5, ("", FAILED)), post(9, ("", RETURNED))], (0, 1, 0, 0)),
        ([post(5, ("", FAILED)), post(9, ("", RETURNED)), post(10, ("", RETURNED))], (0, 1, 0, 0)),
        ([], (1, 0, 0, 0)),
    ],
)
def test_outages_are_counted_too(posts: list[Post], wrong: tuple[int, int, int, int]) -> None:
    assert mistakes(count(DOWN, posts)) == wrong


WHOLE_FULL, WHOLE_FREED = News(account=WHOLE, what=FULL), News(account=WHOLE, what=FREED)
FILLS = [
    replace(look(second), showed=showed)
    for second, showed in enumerate(
        ({A: FREED, B: FREED}, {A: FULL, B: FREED}, {A: FULL}, {A: FULL, B: FULL}, {B: FULL}, {A: FREED, B: FULL}, {})
    )
]


@pytest.mark.parametrize(
    ("third", "fifth", "wrong"),
    [
        ((WHOLE_FULL,), (replace(WHOLE_FREED, use=A),), (0, 0, 0, 0)),
        ((WHOLE_FULL, News(account=B, what=FULL)), (WHOLE_FREED, News(account=A, what=FREED)), (0, 0, 0, 0)),
        ((News(account=B, what=FULL),), (replace(WHOLE_FREED, use=A),), (1, 0, 0, 0)),
        ((WHOLE_FULL,), (WHOLE_FREED,), (1, 0, 0, 0)),
        ((WHOLE_FULL,), (replace(WHOLE_FREED, use=B),), (1, 0, 0, 0)),
        ((WHOLE_FULL,), (News(account=A, what=FREED),), (1, 0, 0, 0)),
        ((WHOLE_FULL, WHOLE_FULL), (replace(WHOLE_FREED, use=A),), (0, 1, 0, 0)),
    ],
)
def test_a_provider_that_is_full_says_so_of_its_accounts(
    third: tuple[News, ...], fifth: tuple[News, ...], wrong: tuple[int, int, int, int]
) -> None:
    posts = [post(1, (A, FULL)), replace(post(3), news=third), replace(post(5), news=fifth)]
    assert mistakes(count(FILLS, posts)) == wrong


def test_a_provider_is_full_once_all_its_accounts_certainly_are() -> None:
    assert [each.showed.get(WHOLE) for each in with_whole(FILLS)] == [FREED, FREED, None, FULL, None, FREED, None]


@pytest.mark.parametrize(("failed", "returned"), [(5, 9), (6, 9), (8.9, 12), (9, 9), (11, 12)])
def test_a_message_about_all_providers_tells_of_the_outage_before_it(failed: float, returned: float) -> None:
    told = [replace(post(at, ("", what)), shared=True) for at, what in ((failed, FAILED), (returned, RETURNED))]
    assert mistakes(count(DOWN, told)) == (0, 0, 0, 0)


def test_two_providers_may_overtake_each_other_by_the_time_of_a_save() -> None:
    other = replace(post(1), provider="minimax")
    assert mistakes(count(LOOKS, [*POSTS[:2], other, *POSTS[2:]])) == (0, 0, 0, 0)
    assert mistakes(count(LOOKS, [replace(post(9), provider="minimax"), *POSTS]))[2] == 2


def perfect(looks: list[Look], saved: Callable[[], bool]) -> list[Post]:
    """Send what a bot does that is killed after the last look of each life, before or after it was saved.

    That a provider is full says so of its accounts.
    """
    known: dict[str, What] = {}
    posts: list[Post] = []
    looks = with_whole(looks)
    for each, after in zip(looks, [*looks[1:], None], strict=True):
        if (after is None or after.life != each.life) and not saved():
            continue
        news = [(name, what) for name, what in each.showed.items() if known.get(name, what) != what]
        known |= each.showed
        if (WHOLE, FULL) in news:
            news = [(name, what) for name, what in news if name == WHOLE or what is FREED]
        posts += [post((each.at - NOON).total_seconds(), *news, nonce=str(each.at))] if news else []
    return posts


@pytest.mark.parametrize("seed", range(20))
def test_a_perfect_bot_makes_no_mistake_and_a_worse_one_does(seed: int) -> None:
    luck = Random(seed)  # noqa: S311 - no secret
    states = [{name: luck.choice((FULL, FREED)) for name in (A, B) if luck.random() < 0.8} for _ in range(40)]
    looks = [replace(look(0, life=0), showed={A: FREED, B: FREED})]
    looks += [replace(look(second + 1, life=second // 5), showed=showed) for second, showed in enumerate(states)]
    looks += [replace(look(second, life=9), showed={A: FULL, B: FULL}) for second in (50, 51, 52)]
    told = perfect(looks, lambda: luck.random() < 0.5)
    assert mistakes(count(looks, told)) == (0, 0, 0, 0)
    assert mistakes(count(looks, told, elsewhere=told_elsewhere(looks, told))) == (0, 0, 0, 0)

    one = luck.randrange(len(told))
    assert sum(mistakes(count(looks, told[:one] + told[one + 1 :])))
    assert count(looks, [*told, told[one]]).repeated
    assert count(looks, [*told, replace(told[one], nonce="")]).repeated
    assert count(looks, told[::-1]).out_of_order


def test_a_storm_follows_from_its_seed_and_kills_often() -> None:
    storms = [plan(seed, 120, {"kling": (A, B)}) for seed in range(5)]
    assert storms == [plan(seed, 120, {"kling": (A, B)}) for seed in range(5)]
    assert min(len(storm.deaths) for storm in storms) >= 12


def test_of_two_looks_within_a_second_the_one_that_is_named_is_meant() -> None:
    looks = [look(1, a=FREED), look(2.1, a=FULL), look(2.8, a=FREED), look(3.9, b=FULL), look(5)]
    told = [post(2.1, (A, FULL)), post(2.8, (A, FREED))]
    assert mistakes(count(looks, told)) == (0, 0, 0, 0)
    assert mistakes(count(looks, told[:1])) == (1, 0, 0, 0)
    assert mistakes(count(looks, [*told, told[1]])) == (0, 1, 0, 0)


def test_a_look_that_another_chat_was_told_of_is_due_in_this_one() -> None:
    looks = [look(1, a=FREED), look(2, a=FULL), look(3, a=FREED, life=2), look(4, life=2)]
    told = [post(2, (A, FULL)), post(3, (A, FREED))]
    assert mistakes(count(looks, [])) == (0, 0, 0, 0)
    assert told_elsewhere(looks, told)["kling"] == {1, 2}
    assert mistakes(count(looks, [], elsewhere=told_elsewhere(looks, told))) == (2, 0, 0, 0)
    assert mistakes(count(looks, told, elsewhere=told_elsewhere(looks, told))) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("here", "elsewhere", "wrong"),
    [(1, 0, (0, 0, 0, 0)), (0, 0, (1, 0, 0, 0)), (2, 0, (0, 1, 0, 0)), (1, 1, (0, 0, 0, 1))],
)
def test_the_channel_of_the_settings_is_greeted_once(here: int, elsewhere: int, wrong: tuple[int, ...]) -> None:
    counted, greeting, alert = Count(), Told(versions=((),), greets=True), Told(versions=((POSTS[0],),))
    check_greeted([greeting] * here + [alert], [alert] + [greeting] * elsewhere, counted)
    assert mistakes(counted) == wrong


def test_a_provider_that_joins_a_message_by_an_edit_was_told_then() -> None:
    first = replace(post(1, ("", FAILED)), provider="minimax")
    both = [replace(each, shared=True, at=at(9)) for each in (first, post(8, ("", FAILED)))]
    other = post(3, (A, FULL))
    messages = [Told(versions=((first,), tuple(both), tuple(both)), edited=(at(9), at(20))), Told(versions=((other,),))]
    assert posts_of(messages) == [first, other, both[1]]


def at(second: float) -> datetime:
    """Return a moment so many seconds past noon."""
    return NOON + timedelta(seconds=second)
