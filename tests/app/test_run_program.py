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
