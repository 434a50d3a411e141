"""Which accounts' slots were lost to a pool that goes on."""

from bot.history.state_changes import lost_slots
from tests.history.pasts import past
from tests.moments import NOON, after


def lost(**told: str) -> list[tuple[str, float]]:
    found = lost_slots(past(told), NOON, after(hours=4))
    return [(change.account, (change.at - NOON).total_seconds() / 3600) for change in found]


def test_an_account_that_stops_counting_is_named_with_its_moment() -> None:
    assert lost(a="1111", b="11!!") == [("b", 2)]
    assert lost(a="1111", b="1?1?") == [("b", 1), ("b", 3)]


def test_when_all_are_lost_together_nothing_is_said() -> None:
    assert lost(a="11?1", b="11?1") == []
    assert lost(a="1?") == []


def test_what_was_never_counted_is_not_lost() -> None:
    assert lost(a="1111", b="??!!") == []


def test_of_two_that_are_lost_together_both_are_named() -> None:
    assert lost(a="1111", b="1!", c="1?") == [("b", 1), ("c", 1)]


def test_what_lies_outside_the_time_is_left_out() -> None:
    assert lost_slots(past({"a": "1111", "b": "1!"}), after(hours=2), after(hours=4)) == ()
