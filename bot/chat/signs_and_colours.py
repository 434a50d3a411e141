"""How good or bad news is, with its sign and colour."""

from enum import StrEnum


class Level(StrEnum):
    """How good or bad the news is; drawn as a colour and, beside words that say the same, as a sign."""

    FREE = "free"
    TIGHT = "tight"
    FULL = "full"
    UNKNOWN = "unknown"
    FAULTED = "faulted"

    @property
    def sign(self) -> str:
        """The emoji that begins a line of this level."""
        return _SIGNS[self]

    @property
    def colour(self) -> int:
        """The colour as 0xRRGGBB."""
        return _COLOURS[self]


_SIGNS = {Level.FREE: "🟢", Level.TIGHT: "🟡", Level.FULL: "🔴", Level.UNKNOWN: "⚪", Level.FAULTED: "⚠️"}

_COLOURS = {
    Level.FREE: 0x3BA55D,
    Level.TIGHT: 0xF1C40F,
    Level.FULL: 0xED4245,
    Level.UNKNOWN: 0x99AAB5,
    Level.FAULTED: 0xE67E22,
}
