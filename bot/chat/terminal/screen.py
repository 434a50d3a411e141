"""Where the terminal's chat and tables are written: a terminal, a pipe or a file, and what to do when it goes away."""

import io
import os
import sys
from collections.abc import Callable

from rich.console import Console
from typing_extensions import override


class Screen(Console):
    """Standard output, for texts that nobody interprets.

    Args:
        gone: Called when nobody reads any more, as behind ``| head``; what is written then goes nowhere.
        width: Columns; as wide as the terminal, or 80 where there is none, if None.
    """

    def __init__(self, *, gone: Callable[[], object] = lambda: None, width: int | None = None) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # an old code page lacks the signs; that is no reason to end
        super().__init__(markup=False, emoji=False, highlight=False, width=width)
        self._gone = gone

    @override
    def on_broken_pipe(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        self._gone()
