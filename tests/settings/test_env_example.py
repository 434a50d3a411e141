"""``.env.example`` holds every setting, each with its reason and its default."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.settings.load_settings import load
from bot.settings.schema import RunSettings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
FILLED_IN = {
    "USEAPI_TOKEN": "user:1-a",
    "DISCORD_TOKEN": "a-token",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
}
"""What somebody is to fill in; of the two platforms one is enough."""
NAMES = sorted(name.upper() for name in RunSettings.model_fields)


def test_the_example_holds_every_setting_with_its_reason_and_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocks = [block.splitlines() for block in EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]]
    held: dict[str, str] = {}
    for *reason, last in blocks:
        assert reason
        assert all(re.match(r"# \S", line) for line in reason)
        name, _, value = last.partition("=")
        required = name in FILLED_IN
        assert name.startswith("#") != required, last
        held[name.removeprefix("#")] = value
    assert sorted(held) == NAMES
    assert not any(held[name] for name in FILLED_IN)
    for name, value in (FILLED_IN | {name: value for name, value in held.items() if value}).items():
        monkeypatch.setenv(name, value)
    settings = load(RunSettings, tmp_path / "no.env")
    for name, field in RunSettings.model_fields.items():
        default = field.get_default()
        assert name.upper() in FILLED_IN or getattr(settings, name) == default, name
        assert (default in (None, (), PydanticUndefined)) == (held[name.upper()] == ""), name
