"""What a program of each kind has imported: of the other platform, nothing."""

import subprocess
import sys

import pytest

from tests.rings import ROOT

IMPORTED = """
import sys
import bot.__main__
import bot.app.run
from bot.app.platform_assembly import own_watches, platform_makers
from bot.settings.load_settings import load
from bot.settings.schema import SimulatedSettings

settings = load(SimulatedSettings)
assert len(platform_makers(settings)) == len(own_watches(settings)) == int(sys.argv[1])
print(*(name for name in ("bot.chat.discord", "bot.chat.slack", "discord", "slack_sdk") if name in sys.modules))
"""
DISCORD = {"DISCORD_TOKEN": "a-token", "ALERT_CHANNEL_ID": "7"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_ALERT_CHANNEL_ID": "C1"}


@pytest.mark.parametrize(
    ("settings", "platforms", "imported"),
    [
        (DISCORD, 1, ["bot.chat.discord", "discord"]),
        (SLACK, 1, ["bot.chat.slack"]),
        (DISCORD | SLACK, 2, ["bot.chat.discord", "bot.chat.slack", "discord"]),
    ],
    ids=["discord", "slack", "both"],
)
def test_a_platform_is_imported_only_where_its_tokens_are_set(
    settings: dict[str, str], platforms: int, imported: list[str]
) -> None:
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", IMPORTED, str(platforms)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT / "tests" / "app",  # where there is no .env
        env={**settings, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == imported
