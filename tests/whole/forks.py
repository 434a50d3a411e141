"""Programs that start without their second of imports: one process imports the bot, each program is a fork of it.

The workers of a test run share that process. A fork runs what ``python -m bot`` runs, with its own folder, environment,
timings, standard streams and exit code. Between it and the importing process stands a minder, which waits for its end::

    the test ── control socket ──▶ importer ──fork──▶ minder ──fork──▶ python -m bot …
        ◀──────────── status pipe: process id, then exit code ──┘
"""

import asyncio
import contextlib
import gc
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

import msgspec

from bot.app.hard_stop import leave
from bot.app.timings import Timings
from tests.shared import shared

ROOT = Path(__file__).parent.parent.parent
_MODULES = (
    "bot.__main__",
    "bot.app.check",
    "bot.app.demo",
    "bot.app.discord_platform",
    "bot.app.run",
    "bot.app.slack_platform",
    "bot.health.healthz_server",
    "bot.simulation.simulated_server",
    "concurrent.futures.thread",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "aiosqlite",
    "greenlet",
    "encodings.idna",
)
"""What the programs import at their start, or soon after."""

_DRIVER = ("asyncpg", "sqlalchemy.dialects.postgresql.asyncpg")
"""What those import that use PostgreSQL, where its driver is installed."""

_LONGEST = 2**16
_DESCRIPTORS = 4
"""Standard input, output and error, and the status pipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What a worker asks for: a program, as ``Forks.start`` describes it."""

    folder: str
    environment: dict[str, str]
    arguments: list[str]
    timings: Timings | None


class Fork:
    """One program; the part of ``asyncio.subprocess.Process`` that tests use.

    Attributes:
        returncode: Its exit code, or minus the signal that ended it; None while it runs.
        stdout: What it writes; None if that goes elsewhere.
        stderr: What it complains of; None if that goes elsewhere, or where the rest goes.
    """

    def __init__(
        self,
        pid: int,
        stdout: asyncio.StreamReader | None,
        stderr: asyncio.StreamReader | None,
        status: asyncio.StreamReader,
    ) -> None:
        self.returncode: int | None = None
        self.stdout = stdout
        self.stderr = stderr
        self._pid = pid
        self._ending = asyncio.create_task(self._end(status))

    async def wait(self) -> int:
        """Wait until it has ended, and return its exit code."""
        return await asyncio.shield(self._ending)

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, number)

    def kill(self) -> None:
        """End it at once, unless it has ended."""
        self.send_signal(signal.SIGKILL)

    async def _end(self, status: asyncio.StreamReader) -> int:
        self.returncode = int(await status.read())  # to the end: else the pipe would stay open
        return self.returncode


class Forks:
    """A worker's connection to the process that has imported the bot, which ends with the last of them."""

    def __init__(self, folder: Path) -> None:
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.connect(str(folder / "socket"))

    async def start(
        self,
        folder: Path,
        environment: Mapping[str, str],
        arguments: Sequence[str],
        *,
        timings: Timings | None = None,
        stdin: int = DEVNULL,
        stdout: int = PIPE,
        stderr: int = STDOUT,
    ) -> Fork:
        """Start a program in a folder, with these settings, command line and (as ``subprocess`` has it) streams.

        Its parts leave others alone for as long as ``timings`` says; without, for as long as they usually do.
        """
        asked = _Request(folder=str(folder), environment=dict(environment), arguments=list(arguments), timings=timings)
        request = msgspec.json.encode(asked)
        assert len(request) < _LONGEST
        with contextlib.ExitStack() as theirs:
            streams, readers = [_nothing(theirs) if stdin == DEVNULL else stdin], []
            for wanted in (stdout, stderr, PIPE):
                ours, its = await _pipe(theirs) if wanted == PIPE else (None, wanted)
                streams.append(streams[1] if its == STDOUT else its)
                readers.append(ours)
            socket.send_fds(self._control, [request], streams)
        out, error, status = readers
        assert status is not None
        return Fork(int(await status.readline()), out, error, status)

    def close(self) -> None:
        """Start no more programs."""
        self._control.close()


@contextlib.contextmanager
def shared_forks(shared_folder: Path) -> Iterator[Forks]:
    """Import the bot once for all programs of a test run."""
    with (
        shared(shared_folder / "importer", _start_importer, _forget_importer) as folder,
        contextlib.ExitStack() as last,
    ):
        forks = Forks(folder)
        last.callback(forks.close)
        yield forks


def _start_importer() -> Path:
    # Not pytest's folder: the path of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="importer-"))
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(str(folder / "socket"))
        listening.listen()
        listening.set_inheritable(True)
        os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "tests.whole.forks", str(listening.fileno())],
            {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )
    return folder


def _forget_importer(folder: Path) -> None:
    shutil.rmtree(folder)


def _nothing(closing: contextlib.ExitStack) -> int:
    nothing = os.open(os.devnull, os.O_RDONLY)
    closing.callback(os.close, nothing)
    return nothing


async def _pipe(closing: contextlib.ExitStack) -> tuple[asyncio.StreamReader, int]:
    reading, writing = os.pipe()
    closing.callback(os.close, writing)
    return await _reader(reading), writing


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _serve(listening: socket.socket) -> _Request:
    """Import the bot and fork at each request; return only in a fork that is to be the program."""
    _prepare()
    requests = _requests(listening)
    for request, descriptors in requests:
        if os.fork() == 0:
            requests.close()
            if _mind(descriptors):
                return msgspec.json.decode(request, type=_Request)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    os._exit(0)


def _prepare() -> None:
    """Import the bot, and make what it makes once for a process."""
    for module in _MODULES:
        __import__(module)
    with contextlib.suppress(ImportError):
        for module in _DRIVER:
            __import__(module)
    from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, SlackCheck  # noqa: PLC0415 - heavy: tests need none of it
    from bot.storage.record_adapter import RecordAdapter  # noqa: PLC0415 - as above

    for settings in (RunSettings, SimulatedSettings, CheckSettings, SlackCheck):
        settings.model_rebuild()
    for made in gc.get_objects():
        if isinstance(made, RecordAdapter):
            _ = made._adapter  # noqa: SLF001 - made with its first record
    gc.collect()
    gc.freeze()  # or each fork walks through all of it once, and copies every page that it touches


def _requests(listening: socket.socket) -> Generator[tuple[bytes, list[int]]]:
    """Yield what the workers ask for, each with its descriptors, until the last of them has left."""
    workers: list[socket.socket] = [listening.accept()[0]]
    try:
        while workers:
            for ready in select.select([listening, *workers], [], [])[0]:
                if ready is listening:
                    workers.append(listening.accept()[0])
                    continue
                request, descriptors, *_ = socket.recv_fds(ready, _LONGEST, _DESCRIPTORS)
                if request:
                    yield request, descriptors
                else:
                    ready.close()
                    workers.remove(ready)
    finally:
        for one in (listening, *workers):
            one.close()


def _mind(descriptors: Sequence[int]) -> bool:
    """Fork the program; True in the program itself, and in its minder False once that has ended."""
    *streams, status = descriptors
    pid = os.fork()
    if pid == 0:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        for descriptor in descriptors:
            os.close(descriptor)
        return True
    for stream in streams:
        os.close(stream)
    os.write(status, f"{pid}\n".encode())
    _, ended = os.waitpid(pid, 0)
    os.write(status, f"{os.waitstatus_to_exitcode(ended)}\n".encode())
    return False


def _let_frozen_be() -> None:
    """Have the first ``gc.unfreeze`` find nothing frozen, as in a new process, and not all that was imported."""
    unfreeze = gc.unfreeze

    def first() -> None:
        gc.unfreeze = unfreeze

    gc.unfreeze = first


def _become(asked: _Request) -> int:
    """Be the program, and return its exit code."""
    from bot.__main__ import main  # noqa: PLC0415 - heavy: as above

    _let_frozen_be()
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.environment)
    # Those there are were made for other files: whether one seeks, is a terminal or is read by somebody was asked then.
    buffering = 1 if "PYTHONUNBUFFERED" in asked.environment else -1
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
    sys.argv = ["bot", *asked.arguments]
    return main(timings=asked.timings)


if __name__ == "__main__":
    leave(_become(_serve(socket.socket(fileno=int(sys.argv[1])))))
