"""Pictures from a process of their own: here a small program that fails, hangs or reports to the test.

The one that draws is proven with the whole program (``tests/whole/test_history.py``).
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator

import pytest

from bot.charts.chart import Chart
from bot.charts.chart_process import ChartRenderer, NotDrawn
from bot.settings.load_settings import child_environment
from tests.charts.charted import charted
from tests.rows import each_row

CHART = charted("12?3", subject="$minimax \ud800")
PATIENCE = 30.0


def program(source: str, *arguments: object) -> tuple[str, ...]:
    """Return the command that runs a source, without the packages of others: it starts in a third of the time."""
    return (sys.executable, "-S", "-c", source, *map(str, arguments))


class Desk:
    """A loopback server to which a program reports when it starts; it waits there for its picture, until let go."""

    def __init__(self) -> None:
        self.arrived: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self.program: tuple[str, ...] = ()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Desk"]:
        """Listen, for as long as the test needs it."""
        server = await asyncio.start_server(lambda *streams: self.arrived.put_nowait(streams), "127.0.0.1")
        port = server.sockets[0].getsockname()[1]
        source = (
            "import socket, sys; far = socket.create_connection(('127.0.0.1', int(sys.argv[1]))); "
            "sys.stdin.buffer.read(); sys.stdout.buffer.write(far.recv(99))"
        )
        self.program = program(source, port)
        async with server:
            yield self

    async def next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Wait for the next program that reports."""
        return await asyncio.wait_for(self.arrived.get(), PATIENCE)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Desk().open() as opened:
        yield opened


async def render_png(renderer: ChartRenderer, chart: Chart = CHART) -> bytes:
    async with renderer.started() as render:
        return await render(chart)


async def give(writer: asyncio.StreamWriter, picture: bytes) -> None:
    writer.write(picture)
    await writer.drain()
    writer.close()


async def test_the_child_process_inherits_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = {"DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "USEAPI_TOKEN", "HEARTBEAT_URL"}
    for name in secret:
        monkeypatch.setenv(name, "hush")
    source = "import os, sys; sys.stdin.buffer.read(); print(' '.join(sorted(os.environ)))"
    for renderer in (
        ChartRenderer(environment=child_environment(), program=program(source)),
        ChartRenderer(program=program(source)),
    ):
        assert not secret & set((await render_png(renderer)).decode().split())
    assert "PATH" in child_environment()


@each_row(
    ("source", "why"),
    [
        ("import sys; sys.exit('first\\nno matplotlib here')", "ended with 1: no matplotlib here"),
        ("import sys; sys.stdin.close(); sys.exit(3)", "ended with 3: "),
        ("import os; os.kill(os.getpid(), 9)", "ended with -9: "),
    ],
    ids=["says why", "does not read", "is killed"],
)
async def test_a_program_that_fails_raises_not_drawn_with_its_reason(source: str, why: str) -> None:
    with pytest.raises(NotDrawn, match=why):
        await render_png(ChartRenderer(program=program(source)), charted("1" * 5000))


async def test_a_program_that_does_not_start_raises_not_drawn() -> None:
    with pytest.raises(NotDrawn, match="did not start"):
        await render_png(ChartRenderer(program=("/nowhere/python",)))


async def test_a_program_that_takes_too_long_raises_not_drawn() -> None:
    endless = program("import threading; threading.Event().wait()")
    with pytest.raises(NotDrawn, match=r"longer than 0\.1 s"):
        await render_png(ChartRenderer(time_limit=0.1, program=endless))


async def test_a_cancelled_drawing_ends_its_process(desk: Desk) -> None:
    drawing = asyncio.create_task(render_png(ChartRenderer(program=desk.program)))
    reader, writer = await desk.next()

    drawing.cancel()

    with contextlib.suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    with pytest.raises(asyncio.CancelledError):
        await drawing
    writer.close()


async def test_the_program_starts_before_there_is_a_chart_and_ends_without_one(desk: Desk) -> None:
    async with ChartRenderer(program=desk.program).started():
        reader, writer = await desk.next()

    with contextlib.suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()


async def test_pictures_are_drawn_one_at_a_time(desk: Desk) -> None:
    plotter = ChartRenderer(program=desk.program)
    first = asyncio.create_task(render_png(plotter))
    _, one = await desk.next()
    second = asyncio.create_task(render_png(plotter))
    elsewhere = asyncio.create_task(render_png(ChartRenderer(program=desk.program)))
    _, other = await desk.next()
    await give(other, b"elsewhere")

    assert (await elsewhere, second.done(), desk.arrived.empty()) == (b"elsewhere", False, True)

    await give(one, b"first")
    assert await first == b"first"
    _, two = await desk.next()
    await give(two, b"second")
    assert await second == b"second"


async def test_after_a_program_that_drew_nothing_the_next_picture_is_drawn(desk: Desk) -> None:
    plotter = ChartRenderer(program=desk.program)
    failing = asyncio.create_task(render_png(plotter))
    _, writer = await desk.next()
    await give(writer, b"")
    with pytest.raises(NotDrawn, match="ended with 0: "):
        await failing

    drawing = asyncio.create_task(render_png(plotter))
    _, writer = await desk.next()
    await give(writer, b"drawn")
    assert await drawing == b"drawn"
