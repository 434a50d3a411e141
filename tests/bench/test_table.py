"""Lines as Markdown."""

from bench.figures import RATIO, Line
from bench.table import HEAD, table


def test_a_line_is_a_row_and_says_when_it_misses_its_bound() -> None:
    kept = Line(what="a", ours="1.20 ms", beside="1.00 ms", figure=1.2, unit=RATIO, bound=1.3, spread=(1.1, 1.25))
    missed = Line(what="b", ours="40 a second", figure=80, unit=" %", bound=90, at_least=True)
    assert table([kept, missed]).splitlines() == [
        *HEAD,
        "| a | 1.20 ms | 1.00 ms | **1.20×** | 1.10 to 1.25 | ≤ 1.3× |  |",  # noqa: RUF001 - the sign that is written
        "| b | 40 a second |  | **80.0 %** |  | ≥ 90 % | missed |",
    ]


def test_every_row_has_as_many_cells_as_the_head() -> None:
    line = Line(what="a", ours="b", figure=1, unit="", bound=1)
    assert {row.count("|") for row in table([line]).splitlines()} == {HEAD[0].count("|")}
