"""The manifest of the Slack app: within Slack's limits, and explained in docs/slack.md."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

from bot.chat.slack.app_scopes_and_tokens import NEEDED
from tests.rings import ROOT
from tests.rows import each_row

LIMITS: dict[str, Any] = json.loads((Path(__file__).parent / "manifest-limits.json").read_text(encoding="utf-8"))
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "docs/slack-manifest.yaml").read_text(encoding="utf-8"))
DOCUMENT = (ROOT / "docs/slack.md").read_text(encoding="utf-8")


def mistakes(manifest: object) -> list[str]:
    """Return what Slack would refuse."""
    return [f"{list(error.path)}: {error.message}" for error in Draft7Validator(LIMITS).iter_errors(manifest)]


def test_slack_takes_the_manifest() -> None:
    Draft7Validator.check_schema(LIMITS)
    assert mistakes(MANIFEST) == []


@each_row(
    ("part", "wrong"),
    [
        ("display_information", {"name": "a" * 36}),
        ("display_information", {"name": "a", "description": "a" * 141}),
        (
            "features",
            {"slash_commands": [{"command": "capacity", "description": "a"}], "bot_user": {"display_name": "a"}},
        ),
        (
            "features",
            {**MANIFEST["features"], "shortcuts": [{**MANIFEST["features"]["shortcuts"][0], "name": "a" * 25}]},
        ),
        ("settings", {**MANIFEST["settings"], "socket_mode": True}),
        ("settings", {"event_subscriptions": {"bot_events": ["app_home_opened"] * 2}}),
        ("oauth_config", {"scopes": {"bots": []}}),
    ],
)
def test_what_slack_would_refuse_is_found(part: str, wrong: object) -> None:
    assert mistakes({**MANIFEST, part: wrong}) != []


def test_it_needs_no_address_of_ours_and_no_token_that_changes() -> None:
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is settings["interactivity"]["is_enabled"] is True
    assert settings["token_rotation_enabled"] is False
    assert "http" not in json.dumps(MANIFEST)


def test_it_asks_for_what_the_program_needs() -> None:
    assert sorted(MANIFEST["oauth_config"]["scopes"]["bot"]) == sorted(NEEDED)


def test_the_document_says_why_each_scope_is_asked_for() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    explained = re.findall(r"^\| (`[a-z`.:, ]+`) \|", DOCUMENT, re.MULTILINE)
    named = [scope for row in explained for scope in re.findall(r"`([^`]+)`", row)]
    assert sorted(named) == sorted([*scopes["bot"], *scopes["bot_optional"]])
