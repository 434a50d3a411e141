"""Lines fit into their budget, and what does not is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.embeds.fit import fit


@pytest.mark.parametrize(
    ("budget", "said"),
    [(11, "one\ntwo\nsix"), (13, "one\ntwo\nsix"), (10, "and 3 more"), (9, "")],
)
def test_few_lines(budget: int, said: str) -> None:
    assert fit(["one", "two", "six"], str, budget) == said


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (35, "line 1\nline 2\nline 3\nline 4\nline 5"),
        (34, "line 1\nline 2\nline 3\nline 4\nline 5"),
        (33, "line 1\nline 2\nline 3\nand 2 more"),
        (31, "line 1\nline 2\nline 3\nand 2 more"),
        (30, "line 1\nline 2\nand 3 more"),
        (10, "and 5 more"),
        (9, ""),
        (-5, ""),
    ],
)
def test_what_does_not_fit_is_counted(budget: int, said: str) -> None:
    assert fit(range(1, 6), lambda number: f"line {number}", budget) == said


def test_no_more_than_asked_for_is_said_however_short() -> None:
    assert fit("abcde", str, 100, most=2, more=lambda left: f"+{''.join(left)}", between=", ") == "a, b, +cde"


def test_only_what_may_fit_is_worded() -> None:
    worded: list[int] = []

    def say(number: int) -> str:
        worded.append(number)
        return "line"

    fit(range(10_000), say, 50)
    assert len(worded) < 15


def test_nothing_is_said_of_nothing() -> None:
    assert fit([], str, 10) == ""


@given(st.lists(st.text(alphabet="x", max_size=30), max_size=30), st.integers(0, 200), st.none() | st.integers(0, 30))
def test_every_item_is_said_or_counted_within_the_budget(items: list[str], budget: int, most: int | None) -> None:
    said = fit(items, lambda item: f"-{item}", budget, most=most)
    lines = said.split("\n") if said else []
    counted = [int(line.split(" ")[1]) for line in lines if line.startswith("and ")]
    assert len(said) <= budget
    assert not lines or len(lines) - len(counted) + sum(counted) == len(items)
