"""The process that imports the bot once: each program that a test asks for is a fork of it, as ``forks`` describes."""

import asyncio
import contextlib
import gc
import logging
import os
import select
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import walk_packages

import msgspec

import bot
from bot.app import gc_tuning
from bot.app.hard_stop import leave
from bot.app.timing_overrides import Timings
from tests.compiled_statements import share_statements

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

_NOWHERE = "http://127.0.0.1:1"
_NOBODY_ANSWERS = {
    "DISCORD_TOKEN": "MTIzNDU2Nzg5MDEyMzQ1Njc4.made.up",
    "DISCORD_API_URL": _NOWHERE,
    "SLACK_BOT_TOKEN": "xoxb-made-up",
    "SLACK_APP_TOKEN": "xapp-made-up",
    "SLACK_API_URL": _NOWHERE,
    "POLL_SECONDS": "1",
}
"""The settings of the rehearsal."""

_REHEARSAL = 1.0
"""Processor seconds: enough for a start and some looks. What there is no time for, each fork does for itself."""

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
    workers = _accepted(listening)
    programs: dict[int, int] = {}  # the status pipe of each, by what is readable once it has ended
    while workers:
        for ready in select.select([listening.fileno(), *workers, *programs], [], [])[0]:
            if ready in programs:
                _tell_end(ready, programs.pop(ready))
            elif ready not in workers:
                workers |= _accepted(listening)
            elif (asked := socket.recv_fds(workers[ready], LONGEST, _DESCRIPTORS))[0]:
                *streams, status = asked[1]
                if (pid := os.fork()) == 0:
                    for each in (listening, *workers.values()):
                        each.close()
                    _take_over(streams, others=(*programs, *programs.values(), status))
                    return msgspec.json.decode(asked[0], type=Request)
                _tell(status, pid)
                programs[os.pidfd_open(pid)] = status
                _close(streams)
            else:
                workers.pop(ready).close()
    os._exit(0)


def _prepare() -> None:
    """Import the bot, and make what it makes once for a process."""
    ours = [module.name for module in walk_packages(bot.__path__, "bot.") if not module.name.startswith(_MIGRATIONS)]
    with gc_tuning.importing():
        for module in (*ours, *_MODULES):
            import_module(module)
        with contextlib.suppress(ImportError):
            for module in _DRIVER:
                import_module(module)
    from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, SlackCheck  # noqa: PLC0415 - heavy: tests need none of it
    from bot.storage.record_rows import RecordAdapter  # noqa: PLC0415 - as above

    for settings in (RunSettings, SimulatedSettings, CheckSettings, SlackCheck):
        settings.model_rebuild()
    gc.unfreeze()  # or the next line finds nothing that was imported
    for made in gc.get_objects():
        if isinstance(made, RecordAdapter):
            _ = made._adapter  # noqa: SLF001 - made with its first record
    _rehearse()
    gc.collect()
    gc.freeze()  # or each fork walks through all of it once, and copies every page that it touches


def _rehearse() -> None:
    """Run the bot, while neither platform answers: what it compiles and looks up the first time, each fork inherits."""
    from bot.app.run import run  # noqa: PLC0415 - heavy: tests need none of it
    from bot.settings.load_settings import load  # noqa: PLC0415 - as above
    from bot.settings.schema import SimulatedSettings  # noqa: PLC0415 - as above

    async def rehearsal() -> None:
        running = asyncio.create_task(run(load(SimulatedSettings)))
        begun = time.process_time()
        while time.process_time() < begun + _REHEARSAL:  # noqa: ASYNC110 - no event tells how much it has done
            await asyncio.sleep(0.1)
        running.cancel()

    share_statements()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        os.environ.update(_NOBODY_ANSWERS)
        asyncio.run(rehearsal())
    logging.disable(logging.NOTSET)


def _accepted(listening: socket.socket) -> dict[int, socket.socket]:
    """Return the next worker that has come, by its number."""
    worker = listening.accept()[0]
    return {worker.fileno(): worker}


def _take_over(streams: Sequence[int], *, others: Iterable[int]) -> None:
    """Use streams as one's own, and leave to the importer what is for it alone: a pipe ends once nobody has it open."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    _close((*streams, *others))


def _tell_end(ended: int, status: int) -> None:
    """Write the exit code of a program that has ended, or minus the signal that ended it."""
    end = os.waitid(os.P_PIDFD, ended, os.WEXITED)
    assert end is not None
    _tell(status, end.si_status if end.si_code == os.CLD_EXITED else -end.si_status)
    _close((ended, status))


def _tell(status: int, number: int) -> None:
    """Write a number into the status pipe of a program, unless its test reads no more."""
    with contextlib.suppress(BrokenPipeError):
        os.write(status, f"{number}\n".encode())


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _become(asked: Request) -> int:
    """Be the program, and return its exit code."""
    from bot.__main__ import main  # noqa: PLC0415 - heavy: as above

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
