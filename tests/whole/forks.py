"""Programs that start without their second of imports: one process imports the bot, each program is a fork of it.

The workers of a test run share that process. A fork runs what ``python -m bot`` runs, with its own folder, environment,
timings, standard streams and exit code::

    the test ── control socket ──▶ importer ──fork──▶ python -m bot …
        ◀── status pipe: process id, then exit code ──┘
"""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

import msgspec

from bot.app.timing_overrides import Timings
from tests.shared import shared
from tests.whole.fork_importer import LONGEST, Request

ROOT = Path(__file__).parent.parent.parent
_COMPLAINTS = "complaints"


class ImporterEndedError(Exception):
    """The process that all programs are forks of has ended."""

    def __init__(self, folder: Path) -> None:
        complaints = (folder / _COMPLAINTS).read_text(encoding="utf-8", errors="replace").rstrip()
        super().__init__(
            f"tests.whole.fork_importer has ended: {complaints or 'a signal, since it complained of nothing'}"
        )


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
        importer: Path,
    ) -> None:
        self.returncode: int | None = None
        self.stdout = stdout
        self.stderr = stderr
        self._pid = pid
        self._ending = asyncio.create_task(self._end(status, importer))

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

    async def _end(self, status: asyncio.StreamReader, importer: Path) -> int:
        self.returncode = _number(await status.read(), importer)  # to the end: else the pipe would stay open
        return self.returncode


class Forks:
    """A worker's connection to the process that has imported the bot, which ends with the last of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.connect(str(folder / "socket"))

    async def start(
        self,
        folder: Path,
        environment: Mapping[str, str],
        arguments: Sequence[str],
        *,
        timings: Timings | None = None,
        code: str | None = None,
        stdin: int = DEVNULL,
        stdout: int = PIPE,
        stderr: int = STDOUT,
    ) -> Fork:
        """Start a program in a folder, with these settings, command line and (as ``subprocess`` has it) streams.

        Its parts leave others alone for as long as ``timings`` says; without, for as long as they usually do. What
        ``code`` changes in it, or does in its place, is done first.
        """
        asked = Request(
            folder=str(folder), environment=dict(environment), arguments=list(arguments), timings=timings, code=code
        )
        request = msgspec.json.encode(asked)
        assert len(request) < LONGEST
        with contextlib.ExitStack() as theirs:
            streams, readers = [_nothing(theirs) if stdin == DEVNULL else stdin], []
            for wanted in (stdout, stderr, PIPE):
                ours, its = await _pipe(theirs) if wanted == PIPE else (None, wanted)
                streams.append(streams[1] if its == STDOUT else its)
                readers.append(ours)
            try:
                socket.send_fds(self._control, [request], streams)
            except ConnectionError:
                raise ImporterEndedError(self._folder) from None
        out, error, status = readers
        assert status is not None
        return Fork(_number(await status.readline(), self._folder), out, error, status, self._folder)

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
    complaints = (os.POSIX_SPAWN_OPEN, 2, str(folder / _COMPLAINTS), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(str(folder / "socket"))
        listening.listen()
        listening.set_inheritable(True)
        os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "tests.whole.fork_importer", str(listening.fileno())],
            {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            file_actions=[complaints],
            setsid=True,  # or SIGHUP would end it and all programs as its worker ends while one of them is suspended
        )
    return folder


def _forget_importer(folder: Path) -> None:
    shutil.rmtree(folder)


def _number(told: bytes, importer: Path) -> int:
    """Read a line of the status pipe, which is cut off where the importer has ended."""
    if not told:
        raise ImporterEndedError(importer)
    return int(told)


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
