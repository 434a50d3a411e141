"""Programs that start without their second of imports: one process imports the bot, each program is a fork of it.

A fork runs what ``python -m bot`` runs, with its own folder, environment, standard output and exit code. Between it and
the importing process stands a minder, which waits for its end::

    the test ── control socket ──▶ importer ──fork──▶ minder ──fork──▶ python -m bot …
        ◀──────────── status pipe: process id, then exit code ──┘
"""

import asyncio
import contextlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_MODULES = ("bot.app.run", "bot.health.health_server", "bot.simulation.simulated_server")
"""What the program imports at its start, or soon after."""

_LONGEST = 2**16


class Fork:
    """One program; the part of ``asyncio.subprocess.Process`` that tests use.

    Attributes:
        returncode: Its exit code, or minus the signal that ended it; None while it runs.
        stdout: What it writes, standard error included.
    """

    def __init__(self, pid: int, stdout: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.returncode: int | None = None
        self.stdout = stdout
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
    """The process that has imported the bot; close it after the last program."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        with theirs:
            self._importer = subprocess.Popen(  # noqa: S603 - this file
                [sys.executable, "-m", "tests.whole.forks", str(theirs.fileno())],
                cwd=ROOT,
                env={**kept, "PYTHONUNBUFFERED": "1"},
                pass_fds=[theirs.fileno()],
            )

    async def start(self, folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> Fork:
        """Start a program in a folder, with these settings and this command line."""
        request = json.dumps([str(folder), dict(environment), list(arguments)]).encode()
        assert len(request) < _LONGEST
        stdout, their_stdout = os.pipe()
        status, their_status = os.pipe()
        socket.send_fds(self._control, [request], [their_stdout, their_status])
        os.close(their_stdout)
        os.close(their_status)
        status_lines = await _reader(status)
        return Fork(int(await status_lines.readline()), await _reader(stdout), status_lines)

    def close(self) -> None:
        """End the importing process."""
        self._control.close()
        self._importer.wait(timeout=20)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _serve(control: socket.socket) -> None:
    """Import the bot and fork at each request; return only in a fork that is to be the program."""
    for module in _MODULES:
        __import__(module)
    while True:
        request, descriptors, *_ = socket.recv_fds(control, _LONGEST, 2)
        if not request:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            if _mind(*descriptors):
                _become(*json.loads(request))
                return
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _mind(stdout: int, status: int) -> bool:
    """Fork the program; True in the program itself, and in its minder False once that has ended."""
    pid = os.fork()
    if pid == 0:
        os.close(status)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, descriptor in enumerate((nothing, stdout, stdout)):
            os.dup2(descriptor, number)
        os.close(nothing)
        os.close(stdout)
        return True
    os.close(stdout)
    os.write(status, f"{pid}\n".encode())
    _, ended = os.waitpid(pid, 0)
    os.write(status, f"{os.waitstatus_to_exitcode(ended)}\n".encode())
    return False


def _become(folder: str, environment: dict[str, str], arguments: list[str]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["bot", *arguments]


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
