"""``python -m tests.chaos.tables FILE …``: writes what storms printed into the tables of docs/reliability.md.

A file holds what ``python -m tests.chaos`` wrote to its standard output. Rows are found by the head of their table and
by what their first cell says; a storm that has no row gets one at the end of its table.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from tests.chaos.two_programs import Blow

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"

Figures: TypeAlias = Mapping[str, Any]
"""One line of a storm, which only its readers below look into."""

Row: TypeAlias = Sequence[object]

_KINDS_OF_BLOW = (
    (Blow.KILL,),
    (Blow.END,),
    (Blow.SLEEP, Blow.SLEEP_LONG),
    (Blow.CUT, Blow.CUT_LEAD),
    (Blow.RESTART_DATABASE,),
)


def main(names: Sequence[str]) -> int:
    """Fill in the tables; return 0."""
    storms = [json.loads(line) for name in names for line in Path(name).read_text(encoding="utf-8").splitlines()]
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8"), storms), encoding="utf-8")
    return 0


def filled(document: str, storms: Sequence[Figures]) -> str:
    """Return a document with the rows of these storms; raises ``ValueError`` if it lacks one of their tables."""
    lines = document.split("\n")
    for head, row in chain.from_iterable(_rows(storm) for storm in storms):
        _place(lines, head, f"| {' | '.join(map(str, row))} |")
    return "\n".join(lines)


def _rows(storm: Figures) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a storm, each with how the head of its table begins."""
    if "blows" in storm:
        yield "| seed | blows", _two_programs(storm)
        return
    name = "with Slack" if "slack" in storm else "Discord"
    yield "| storm | mutes", _silences(f"{name}, seed {storm['seed']}", storm)
    if "slack" in storm:
        yield "| seed | kills | changes due", _slack(storm, storm["slack"])
    else:
        yield "| seed | kills | lost answers", _discord(storm)


def _discord(storm: Figures) -> Row:
    return (
        *(storm[name] for name in ("seed", "kills", "lost_answers", "gateway_drops", "due")),
        _told(storm),
        *(storm[name] for name in ("lost", "repeated", "out_of_order", "invented")),
        *(storm[name] for name in ("edits", "unclosed", "edits_too_soon")),
        f"{storm['p50_seconds']:.1f} / {storm['p95_seconds']:.1f} / {storm['p99_seconds']:.1f} s",
    )


def _slack(storm: Figures, slack: Figures) -> Row:
    return (
        *(storm[name] for name in ("seed", "kills", "due")),
        *map(_told, (storm, slack)),
        sum(slack["mishaps"].values()),
        slack["looks_for_messages"],
        *(storm[name] + slack[name] for name in ("lost", "repeated", "out_of_order", "invented", "unclosed")),
        f"{slack['p50_seconds']:.0f} / {slack['p95_seconds']:.0f} s",
    )


def _silences(name: str, storm: Figures) -> Row:
    counted = ("told_beside_silences", "held_back", "told_in_a_silence", "wrong_after_a_silence", "offers")
    twice = ("waiters_told_twice", "slots_offered_to_two")
    return (name, f"{storm['mutes']} ({storm['mutes_certain']})", *(storm[one] for one in (*counted, *twice)))


def _two_programs(storm: Figures) -> Row:
    blows: Mapping[str, int] = storm["blows"]
    counts = [sum(blows.get(blow, 0) for blow in kind) for kind in _KINDS_OF_BLOW]
    return (
        storm["seed"],
        f"{sum(counts)} ({', '.join(map(str, counts))})",
        _told(storm),
        *(storm[name] for name in ("lost", "repeated", "out_of_order", "invented", "unclosed", "edits_too_soon")),
        storm["stored_untold_or_repeated"],
        f"{storm['waiters_told']} / {storm['waiters_told_twice']}",
    )


def _told(storm: Figures) -> str:
    return f"{storm['told']} / {storm['told_by_edits']}"


def _place(lines: list[str], head: str, row: str) -> None:
    """Put a row into the table with this head, over the one that begins with the same cell."""
    begins = next((number for number, line in enumerate(lines) if line.startswith(head)), None)
    if begins is None:
        raise ValueError(f"no table begins with {head!r}")
    ends = next(number for number in range(begins, len(lines)) if not lines[number].startswith("|"))
    same = [number for number in range(begins, ends) if _first_cell(lines[number]) == _first_cell(row)]
    lines[slice(same[0], same[0] + 1) if same else slice(ends, ends)] = [row]


def _first_cell(row: str) -> str:
    return row.split("|")[1].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
