"""Lines of figures as the Markdown table of ``bench/README.md``; not what they mean."""

from collections.abc import Iterable

from bench.figures import Line, amount

HEAD = (
    "| what | ours | compared with | figure | lowest to highest | bound | |",
    "|---|---|---|---|---|---|---|",
)


def table(lines: Iterable[Line]) -> str:
    """Write lines as a table, those that miss their bound marked."""
    return "\n".join((*HEAD, *map(_row, lines)))


def _row(line: Line) -> str:
    spread = "" if line.spread is None else f"{amount(line.spread[0], '')} to {amount(line.spread[1], '')}"
    bound = f"{'≥' if line.at_least else '≤'} {line.bound:g}{line.unit}"
    cells = (
        line.what,
        line.ours,
        line.beside,
        f"**{amount(line.figure, line.unit)}**",
        spread,
        bound,
        "" if line.is_met else "missed",
    )
    return f"| {' | '.join(cells)} |"
