"""Standard output for the terminal's chat and tables: a terminal, a pipe or a file."""

import io
import os
import sys
from collections.abc import Callable

from rich.console import Console
from typing_extensions import override


class Screen(Console):
    """Standard output without markup.

    Args:
        gone: Called when the reader is gone, as with ``| head``; further output is dropped.
        width: Columns; None for the terminal's own width, or 80 without a terminal.
    """

    def __init__(self, *, gone: Callable[[], object] = lambda: None, width: int | None = None) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # an old code page may lack the signs
        super().__init__(markup=False, emoji=False, highlight=False, width=width)
        self._gone = gone

    @override
    def on_broken_pipe(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        self._gone()
