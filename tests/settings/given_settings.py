"""Settings that tests begin with: made-up tokens, and a file to read them from."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.settings.load_settings import load
from bot.settings.schema import RunSettings

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789AB"
KEY = "user:12345-abcdefghijklmnop"
NEEDED = {"DISCORD_TOKEN": TOKEN, "USEAPI_TOKEN": KEY}
BOT, APP = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy", "xapp-1-A02BC3D4E5F-2345678901234-0123456789abcdef"
ON_SLACK = {"USEAPI_TOKEN": KEY, "SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
NAMES = sorted(name.upper() for name in RunSettings.model_fields)


def write(lines: Mapping[str, str]) -> None:
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()), encoding="utf-8")


def run_with(**lines: str) -> RunSettings:
    write(NEEDED | lines)
    return load(RunSettings)


def complaint(**lines: str) -> str:
    with pytest.raises(BadSettings) as caught:
        run_with(**lines)
    return str(caught.value)
