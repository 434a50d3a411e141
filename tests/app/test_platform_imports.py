"""Nobody pays for a platform that is not set up, nor for the ORM; what a start imports, ``test_imports`` says."""

import subprocess
import sys
from types import ModuleType

import pytest

from bot.app.platform_assembly import own_watches, platform_makers
from bot.settings.schema import SimulatedSettings
from bot.storage.sqlalchemy_without_orm import leave_out_orm
from tests.rings import ROOT
from tests.rows import each_row

ENGINE = """
import sys
import bot.storage.transactions, sqlalchemy.dialects.sqlite.aiosqlite

assert {"sqlalchemy.orm", "sqlalchemy.dialects.postgresql"}.isdisjoint(sys.modules)
"""


@each_row(
    ("given", "others"),
    [
        ({"discord_token": "a-token", "alert_channel_id": "7"}, ("bot.app.slack_platform", "bot.chat.slack.slack_ids")),
        (
            {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "slack_alert_channel_id": "C1"},
            ("bot.app.discord_platform",),
        ),
    ],
    ids=["Discord", "Slack"],
)
def test_a_platform_is_imported_only_where_its_tokens_are_set(given: dict[str, str], others: tuple[str, ...]) -> None:
    settings = SimulatedSettings.model_validate(given)
    with pytest.MonkeyPatch.context() as patched:
        for name in others:
            patched.setitem(sys.modules, name, None)  # to import it would fail
        assert len(platform_makers(settings)) == len(own_watches(settings)) == 1


def test_the_engine_is_imported_without_the_orm() -> None:
    subprocess.run([sys.executable, "-c", ENGINE], cwd=ROOT, check=True)  # noqa: S603 - ours


def test_whoever_imported_sqlalchemys_own_package_before_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ModuleType("sqlalchemy.ext.asyncio")
    monkeypatch.setitem(sys.modules, own.__name__, own)
    leave_out_orm()
    assert sys.modules[own.__name__] is own
