"""Workers of a test run: forks of the process that has collected all tests, since collecting takes each some seconds.

::

    pytest -p no:xdist -p tests.forked_workers --workers 8:tests/whole --workers 1:tests/chat,tests/alerts --workers 2

Each ``--workers`` gives the tests of some files and folders to that many workers; one that names none gives them the
tests that no other has. Those of the first come before all others wherever both want a core.

The workers of a share take test after test from one queue, a pipe of indices; once that is empty, they help all shares
but the first. What pytest reports of each test, they pass on through a pipe of their own to the process that has made
them, which counts and shows it as if it had run them all.
"""

import os
import selectors
import signal
import struct
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

import msgspec
import pytest

NICE = 10
"""What is added to the niceness of workers that give way to the first ones."""

_INDEX = struct.Struct("H")
_CHUNK = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The tests of some files and folders, which go to the same workers."""

    workers: int
    paths: Sequence[str]

    @classmethod
    def parsed(cls, text: str) -> "Share":
        """Read what the command line says, such as ``8:tests/whole``."""
        workers, _, paths = text.partition(":")
        return cls(workers=int(workers), paths=paths.split(",") if paths else ())

    def __str__(self) -> str:
        """Return what the command line says."""
        return f"{self.workers}:{','.join(self.paths)}" if self.paths else str(self.workers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """What a worker says: which test it begins, or a report of it, as pytest makes one ready to be sent."""

    begins: int | None = None
    report: dict[str, object] | None = None


class _Queue:
    """Indices of tests, for several processes to take from."""

    def __init__(self, indices: Sequence[int]) -> None:
        self._reading, writing = os.pipe()
        with open(writing, "wb") as filled:  # noqa: PTH123 - a descriptor
            filled.write(b"".join(map(_INDEX.pack, indices)))

    def take(self) -> int | None:
        """Return the next, None once there is none."""
        packed = os.read(self._reading, _INDEX.size)
        return _INDEX.unpack(packed)[0] if packed else None

    def clear(self) -> None:
        """Leave none to be taken."""
        while os.read(self._reading, _CHUNK):
            pass


@dataclass(slots=True, kw_only=True)
class _Worker:
    """A worker, as the process that made it knows it.

    Attributes:
        pid: Its process.
        reports: Where it says what it runs.
        output: What it writes beside, which is of interest where it breaks.
        begun: The tests that it began, in their order.
        unread: The beginning of a message.
    """

    pid: int
    reports: IO[bytes]
    output: IO[bytes]
    begun: list[int] = field(default_factory=list)
    unread: bytes = b""

    def messages(self, chunk: bytes) -> Iterator[_Message]:
        """Read the messages that end in a chunk."""
        *lines, self.unread = (self.unread + chunk).split(b"\n")
        for line in lines:
            yield msgspec.json.decode(line, type=_Message)

    def leave(self) -> None:
        """Read no more of what it says and writes."""
        self.reports.close()
        self.output.close()


class _Reports:
    """The plugin that passes on, in a worker, what pytest reports there."""

    def __init__(self, config: pytest.Config, pipe: IO[bytes]) -> None:
        self._config = config
        self._pipe = pipe
        self._status = 0

    def say(self, message: _Message) -> None:
        """Say something to the process that made this one."""
        self._pipe.write(msgspec.json.encode(message) + b"\n")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Pass on a report, as pytest-xdist does."""
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self.say(_Message(report=data))

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Note how the worker ends."""
        self._status = 0 if exitstatus == pytest.ExitCode.TESTS_FAILED else int(exitstatus)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """End at once: nothing that is done after this matters, and to tidy up all modules takes a while."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(self._status)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line say who runs what."""
    parser.addoption(
        "--workers",
        action="append",
        default=[],
        type=Share.parsed,
        metavar="COUNT:PATH,…",
        help="fork so many workers for the tests of these paths, or for all others",
    )


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in workers; None where pytest itself has something to do, or to say, instead."""
    shares: list[Share] = session.config.option.workers
    if not shares or not session.items or session.testsfailed or session.config.option.collectonly:
        return None
    # One folder for all: each worker would make it anew at need, without those that others have made in it.
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # noqa: SLF001 - fixtures alone get at it
    sys.stdout.flush()
    sys.stderr.flush()
    workers: list[_Worker] = []
    queues = [_Queue(indices) for indices in _shared_out(session, shares)]
    for share, queue in zip(shares, queues, strict=True):
        for _ in range(share.workers):
            reading, writing = os.pipe()
            output = tempfile.TemporaryFile()  # noqa: SIM115 - read once the worker has ended
            if (pid := os.fork()) == 0:
                for worker in workers:
                    worker.leave()  # or it would not find out that nobody reads what it reports
                os.close(reading)
                _redirect(session.config, output)
                os.nice(0 if share is shares[0] else NICE)
                _work(session, (queue, *queues[1:]), os.fdopen(writing, "wb", buffering=0))
                return True
            os.close(writing)
            workers.append(_Worker(pid=pid, reports=os.fdopen(reading, "rb", buffering=0), output=output))
    try:
        _listen(session, workers, queues)
    except KeyboardInterrupt:
        _interrupt(workers, queues)
        raise
    return True


def _shared_out(session: pytest.Session, shares: Sequence[Share]) -> list[list[int]]:
    """Return which tests each share has."""
    found: list[list[int]] = [[] for _ in shares]
    rest = next((number for number, share in enumerate(shares) if not share.paths), None)
    for index, item in enumerate(session.items):
        path = PurePath(item.path.relative_to(session.config.rootpath))
        named = (n for n, share in enumerate(shares) if any(path.is_relative_to(each) for each in share.paths))
        number = next(named, rest)
        if number is None:
            raise pytest.UsageError(f"no worker has {path}")
        found[number].append(index)
    return found


def _redirect(config: pytest.Config, output: IO[bytes]) -> None:
    """Write into a file of the worker's own, also what is captured: all descriptors of the parent are shared."""
    capturing = config.pluginmanager.getplugin("capturemanager")
    assert capturing is not None
    capturing.stop_global_capturing()
    os.dup2(output.fileno(), 1)
    os.dup2(output.fileno(), 2)
    output.close()
    capturing.start_global_capturing()
    capturing.suspend_global_capture()


def _work(session: pytest.Session, queues: Sequence[_Queue], pipe: IO[bytes]) -> None:
    """Run what is in the queues, one after the other, and say what it comes to."""
    os.setpgrp()  # Ctrl-C is for the process that made us, which passes it on once
    reports = _Reports(session.config, pipe)
    session.config.pluginmanager.register(reports)
    index = _taken(queues)
    while index is not None:
        following = _taken(queues)  # what of the fixtures stays depends on it
        item, nextitem = session.items[index], None if following is None else session.items[following]
        reports.say(_Message(begins=index))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=nextitem)
        if session.shouldfail or session.shouldstop:
            return
        index = following


def _taken(queues: Sequence[_Queue]) -> int | None:
    """Take the next test of the first queue that has one."""
    return next((index for queue in queues if (index := queue.take()) is not None), None)


def _listen(session: pytest.Session, workers: list[_Worker], queues: Sequence[_Queue]) -> None:
    """Report what the workers say, until all have ended."""
    everyone = (*workers,)
    with selectors.DefaultSelector() as selector:
        for worker in workers:
            selector.register(worker.reports, selectors.EVENT_READ, worker)
        while workers:
            for key, _ in selector.select():
                worker, chunk = key.data, os.read(key.fd, _CHUNK)
                for message in worker.messages(chunk):
                    _hear(session, worker, message)
                if not chunk:
                    selector.unregister(worker.reports)
                    workers.remove(worker)
                    _end(session, worker)
            if session.shouldfail or session.shouldstop:
                _clear(queues)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    missing = len(session.items) - sum(len(worker.begun) for worker in everyone)
    if session.shouldstop or (missing and not session.testsfailed):
        raise session.Interrupted(session.shouldstop or f"nobody ran {missing} tests")


def _hear(session: pytest.Session, worker: _Worker, message: _Message) -> None:
    """Note what a worker begins, and report what it reports."""
    if message.begins is not None:
        worker.begun.append(message.begins)
    if message.report is not None:
        hook = session.config.hook
        report = hook.pytest_report_from_serializable(config=session.config, data=message.report)
        if isinstance(report.longrepr, list):  # JSON knows no tuples
            report.longrepr = tuple(report.longrepr)
        hook.pytest_runtest_logreport(report=report)
        if report.when == "teardown":
            hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)


def _end(session: pytest.Session, worker: _Worker) -> None:
    """Wait for a worker that says nothing more, and report it as a failed test where it broke."""
    _, status = os.waitpid(worker.pid, 0)
    if code := os.waitstatus_to_exitcode(status):
        worker.output.seek(0)
        nodeid = session.items[worker.begun[-1]].nodeid if worker.begun else "no test"
        broken = pytest.TestReport(
            nodeid=nodeid,
            location=(nodeid, None, nodeid),
            keywords={},
            outcome="failed",
            longrepr=f"Its worker ended with {code}, and had written:\n{worker.output.read().decode(errors='replace')}",
            when="call",
        )
        session.config.hook.pytest_runtest_logreport(report=broken)
    worker.leave()


def _interrupt(workers: Sequence[_Worker], queues: Sequence[_Queue]) -> None:
    """Have all workers end in order, which stops what their tests share, and wait for them."""
    _clear(queues)
    for worker in workers:
        os.kill(worker.pid, signal.SIGINT)
    for worker in workers:
        worker.leave()
        os.waitpid(worker.pid, 0)


def _clear(queues: Sequence[_Queue]) -> None:
    for queue in queues:
        queue.clear()
