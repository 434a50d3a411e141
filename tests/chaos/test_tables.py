"""The tables of the storms, filled in with what the storms printed."""

import pytest

from tests.chaos.tables import filled

FIGURES = {
    **dict.fromkeys(("due", "told", "told_by_edits", "lost", "repeated", "out_of_order", "invented", "unclosed"), 1),
    **dict.fromkeys(("edits", "edits_too_soon", "kills", "lost_answers", "gateway_drops"), 2),
    **dict.fromkeys(("mutes", "mutes_certain", "told_beside_silences", "held_back", "told_in_a_silence"), 3),
    **dict.fromkeys(("wrong_after_a_silence", "offers", "waiters_told_twice", "slots_offered_to_two"), 4),
    **dict.fromkeys(("p50_seconds", "p95_seconds", "p99_seconds"), 1.25),
    "looks_for_messages": 5,
    "mishaps": {"429": 2, "5xx": 3},
}
DOCUMENT = """Before.

| seed | kills | lost answers | and so on |
|---|---|---|---|
| 1 | old | old | old |

| storm | mutes (certain) | and so on |
|---|---|---|
| Discord, seed 1 | old | old |

| seed | kills | changes due | and so on |
|---|---|---|---|
| 2 | old | old | old |

| seed | blows (kills) | and so on |
|---|---|---|
| 1 | old | old |

After.
"""
SILENCES = "3 (3) | 3 | 3 | 3 | 4 | 4 | 4 | 4 |"


@pytest.mark.parametrize(
    ("storm", "row"),
    [
        ({"seed": 1}, "| 1 | 2 | 2 | 2 | 1 | 1 / 1 | 1 | 1 | 1 | 1 | 2 | 1 | 2 | 1.2 / 1.2 / 1.2 s |"),
        ({"seed": 1}, f"| Discord, seed 1 | {SILENCES}"),
        ({"seed": 2, "slack": FIGURES}, "| 2 | 2 | 1 | 1 / 1 | 1 / 1 | 5 | 5 | 2 | 2 | 2 | 2 | 2 | 1 / 1 s |"),
        (
            {"seed": 1, "blows": {"kill": 1, "sleep": 2, "sleep_long": 3}, "stored_untold_or_repeated": 6}
            | {"waiters_told": 7},
            "| 1 | 6 (1, 0, 5, 0, 0) | 1 / 1 | 1 | 1 | 1 | 1 | 1 | 2 | 6 | 7 / 4 |",
        ),
    ],
)
def test_the_row_of_a_storm_is_written_over_its_last_one(storm: dict[str, object], row: str) -> None:
    lines = filled(DOCUMENT, [FIGURES | storm]).splitlines()
    assert row in lines
    assert len(lines) <= len(DOCUMENT.splitlines()) + ("slack" in storm)


def test_a_storm_without_a_row_gets_one_at_the_end_of_its_table() -> None:
    lines = filled(DOCUMENT, [FIGURES | {"seed": 3}]).splitlines()
    assert lines[lines.index("| 1 | old | old | old |") + 1].startswith("| 3 | 2 |")
    assert lines[lines.index("| Discord, seed 1 | old | old |") + 1] == f"| Discord, seed 3 | {SILENCES}"


def test_a_document_without_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table begins with"):
        filled("Before.\n", [FIGURES | {"seed": 1}])
