"""What those who wait do themselves, and where they stand."""

import pytest

from bot.alerts.slot_notice import Outcome
from bot.waitlist.offer_replies import cancel, pass_on, take
from bot.waitlist.queue_position import most, position
from bot.waitlist.serving import serve
from bot.waitlist.waiter import Waiter
from tests.moments import NOON, after
from tests.waitlist.made import LIMIT, berths, look, offer_of, seconds, then, told, waiter


def line() -> tuple[Waiter, ...]:
    """Make a line of three of whom the first was told of the only slot."""
    three = (waiter(1), waiter(2), waiter(3))
    return told(then(three, serve(three, look(a=1))), NOON)


def test_who_passes_is_out_and_the_next_is_told_at_once() -> None:
    three = line()
    key = offer_of(three[0]).key
    served = pass_on(three, key, after(seconds=5), look(a=1))
    assert served.closed == {key: Outcome.PASSED}
    assert berths(served) == {2: [("a", 1)]}
    assert [one.id for one in then(three, served)] == [2, 3]
    assert served.changed[0].over_at == after(seconds=5)


def test_without_a_look_that_counts_the_next_look_tells() -> None:
    three = line()
    served = pass_on(three, offer_of(three[0]).key, after(seconds=5), None)
    assert served.alerts == ()
    assert berths(serve(then(three, served), look(after(seconds=30), a=1))) == {2: [("a", 1)]}


def test_who_passed_is_not_judged_again_by_the_look_that_serves_the_next() -> None:
    served = pass_on(line(), offer_of(line()[0]).key, after(seconds=5), look(after(seconds=1), a=0))
    assert [one.over_at for one in served.changed if one.outcome is Outcome.PASSED] == [after(seconds=5)]


def test_what_is_taken_is_kept_until_it_is_in_use() -> None:
    three = line()
    key = offer_of(three[0]).key
    served = take(three, key, after(seconds=100))
    assert served.closed == {key: Outcome.TAKEN}
    three = then(three, served)
    assert len(three) == 3
    assert serve(three, look(after(seconds=130), a=1)).alerts == ()
    used = serve(three, look(after(seconds=160), a=0))
    assert (used.alerts, used.closed) == ((), {})
    assert [one.id for one in then(three, used)] == [2, 3]
    assert berths(serve(three, look(after(seconds=220), a=1))) == {2: [("a", 1)]}


def test_what_is_settled_is_not_settled_again() -> None:
    three = line()
    key = offer_of(three[0]).key
    three = then(three, take(three, key, NOON))
    assert take(three, key, NOON).changed == ()
    assert pass_on(three, key, NOON, look(a=1)).changed == ()
    assert take(three, "another", NOON).changed == ()


def test_who_cancels_waits_no_more_and_leaves_others_alone() -> None:
    three = line()
    served = cancel(three, 2, NOON)
    assert [(one.id, one.outcome, one.over_at) for one in served.changed] == [(2, Outcome.CANCELLED, NOON)]
    assert (served.alerts, served.closed) == ((), {})
    assert cancel(three, 1, NOON).changed == ()
    assert cancel(three, 9, NOON).changed == ()


def test_places_are_counted_among_those_who_want_the_same() -> None:
    first, second, third = waiter(2, account="a"), waiter(3, account="b"), waiter(5)
    others = (first, second, third, waiter(1, provider="kling"), waiter(4, outcome=Outcome.CANCELLED))
    assert [position(others, one) for one in (first, second, third)] == [1, 1, 3]
    assert position(line(), line()[2]) == 2


@pytest.mark.parametrize(
    ("account", "free", "expected"),
    [
        (None, {"a": 1, "b": 0}, 2 * LIMIT),
        ("a", {"a": 1, "b": 0}, LIMIT),
        (None, {"a": 1, "b": None}, 2 * LIMIT),
        ("c", {"a": 1}, None),
        (None, {}, None),
    ],
)
def test_how_many_slots_there_could_ever_be(
    account: str | None, free: dict[str, int | None], expected: int | None
) -> None:
    assert most(look(**free), account) == expected


def test_the_same_is_what_one_member_asks_for_in_the_same_words() -> None:
    assert waiter(1).same(waiter(2, member=41, channel=9, until=NOON))
    for other in ({"member": 99}, {"provider": "kling"}, {"account": "a"}, {"slots": 2}, {"hold": seconds(1)}):
        assert not waiter(1).same(waiter(2, **{"member": 41, **other}))
