"""Slots as a bar of cells."""

CELLS = 10
"""The longest bar: one cell for each slot up to here, shares of the whole beyond."""


def slot_bar(in_use: int, total: int) -> str:
    """Draw slots, those in use first; the last free one and the first used one never round away."""
    cells = min(total, CELLS)
    if cells <= 0:
        return ""
    used = min(max((2 * in_use * cells + total) // (2 * total), 0), cells)
    if 0 < in_use < total:
        used = min(max(used, 1), cells - 1)
    return "▰" * used + "▱" * (cells - used)
