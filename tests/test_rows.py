"""A table of rows is one test, which names each row that fails."""

import asyncio

import pytest

from tests.rows import each_row


def test_every_row_is_tried_and_those_that_fail_are_named() -> None:
    tried: list[tuple[int, int]] = []

    @each_row(("number", "half"), [(2, 1), (3, 2), (4, 2), (5, 3)])
    def halves(number: int, half: int) -> None:
        tried.append((number, half))
        assert number == half + half

    with pytest.raises(BaseExceptionGroup, match="these rows fail") as caught:
        halves()
    assert tried == [(2, 1), (3, 2), (4, 2), (5, 3)]
    assert [error.__notes__ for error in caught.value.exceptions] == [
        ["the row: number=3, half=2"],
        ["the row: number=5, half=3"],
    ]


def test_a_row_that_fails_alone_fails_as_itself() -> None:
    @each_row("word", ["even", "odd"], ids=["a long word", "a short one"])
    def is_long(word: str) -> None:
        with pytest.raises(IndexError):
            word[3]

    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE") as caught:
        is_long()
    assert caught.value.__notes__ == ["the row: a long word"]


@each_row("row", [1, 2])
@each_row("column", "ab")
def test_tables_multiply_and_fixtures_are_given(row: int, column: str, request: pytest.FixtureRequest) -> None:
    assert row in {1, 2}
    assert column in {"a", "b"}
    assert request.node.name == "test_tables_multiply_and_fixtures_are_given"


@each_row("seconds", [0.0, 0.001])
async def test_a_test_that_waits_is_awaited(seconds: float) -> None:
    assert await asyncio.sleep(seconds, "slept") == "slept"
