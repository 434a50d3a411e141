"""Accounts added up over time; the past is written as in ``pasts``, an hour per character."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange
from bot.history.usage_timeline import Period, UsageInterval, merge_adjacent, usage_timeline
from tests.history.pasts import mark, past
from tests.moments import NOON, after


def told(steps: tuple[UsageInterval, ...]) -> list[str]:
    """Say each step as ``from-until use/total``, in hours after noon, with F when all is full, and what is missing."""
    return [
        f"{(step.start - NOON) / timedelta(hours=1):g}-{(step.end - NOON) / timedelta(hours=1):g} "
        f"{step.in_use}/{step.total}{' F' if step.all_full else ''}{' ?' * step.missing}"
        for step in steps
    ]


@pytest.mark.parametrize(
    ("lived", "steps"),
    [
        ({}, []),
        ({"a": "1111"}, ["0-4 1/3"]),
        ({"a": "1133"}, ["0-2 1/3", "2-4 3/3 F"]),
        ({"a": "  12"}, ["2-3 1/3", "3-4 2/3"]),
        ({"a": "0??0"}, ["0-1 0/3", "3-4 0/3"]),
        ({"a": "0!!0"}, ["0-1 0/3", "3-4 0/3"]),
        ({"a": "????"}, []),
        ({"a": "1222", "b": "2111"}, ["0-4 3/6"]),
        ({"a": "3333", "b": "0330"}, ["0-1 3/6", "1-3 6/6 F", "3-4 3/6"]),
        ({"a": "3333", "b": "0??0"}, ["0-1 3/6", "1-3 3/3 F ?", "3-4 3/6"]),
        ({"a": "3333", "b": "0!!0"}, ["0-1 3/6", "1-3 3/3 F", "3-4 3/6"]),
        ({"a": "3333", "b": "????"}, ["0-4 3/3 F"]),
        ({"a": "3333", "b": "  11"}, ["0-2 3/3 F", "2-4 4/6"]),
        ({"a": "1??1", "b": "1??1"}, ["0-1 2/6", "3-4 2/6"]),
    ],
)
def test_accounts_add_up_and_what_is_not_known_has_no_step(lived: dict[str, str], steps: list[str]) -> None:
    assert told(usage_timeline(past(lived), NOON, after(hours=4))) == steps


def test_what_was_marked_before_the_start_holds_at_the_start() -> None:
    assert told(usage_timeline(past({"a": "12"}), after(hours=5), after(hours=6))) == ["5-6 2/3"]


def test_what_is_marked_from_the_end_on_is_not_told() -> None:
    assert told(usage_timeline(past({"a": "1123"}), NOON, after(hours=2))) == ["0-2 1/3"]


def test_of_two_marks_at_one_moment_the_later_counts() -> None:
    assert told(usage_timeline((mark("a", "1", 0), mark("a", "?", 1), mark("a", "2", 1)), NOON, after(hours=2))) == [
        "0-1 1/3",
        "1-2 2/3",
    ]
    assert told(usage_timeline((mark("a", "1", 0), mark("a", "2", 1), mark("a", "?", 1)), NOON, after(hours=2))) == [
        "0-1 1/3"
    ]


def test_a_state_without_its_numbers_is_not_taken_for_zero() -> None:
    assert usage_timeline((StateChange(account="a", at=NOON, state=AccountState.FREE),), NOON, after(hours=1)) == ()


def test_an_empty_time_has_no_steps() -> None:
    assert usage_timeline(past({"a": "1"}), after(hours=1), after(hours=1)) == ()


def test_steps_that_meet_are_one_stretch() -> None:
    steps = usage_timeline(past({"a": "12?12"}), NOON, after(hours=5))

    assert merge_adjacent(steps) == (
        Period(start=NOON, end=after(hours=2)),
        Period(start=after(hours=3), end=after(hours=5)),
    )
    assert merge_adjacent(()) == ()


lives = st.dictionaries(st.sampled_from("abcd"), st.text(" 0123?!", max_size=9), max_size=4)


@given(lived=lives, start=st.integers(-1, 5), hours=st.integers(0, 8), shuffled=st.randoms())
def test_a_sweep_tells_of_every_hour_what_each_account_tells_of_it(
    lived: dict[str, str], start: int, hours: int, shuffled: random.Random
) -> None:
    marks = list(past(lived))
    shuffled.shuffle(marks)
    first, last = after(hours=start), after(hours=start + hours)

    steps = usage_timeline(marks, first, last)

    assert all(first <= step.start < step.end <= last for step in steps)
    assert all(one.end <= two.start for one, two in pairwise(steps))
    for hour in range(start, start + hours):
        there = [step for step in steps if step.start <= after(hours=hour) < step.end]
        known = [what for what in _states(lived, hour) if what in "0123"]
        assert [(step.in_use, step.total, step.known, step.full) for step in there] == (
            [(sum(map(int, known)), 3 * len(known), len(known), known.count("3"))] if known else []
        )


def _states(lived: dict[str, str], hour: int) -> list[str]:
    """List what each account's line says of an hour: the last that is not a space."""
    return [said[-1] for told in lived.values() if (said := told[: max(hour + 1, 0)].replace(" ", ""))]


def test_neighbours_that_do_not_differ_are_one_step() -> None:
    again = (mark("a", "1", 0), mark("a", "1", 1), mark("a", "?", 2), mark("a", "1", 2))

    assert told(usage_timeline(again, NOON, after(hours=3))) == ["0-3 1/3"]


def test_a_step_knows_how_long_it_lasted() -> None:
    (step,) = usage_timeline(past({"a": "1"}), NOON, after(minutes=90))
    moments: tuple[datetime, datetime] = (step.start, step.end)

    assert (moments, step.duration) == ((NOON, after(minutes=90)), timedelta(minutes=90))
