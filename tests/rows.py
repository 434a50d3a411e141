"""A table whose rows are all tried by one test, which names each that fails.

pytest's own ``parametrize`` makes a test of every row. That costs two milliseconds, more than most rows take, and there
are thousands; ``parametrize`` is for rows that need a fixture of their own.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import pytest


def each_row(
    names: str | tuple[str, ...], rows: Iterable[object], *, ids: Iterable[object] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Have a test try each row of a table, instead of ``pytest.mark.parametrize``.

    Args:
        names: The test's arguments, one for each cell of a row; one name alone means the row itself.
        rows: The table.
        ids: What a row that fails is called; its cells unless given.
    """
    cells = [_cells(names, row) for row in rows]
    table = [*zip(map(_in_short, cells) if ids is None else map(str, ids), cells, strict=True)]

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(test)
        def tried(**fixtures: object) -> None:
            with _all_failures() as failures:
                for name, row in table:
                    with failures.of(name):
                        test(**fixtures, **row)

        @functools.wraps(test)
        async def awaited(**fixtures: object) -> None:
            with _all_failures() as failures:
                for name, row in table:
                    with failures.of(name):
                        await test(**fixtures, **row)

        made: Callable[..., Any] = awaited if inspect.iscoroutinefunction(test) else tried
        signature = inspect.signature(test)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in cells[0]]
        made.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]  # pytest reads it
        return made

    return decorate


class _Failures:
    """The rows that failed."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Note how a row fails."""
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - whatever a test fails with
            error.add_note(f"the row: {name}")
            self.errors.append(error)


@contextmanager
def _all_failures() -> Iterator[_Failures]:
    """Raise in the end what was noted, one failure as it is and several as a group."""
    failures = _Failures()
    yield failures
    match failures.errors:
        case [error]:
            raise error
        case [_, *_]:
            raise BaseExceptionGroup("these rows fail", failures.errors)


def _cells(names: str | tuple[str, ...], row: object) -> dict[str, object]:
    if isinstance(names, str):
        return {names: row}
    return dict(zip(names, cast("Sequence[object]", row), strict=True))


def _in_short(cells: dict[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in cells.items())
