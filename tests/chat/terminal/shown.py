"""What a screen shows, as text."""

import io
import unicodedata

from rich.cells import cell_len
from rich.console import Console, RenderableType


def shown(part: RenderableType, *, width: int = 80, colours: bool = False) -> str:
    """Print something and return what arrived: on a pipe, or with the escape codes of a terminal of 256 colours."""
    screen = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colours,
        color_system="256" if colours else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with screen.capture() as captured:
        screen.print(part)
    return captured.get()


def obeyed(text: str) -> list[str]:
    """List the characters that a terminal, or a reader's eye, would take for something other than a sign to show."""
    return [one for one in text if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def widest(text: str) -> int:
    """Return the width of the longest line, in columns."""
    return max((cell_len(line) for line in text.splitlines()), default=0)
