"""``run`` as a service starts it: what the log says of an end, and the exit code."""

import json
import re
from pathlib import Path

from tests.app.started import ran
from tests.whole.forks import Forks

TOKENS = {"DISCORD_TOKEN": "a.b.c", "USEAPI_TOKEN": "user:1-a"}
A_FAULT = """
import bot.app.run

async def boom(*_):
    raise RuntimeError("a bug of ours, with user:1-a")

bot.app.run.run = boom
"""
STUCK = """
import asyncio, os, sys
import bot.__main__
from bot.errors import CannotStart

bot.__main__.LEFT_AFTER = 0.1

async def never_ends():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            pass

async def stuck(last):
    global stays
    stays = asyncio.create_task(never_ends())
    await asyncio.sleep(0)
    if isinstance(last, Exception):
        raise last
    return last

for last in (0, 1, CannotStart("no token")):
    if os.fork() == 0:
        asyncio.run(bot.__main__._until_stopped(stuck(last), 60))
    print(os.waitstatus_to_exitcode(os.wait()[1]), file=sys.stderr)
os._exit(0)
"""
"""A program that leaves something behind which does not end, in a process forked for each end that it may have."""


async def test_a_fault_of_its_own_is_logged_before_it_ends(forks: Forks, tmp_path: Path) -> None:
    code, _, error = await ran(forks, tmp_path, "run", settings=TOKENS, code=A_FAULT)
    start, fault, *traceback = error.splitlines()
    assert re.search(r" INFO bot: capacity-bot \S+ starts\.$", start)
    assert fault.endswith("CRITICAL bot: The program ended by a fault of its own; please report it with the log.")
    assert traceback[-1] == "    RuntimeError: a bug of ours, with [secret]"
    assert code == 1


async def test_a_log_of_json_says_in_json_why_it_did_not_start(forks: Forks, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    settings = {
        **TOKENS,
        "LOG_FORMAT": "json",
        "DATABASE_URL": "sqlite+aiosqlite:///taken/capacity.db",
        "USEAPI_TOKN": "user:1-a",
    }
    code, _, error = await ran(forks, tmp_path, "run", settings=settings)
    said = [json.loads(line) for line in error.splitlines()]
    misspelt = "USEAPI_TOKN in the environment is not a setting: did you mean USEAPI_TOKEN?"
    assert (said[0]["level"], said[0]["message"]) == ("WARNING", misspelt)
    assert said[-1]["level"] == "CRITICAL"
    assert said[-1]["message"].startswith("there is no place for the database taken/capacity.db: ")
    assert code == 2


async def test_what_hangs_at_the_end_of_a_program_changes_nothing_about_it(forks: Forks, tmp_path: Path) -> None:
    code, _, error = await ran(forks, tmp_path, code=STUCK)
    assert code == 0
    stopped = "Stopped without waiting any longer: something did not end within 0.1 s."
    assert error.splitlines() == [stopped, "0", stopped, "1", "capacity-bot: no token", stopped, "2"]
