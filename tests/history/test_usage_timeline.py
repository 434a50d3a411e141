"""Accounts added up over time; the past is written as in ``pasts``, an hour per character."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.roster import AccountState
from bot.history.state_changes import StateChange
from bot.history.usage_timeline import Period, UsageInterval, merge_adjacent, usage_timeline
from tests.history.pasts import change, past
from tests.moments import NOON, after
from tests.rows import each_row


def written(intervals: tuple[UsageInterval, ...]) -> list[str]:
    """Write each interval as ``from-until use/total``: hours after noon, F if all is full, a ``?`` for each missing."""
    return [
        f"{(interval.start - NOON) / timedelta(hours=1):g}-{(interval.end - NOON) / timedelta(hours=1):g} "
        f"{interval.in_use}/{interval.total}{' F' if interval.all_full else ''}{' ?' * interval.missing}"
        for interval in intervals
    ]


@each_row(
    ("accounts", "intervals"),
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
        ({"a": "3333", "b": "0xxx"}, ["0-1 3/6", "1-4 3/3 F"]),
        ({"a": "3333", "b": "????"}, ["0-4 3/3 F"]),
        ({"a": "3333", "b": "  11"}, ["0-2 3/3 F", "2-4 4/6"]),
        ({"a": "1??1", "b": "1??1"}, ["0-1 2/6", "3-4 2/6"]),
    ],
)
def test_accounts_add_up_and_unknown_time_has_no_interval(accounts: dict[str, str], intervals: list[str]) -> None:
    assert written(usage_timeline(past(accounts), NOON, after(hours=4))) == intervals


def test_a_change_before_the_start_holds_at_the_start() -> None:
    assert written(usage_timeline(past({"a": "12"}), after(hours=5), after(hours=6))) == ["5-6 2/3"]


def test_changes_from_the_end_on_are_ignored() -> None:
    assert written(usage_timeline(past({"a": "1123"}), NOON, after(hours=2))) == ["0-2 1/3"]


def test_of_two_changes_at_one_moment_the_later_counts() -> None:
    assert written(
        usage_timeline((change("a", "1", 0), change("a", "?", 1), change("a", "2", 1)), NOON, after(hours=2))
    ) == [
        "0-1 1/3",
        "1-2 2/3",
    ]
    assert written(
        usage_timeline((change("a", "1", 0), change("a", "2", 1), change("a", "?", 1)), NOON, after(hours=2))
    ) == ["0-1 1/3"]


def test_a_state_without_its_counts_is_not_taken_for_zero() -> None:
    assert usage_timeline((StateChange(account="a", at=NOON, state=AccountState.FREE),), NOON, after(hours=1)) == ()


def test_an_empty_time_has_no_intervals() -> None:
    assert usage_timeline(past({"a": "1"}), after(hours=1), after(hours=1)) == ()


def test_intervals_that_meet_are_one_period() -> None:
    intervals = usage_timeline(past({"a": "12?12"}), NOON, after(hours=5))

    assert merge_adjacent(intervals) == (
        Period(start=NOON, end=after(hours=2)),
        Period(start=after(hours=3), end=after(hours=5)),
    )
    assert merge_adjacent(()) == ()


accounts = st.dictionaries(st.sampled_from("abcd"), st.text(" 0123?!x", max_size=9), max_size=4)


@given(accounts=accounts, start=st.integers(-1, 5), hours=st.integers(0, 8), shuffled=st.randoms())
def test_the_timeline_of_a_pool_adds_up_each_hour_of_its_accounts(
    accounts: dict[str, str], start: int, hours: int, shuffled: random.Random
) -> None:
    changes = list(past(accounts))
    shuffled.shuffle(changes)
    first, last = after(hours=start), after(hours=start + hours)

    intervals = usage_timeline(changes, first, last)

    assert all(first <= interval.start < interval.end <= last for interval in intervals)
    assert all(one.end <= two.start for one, two in pairwise(intervals))
    for hour in range(start, start + hours):
        there = [interval for interval in intervals if interval.start <= after(hours=hour) < interval.end]
        known = [what for what in _states(accounts, hour) if what in "0123"]
        assert [(interval.in_use, interval.total, interval.known, interval.full) for interval in there] == (
            [(sum(map(int, known)), 3 * len(known), len(known), known.count("3"))] if known else []
        )


def _states(accounts: dict[str, str], hour: int) -> list[str]:
    """List what each account's line says of an hour: the last that is not a space."""
    return [said[-1] for told in accounts.values() if (said := told[: max(hour + 1, 0)].replace(" ", ""))]


def test_neighbours_that_do_not_differ_are_one_interval() -> None:
    again = (change("a", "1", 0), change("a", "1", 1), change("a", "?", 2), change("a", "1", 2))

    assert written(usage_timeline(again, NOON, after(hours=3))) == ["0-3 1/3"]


def test_an_interval_has_a_duration() -> None:
    (interval,) = usage_timeline(past({"a": "1"}), NOON, after(minutes=90))
    moments: tuple[datetime, datetime] = (interval.start, interval.end)

    assert (moments, interval.duration) == ((NOON, after(minutes=90)), timedelta(minutes=90))
