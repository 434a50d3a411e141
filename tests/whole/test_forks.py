"""The process that programs are forks of outlives the workers that ask it, and is named where it has ended."""

import asyncio
import os
import socket
from pathlib import Path

import msgspec
import pytest

from tests.whole.fork_importer import LONGEST, Request
from tests.whole.forks import Forks, ImporterEndedError

IN_THE_IMPORTERS_SESSION = "import os; os._exit(os.getsid(0) == os.getppid())"
SOME_CODE = 3


async def test_the_importer_has_a_session_of_its_own_so_no_workers_end_is_a_hangup(
    forks: Forks, tmp_path: Path
) -> None:
    program = await forks.start(tmp_path, {}, [], code=IN_THE_IMPORTERS_SESSION)
    assert await program.wait() == 1


async def test_a_worker_that_reads_no_more_does_not_end_the_importer(
    forks: Forks, shared_folder: Path, tmp_path: Path
) -> None:
    asked = Request(folder=str(tmp_path), environment={}, arguments=["--version"], timings=None, code=None)
    nothing, (reading, status) = os.open(os.devnull, os.O_RDWR), os.pipe()
    os.close(reading)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as control:
        control.connect(str(shared_folder / "importer" / "socket"))
        socket.send_fds(control, [msgspec.json.encode(asked)], [nothing, nothing, nothing, status])
        control.shutdown(socket.SHUT_WR)
        await asyncio.to_thread(control.recv, 1)  # it has told which process it is
    os.close(nothing)
    os.close(status)
    program = await forks.start(tmp_path, {}, [], code=f"import os; os._exit({SOME_CODE})")
    assert await program.wait() == SOME_CODE


async def test_an_importer_that_has_ended_is_named_with_what_it_complained_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has at most 107 characters
    folder = Path()
    (folder / "complaints").write_text("MemoryError: no page left\n", encoding="ascii")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind("socket")
        listening.listen()
        forks = Forks(folder)
        control, _ = listening.accept()
    with control:
        starting = asyncio.create_task(forks.start(folder, {}, []))
        _, streams, *_ = await asyncio.to_thread(socket.recv_fds, control, LONGEST, 4)
        os.write(streams[-1], b"1234\n")
        program = await starting
        for stream in streams:
            os.close(stream)
        with pytest.raises(ImporterEndedError, match="MemoryError: no page left"):
            await program.wait()
    with pytest.raises(ImporterEndedError, match="MemoryError: no page left"):
        await forks.start(folder, {}, [])
    forks.close()
