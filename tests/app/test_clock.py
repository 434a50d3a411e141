"""The clock that nobody sets goes on from one program to the next."""

import asyncio
import sys
import time

import pytest

from bot.app.clock import uptime


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
