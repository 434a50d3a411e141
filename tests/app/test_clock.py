"""The clock that nobody sets goes on from one program to the next."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.app.clock import NEVER_BEFORE, until_set, uptime


def test_the_uptime_follows_an_earlier_one_and_no_later_one() -> None:
    earlier = uptime()
    time.sleep(0.01)
    later = uptime()

    assert earlier.seconds < later.seconds
    assert not earlier.follows(later)
    assert later.follows(earlier) is (later.boot is not None)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't say which start of the machine it is")
async def test_another_program_on_the_machine_has_the_same_uptime() -> None:
    code = "from bot.app.clock import uptime; print(uptime().boot, uptime().seconds, sep='\\n')"
    before = uptime()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    boot, seconds = said.decode().splitlines()
    after = uptime()

    assert before.boot == boot == after.boot
    assert before.seconds <= float(seconds) <= after.seconds


async def test_nothing_begins_before_a_clock_that_starts_in_1970_was_set(caplog: pytest.LogCaptureFixture) -> None:
    said = [datetime(1970, 1, 1, tzinfo=UTC)]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        said[0] = NEVER_BEFORE if len(slept) == 3 else said[0] + timedelta(seconds=seconds)

    await until_set(lambda: said[0], sleep)
    await until_set(lambda: said[0], sleep)
    assert len(slept) == 3
    assert [record.message for record in caplog.records] == [
        "The start waits for this machine's clock to be set: it says 1970-01-01 00:00."
    ]
