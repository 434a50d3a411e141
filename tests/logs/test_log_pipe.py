"""The log keeps nobody waiting, and says what it had to drop."""

import logging
import os
import time
from collections.abc import Iterator
from io import TextIOWrapper

import pytest

from bot.app.log_pipe import LogPipe


@pytest.fixture
def ends() -> Iterator[tuple[int, TextIOWrapper]]:
    """Make a pipe: the end to read from, and the stream that leads into it."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream:
        yield reader, stream
    os.close(reader)


def test_entries_arrive_in_their_order(ends: tuple[int, TextIOWrapper]) -> None:
    reader, stream = ends
    pipe = LogPipe(stream)
    for number in range(100):
        pipe.write(f"{number} é\n")
    pipe.drain(10)
    assert os.read(reader, 2**16).decode() == "".join(f"{number} é\n" for number in range(100))


def test_a_pipe_that_nobody_reads_holds_nobody_up_and_what_is_dropped_is_counted(
    ends: tuple[int, TextIOWrapper], caplog: pytest.LogCaptureFixture
) -> None:
    reader, stream = ends
    pipe = LogPipe(stream, kept=5)
    began = time.monotonic()
    for _ in range(20):
        pipe.write("x" * 2**16)
    pipe.drain(0.1)
    assert time.monotonic() - began < 10
    with caplog.at_level(logging.WARNING):
        while not caplog.records:
            os.read(reader, 2**16)
        pipe.drain(1)
    (said,) = [record.getMessage() for record in caplog.records]
    assert said in {f"{number} log entries were dropped: nobody read the log in time." for number in (14, 15)}
