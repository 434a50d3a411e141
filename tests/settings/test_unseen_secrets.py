"""No sentence, text or value of the settings shows a secret."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.errors import BadSettings
from bot.settings.load_settings import load
from bot.settings.schema import CheckSettings, RunSettings
from tests.rows import each_row
from tests.settings.given_settings import APP, BOT, KEY, NAMES, NEEDED, ON_SLACK, TOKEN, complaint, run_with


@each_row("written", ["abc def", "abcdéf", "abc\tdef", "abc\ndef", "abc\u200bdef"])
def test_a_token_that_no_header_can_carry_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("USEAPI_TOKEN", written)
    assert complaint() == "USEAPI_TOKEN holds a space, a line break or a letter that no token has: copy it again."


def test_settings_never_show_a_secret_and_never_change() -> None:
    ping = "https://hc-ping.com/5f1b-uuid"
    database = "postgresql+asyncpg://bot:hunter%402@h/n?password=other-word"
    settings = run_with(**ON_SLACK, DATABASE_URL=database, HEARTBEAT_URL=ping)
    for seen in (repr(settings), str(settings), str(settings.model_dump())):
        assert not any(secret in seen for secret in (TOKEN, KEY, BOT, APP, "hunter", "other-word", "5f1b"))
    assert sorted(settings.secrets()) == sorted([TOKEN, KEY, BOT, APP, "hunter@2", "other-word", ping])
    with pytest.raises(ValidationError):
        settings.poll_seconds = 5  # type: ignore[misc] # that this is refused is the point


def test_not_even_pydantic_shows_a_secret() -> None:
    with pytest.raises(ValidationError) as caught:
        CheckSettings.model_validate({"useapi_token": "ab cd"})
    assert "ab cd" not in str(caught.value)


@given(name=st.sampled_from(NAMES), pasted=st.text(string.ascii_letters + string.digits + ".-_:", min_size=21))
@example(name="DATABASE_URL", pasted="postgresql://u:abcdefghijklmnop@h/n")
@example(name="SLACK_BOT_TOKEN", pasted=APP)
@example(name="DISCORD_TOKEN", pasted=BOT)
@example(name="SLACK_MANAGERS", pasted=BOT)
def test_a_secret_in_the_wrong_place_is_not_repeated(name: str, pasted: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for needed, value in NEEDED.items():
            patch.setenv(needed, value)
        patch.setenv(name, pasted)
        try:
            load(RunSettings)
        except BadSettings as error:
            assert pasted not in str(error)  # noqa: PT017 - most texts are good tokens, so nothing must be raised


def test_the_described_settings_hold_no_secret_and_nobodys_address() -> None:
    secrets = ("discord-token-xyz", "useapi-token-xyz", "database-password-xyz", "heartbeat-path-xyz", BOT, APP)
    settings = RunSettings(
        slack_bot_token=SecretStr(BOT),
        slack_app_token=SecretStr(APP),
        slack_managers="U024BE7LH",
        discord_token=SecretStr("discord-token-xyz"),
        discord_guild_ids="11,22",
        useapi_token=SecretStr("useapi-token-xyz"),
        database_url=SecretStr("postgresql+asyncpg://bot:database-password-xyz@host/name"),
        heartbeat_url=SecretStr("https://hc-ping.com/heartbeat-path-xyz"),
        account_labels='{"kling/jo@example.com": "jo", "kling/mia@example.com": "mia"}',
    )
    described = dict(settings.described())

    assert list(described) == NAMES
    assert not any(word in str(described) for word in (*secrets, "example.com"))
    assert described["DISCORD_TOKEN"] == described["USEAPI_TOKEN"] == described["HEARTBEAT_URL"] == "set"
    assert described["SLACK_BOT_TOKEN"] == described["SLACK_APP_TOKEN"] == "set"
    assert described["SLACK_MANAGERS"] == "U024BE7LH"
    assert (described["DATABASE_URL"], described["ACCOUNT_LABELS"]) == ("PostgreSQL", "2 labels")
    assert (described["DISCORD_GUILD_IDS"], described["POLL_SECONDS"]) == ("11, 22", "30")
    assert described["ALERT_CHANNEL_ID"] is None
