"""The log, written into a buffer."""

import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from bot.logs import set_up_logging

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789AB"
PASSWORD = 'p@ss/w"rd\\é'
Form = Literal["text", "json"]
Start = Callable[..., io.StringIO]


@pytest.fixture
def start() -> Iterator[Start]:
    """Set the log up into a buffer; afterwards put back what pytest had there."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)

    def begin(form: Form = "text", level: str = "info") -> io.StringIO:
        stream = io.StringIO()
        set_up_logging(level=level, form=form, secrets=[TOKEN, PASSWORD, ""], stream=stream)
        return stream

    yield begin
    logging.captureWarnings(capture=False)
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])
    logging.raiseExceptions = before[3]
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
