"""The process that imports the bot once: each program that a test asks for is a fork of it, as ``forks`` describes."""

import contextlib
import gc
import os
import select
import socket
import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages

import msgspec

import bot
from bot.app import gc_tuning
from bot.app.hard_stop import leave
from bot.app.timing_overrides import Timings

_MODULES = (
    "concurrent.futures.thread",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "aiosqlite",
    "greenlet",
    "encodings.ascii",
    "encodings.idna",
    "prompt_toolkit.input.vt100",
    "prompt_toolkit.key_binding.bindings.search",
)
"""What programs import beside the bot, at their start or soon after."""

_MIGRATIONS = "bot.storage.migrations."
"""What Alembic runs; the rest of the bot is imported, whether programs import it at their start or later."""

_DRIVER = ("asyncpg", "sqlalchemy.dialects.postgresql.asyncpg")
"""What those import that use PostgreSQL, where its driver is installed."""

LONGEST = 2**16
"""A request is shorter than this, in bytes."""

_DESCRIPTORS = 4
"""Standard input, output and error, and the status pipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a worker asks for: a program, as ``Forks.start`` describes it."""

    folder: str
    environment: dict[str, str]
    arguments: list[str]
    timings: Timings | None
    code: str | None


def _serve(listening: socket.socket) -> Request:
    """Import the bot and fork at each request; return only in a fork that is to be the program."""
    _prepare()
    requests = _requests(listening)
    for request, descriptors in requests:
        if os.fork() == 0:
            requests.close()
            if _mind(descriptors):
                return msgspec.json.decode(request, type=Request)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    os._exit(0)


def _prepare() -> None:
    """Import the bot, and make what it makes once for a process."""
    ours = [module.name for module in walk_packages(bot.__path__, "bot.") if not module.name.startswith(_MIGRATIONS)]
    with gc_tuning.paused():
        for module in (*ours, *_MODULES):
            import_module(module)
        with contextlib.suppress(ImportError):
            for module in _DRIVER:
                import_module(module)
    from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, SlackCheck  # noqa: PLC0415 - heavy: tests need none of it
    from bot.storage.record_table import RecordAdapter  # noqa: PLC0415 - as above

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
                request, descriptors, *_ = socket.recv_fds(ready, LONGEST, _DESCRIPTORS)
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


def _become(asked: Request) -> int:
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
    if asked.code is not None:
        exec(asked.code, {"__name__": "__main__"})  # noqa: S102 - a test's own
    return main(timings=asked.timings)


if __name__ == "__main__":
    leave(_become(_serve(socket.socket(fileno=int(sys.argv[1])))))
