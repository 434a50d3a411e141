"""The settings as a whole: what is needed, defaults, the file and the environment; all of it is real."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.errors import BadSettings
from bot.settings.load_settings import load, misspelt, unencrypted
from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, simulated_database
from tests.rows import each_row
from tests.settings.given_settings import KEY, NAMES, NEEDED, TOKEN, complaint, run_with, write


def test_two_values_are_enough_and_the_rest_has_its_default() -> None:
    settings = run_with()
    assert settings.discord_token == SecretStr(TOKEN)
    assert (settings.discord_guild_ids, settings.slack_team_ids, settings.slack_managers) == ((),) * 3
    assert settings.useapi_token.get_secret_value() == KEY
    assert settings.providers == "auto"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///capacity.db"
    assert (settings.poll_seconds, settings.useapi_url) == (30, "https://api.useapi.net")
    assert (settings.show_accounts, settings.log_level, settings.log_format) == ("masked", "info", "text")
    assert settings.account_labels == {}
    optional = (settings.alert_channel_id, settings.alert_role_id, settings.discord_api_url, settings.health_port)
    assert (*optional, settings.heartbeat_url) == (None,) * 5
    on_slack = (settings.slack_bot_token, settings.slack_app_token, settings.slack_alert_channel_id)
    assert on_slack == (None,) * 3
    assert settings.slack_api_url == "https://slack.com/api"


@each_row("url", ["http://127.0.0.1:8080", "http://localhost/proxy", "http://[::1]:8080"])
def test_only_a_server_on_this_machine_may_be_asked_more_than_once_a_second(url: str) -> None:
    assert run_with(POLL_SECONDS="0.1", USEAPI_URL=url).poll_seconds == 0.1
    refused = "POLL_SECONDS is 0.9: it must be a number from 1 to 3600."
    assert refused in complaint(POLL_SECONDS="0.9")
    assert refused in complaint(POLL_SECONDS="0.9", USEAPI_URL="http://localhost.example.com")
    write(NEEDED | {"POLL_SECONDS": "0.9", "USEAPI_URL": url})
    with pytest.raises(BadSettings, match=re.escape(refused)):
        load(SimulatedSettings)


@each_row(
    ("real", "simulated"),
    [
        ("sqlite+aiosqlite:///capacity.db", "sqlite+aiosqlite:///capacity-simulated.db"),
        ("sqlite+aiosqlite:////data/bot.db?timeout=9", "sqlite+aiosqlite:////data/bot-simulated.db?timeout=9"),
        ("postgresql+asyncpg://bot:secret@db/capacity", "sqlite+aiosqlite:///capacity-simulated.db"),
    ],
)
def test_simulated_providers_have_a_sqlite_file_of_their_own(real: str, simulated: str) -> None:
    assert simulated_database(SecretStr(real)).get_secret_value() == simulated


def test_each_command_asks_for_no_more_than_it_needs() -> None:
    write({"USEAPI_TOKEN": KEY})
    load(CheckSettings)
    write(NEEDED | {"USEAPI_TOKEN": ""})
    load(SimulatedSettings)
    with pytest.raises(
        BadSettings, match=r"^1 setting is missing; add it to \.env:\n  USEAPI_TOKEN: https://\S+ says where"
    ):
        load(RunSettings)


def test_what_is_missing_begins_with_what_to_do() -> None:
    with pytest.raises(BadSettings) as caught:
        load(RunSettings)
    first, *rest = str(caught.value).splitlines()
    assert first == "1 setting is missing; copy .env.example to .env and fill it in:"
    assert [line.split(":")[0] for line in rest] == [
        "  USEAPI_TOKEN",
        "Set DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or all three",
        "  DISCORD_TOKEN",
        "  SLACK_BOT_TOKEN",
        "  SLACK_APP_TOKEN",
    ]


def test_a_broken_address_is_no_mistake_of_another_setting() -> None:
    assert complaint(USEAPI_URL="http://[::1", POLL_SECONDS="0.5").splitlines() == [
        "USEAPI_URL must look like https://host or http://host:port/path, without user, password, ? and #.",
        "POLL_SECONDS is 0.5: it must be a number from 1 to 3600.",
    ]


@each_row("host", ["useapi.example.com", "8.8.8.8:8080", "myuseapi.net", "[2606:4700::1111]"])
def test_a_token_that_others_could_read_on_the_way_is_said(host: str) -> None:
    said = "USEAPI_URL begins with http://, so the token can be read on the way: use https:// if you can."
    assert unencrypted(run_with(USEAPI_URL=f"http://{host}/v1")) == [said]
    assert unencrypted(run_with(USEAPI_URL=f"https://{host}/v1")) == []


@each_row(
    "host",
    [
        *("127.0.0.1:81", "[::1]:8080", "localhost", "10.0.0.7", "192.168.1.4:80", "[fd00::7]", "100.64.3.2"),
        *("proxy:8080", "useapi.local", "proxy.bot.svc.cluster.local:80", "useapi.internal", "proxy.home.arpa"),
    ],
)
def test_a_proxy_in_a_private_network_may_be_asked_without_https(host: str) -> None:
    assert unencrypted(run_with(USEAPI_URL=f"http://{host}/v1", DISCORD_API_URL=f"http://{host}")) == []


def test_the_environment_takes_precedence_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLL_SECONDS", "5")
    assert run_with(POLL_SECONDS="7").poll_seconds == 5


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLL_SECONDS", "")
    monkeypatch.setenv("HEALTH_PORT", ' "" ')
    settings = run_with(POLL_SECONDS="7", ALERT_CHANNEL_ID="")
    assert (settings.poll_seconds, settings.health_port, settings.alert_channel_id) == (7, None, None)


def test_postgresql_without_its_driver_is_refused_before_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    said = complaint(DATABASE_URL="postgresql+asyncpg://u:p@h/n")
    assert said.endswith("not installed: pip install 'capacity-bot[postgres]'.")


def test_all_mistakes_are_listed_at_once_a_line_each() -> None:
    write({"POLL_SECONDS": "0", "LOG_LEVEL": "loud", "PROVIDERS": "x", "DISCORD_GUILD_ID": "1"})
    with pytest.raises(BadSettings) as caught:
        load(RunSettings)
    lines = str(caught.value).splitlines()
    assert len(lines) == 10
    assert {line.split()[0].rstrip(":") for line in lines} == {
        "1",
        "POLL_SECONDS",
        "LOG_LEVEL",
        "PROVIDERS",
        "DISCORD_GUILD_ID",
        "Set",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        *NEEDED,
    }
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_misspelt_setting_is_reported_and_another_programs_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_GUILD_ID", "1")
    monkeypatch.setenv("POOL_SECONDS", "1")
    monkeypatch.setenv("SLACK_TEAM_ID", "T1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "of another program")
    write({"ALERT_CHANEL_ID": "5", "EDITOR": "vi", "poll_seconds": "5"})
    assert misspelt() == [
        "DISCORD_GUILD_ID in the environment is not a setting: did you mean DISCORD_GUILD_IDS?",
        "SLACK_TEAM_ID in the environment is not a setting: did you mean SLACK_TEAM_IDS?",
        "ALERT_CHANEL_ID in .env is not a setting: did you mean ALERT_CHANNEL_ID?",
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    Path(".env").write_bytes(b"\xef\xbb\xbfUSEAPI_TOKEN=abcdef\r\n")
    assert load(CheckSettings).useapi_token.get_secret_value() == "abcdef"
    assert misspelt() == []


def test_a_file_that_is_not_utf_8_is_refused_with_a_sentence() -> None:
    Path(".env").write_text(f"USEAPI_TOKEN={KEY}", encoding="utf-16")
    with pytest.raises(BadSettings, match=r"^\.env is not UTF-8 text: save it again as UTF-8\.$"):
        load(CheckSettings)


def test_each_line_that_can_not_be_read_is_named() -> None:
    Path(".env").write_text(f"USEAPI_TOKEN={KEY}\nSHOW_ACCOUNTS: full\n# a note\nPROVIDERS='kling\n", encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        load(CheckSettings)
    advice = "can't be read: write NAME=value, and close its quotes."
    assert str(caught.value).split("\n") == [f".env line 2 {advice}", f".env line 4 {advice}"]


def test_a_line_from_which_something_would_vanish_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERE", "full")
    told = f"USEAPI_TOKEN={KEY}\nSHOW_ACCOUNTS=${{HERE}}\nLOG_LEVEL=${{NOWHERE:-debug}}\n"
    Path(".env").write_text(told, encoding="utf-8")
    read = load(CheckSettings)
    assert (read.show_accounts, read.log_level) == ("full", "debug")
    Path(".env").write_text(f"{told}DATABASE_URL=postgresql+asyncpg://u:a${{b}}c@host/d\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"^\.env line 4 names a variable with \$\{…\} that is not set: "):
        load(CheckSettings)


def test_a_folder_in_place_of_the_file_is_named() -> None:
    Path(".env").mkdir()
    with pytest.raises(BadSettings, match=r"^\.env is a folder: put the file in its place\."):
        load(CheckSettings)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that nobody can read, not even root")
def test_a_file_that_can_not_be_read_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadSettings, match=r"^/proc/self/mem can't be read: Input/output error\.$"):
        load(CheckSettings, Path("/proc/self/mem"))


TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60)


@given(written=st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=4))
def test_any_file_gives_settings_or_sentences(written: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (NEEDED | written).items():
            patch.setenv(name, value)
        try:
            load(RunSettings)
        except BadSettings as error:
            named = [line.split()[0].rstrip(":") for line in str(error).splitlines() if "missing; " not in line]
            assert set(named) <= {*NAMES, "Set"}
