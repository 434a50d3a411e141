"""What a program of each kind has imported: nothing of the other platform, and no module that nobody here uses."""

import json
import subprocess
import sys

from tests.rings import ROOT

IMPORTED = """
import json, os, sys
import bot.__main__
import bot.app.run
from bot.app.platform_assembly import own_watches, platform_makers
from bot.settings.load_settings import load
from bot.settings.schema import SimulatedSettings

HEAVY = ("bot.chat.discord", "bot.chat.slack", "discord", "slack_sdk")
UNUSED = ("sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "alembic", "matplotlib")
for environment in json.loads(sys.argv[1]):
    if os.fork() == 0:
        os.environ.update(environment)
        settings = load(SimulatedSettings)
        assert len(platform_makers(settings)) == len(own_watches(settings)) == 1
        print(json.dumps([name for name in HEAVY + UNUSED if name in sys.modules]), flush=True)
        os._exit(0)
    assert os.wait()[1] == 0
"""
"""Names what is imported with each environment, in a process forked for it, since all of them import the rest."""

DISCORD = {"DISCORD_TOKEN": "a-token", "ALERT_CHANNEL_ID": "7"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_ALERT_CHANNEL_ID": "C1"}


def test_a_platform_is_imported_only_where_its_tokens_are_set_and_no_orm_at_all() -> None:
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", IMPORTED, json.dumps([DISCORD, SLACK])],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT / "tests" / "app",  # where there is no .env
        env={"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        ["bot.chat.discord", "discord"],
        ["bot.chat.slack"],
    ]


def test_whoever_imported_sqlalchemys_own_package_before_keeps_it() -> None:
    program = (
        "import sqlalchemy.ext.asyncio as own; import bot.storage; import sqlalchemy.ext.asyncio as still; "
        "assert still is own and own.AsyncSession"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)  # noqa: S603 - ours
