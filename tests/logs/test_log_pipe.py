"""The log keeps nobody waiting, and says what it had to drop."""

import contextlib
import logging
import os
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

import pytest

from bot.logs import LogPipe


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
    left = fill(stream.fileno())
    pipe = LogPipe(stream, kept=5)
    for number in range(20):
        pipe.write(f"{number}\n")
    pipe.drain(0.1)
    with caplog.at_level(logging.WARNING):
        os.read(reader, left)
        pipe.drain(10)
    arrived = os.read(reader, 2**16).decode().split()
    assert arrived == [str(number) for number in range(len(arrived))]
    assert len(arrived) in {5, 6}  # with or without one that the thread had taken already
    (said,) = [record.getMessage() for record in caplog.records]
    assert said == f"{20 - len(arrived)} log entries were dropped: nobody read them in time, or the disk was full."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is simulated by Linux only")
def test_what_a_full_disk_does_not_take_is_counted_once_there_is_room(
    ends: tuple[int, TextIOWrapper], caplog: pytest.LogCaptureFixture
) -> None:
    reader, stream = ends
    room = os.dup(stream.fileno())
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        os.dup2(full.fileno(), stream.fileno())
        pipe = LogPipe(stream)
        with caplog.at_level(logging.WARNING):
            pipe.write("lost\n")
            pipe.write("lost, too\n")
            pipe.drain(10)
            assert caplog.messages == []
            os.dup2(room, stream.fileno())
            pipe.write("kept\n")
            pipe.drain(10)
    os.close(room)
    assert os.read(reader, 2**16) == b"kept\n"
    assert caplog.messages == ["2 log entries were dropped: nobody read them in time, or the disk was full."]


def fill(descriptor: int) -> int:
    """Write to a pipe until it takes no more, and return how many bytes it took."""
    os.set_blocking(descriptor, False)
    taken = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            taken += os.write(descriptor, b"x" * 2**12)
    os.set_blocking(descriptor, True)
    return taken
