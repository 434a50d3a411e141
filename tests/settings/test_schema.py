"""The settings: what a person may write, and the sentences for what is wrong; files and the environment are real."""

import json
import string
import sys
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from bot.errors import BadSettings
from bot.settings.load_settings import load, misspelt
from bot.settings.schema import CheckSettings, RunSettings, SimulatedSettings, SlackCheck

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789AB"
KEY = "user:12345-abcdefghijklmnop"
NEEDED = {"DISCORD_TOKEN": TOKEN, "USEAPI_TOKEN": KEY}
BOT, APP = "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy", "xapp-1-A02BC3D4E5F-2345678901234-0123456789abcdef"
ON_SLACK = {"USEAPI_TOKEN": KEY, "SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
NAMES = sorted(name.upper() for name in RunSettings.model_fields)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def write(lines: Mapping[str, str]) -> None:
    Path(".env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()), encoding="utf-8")


def run_with(**lines: str) -> RunSettings:
    write(NEEDED | lines)
    return load(RunSettings)


def complaint(**lines: str) -> str:
    with pytest.raises(BadSettings) as caught:
        run_with(**lines)
    return str(caught.value)


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


def test_slack_alone_is_enough_and_so_are_both() -> None:
    write(ON_SLACK)
    alone = load(RunSettings)
    assert (alone.discord_token, alone.slack_bot_token, alone.slack_app_token) == (None, SecretStr(BOT), SecretStr(APP))
    write(ON_SLACK | NEEDED)
    both = load(RunSettings)
    assert (both.discord_token, both.slack_bot_token) == (SecretStr(TOKEN), SecretStr(BOT))


def test_without_a_platform_it_says_what_to_choose_from_and_where_to_find_it() -> None:
    first, *rest = complaint(DISCORD_TOKEN="").splitlines()
    assert first == (
        "Set DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or all three: "
        "the bot has nowhere to talk."
    )
    assert [line.split(":")[0] for line in rest] == ["  DISCORD_TOKEN", "  SLACK_BOT_TOKEN", "  SLACK_APP_TOKEN"]
    assert all("https://" in line for line in rest)


@pytest.mark.parametrize("missing", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
@pytest.mark.parametrize("discord", [TOKEN, ""])
def test_one_token_of_slack_asks_for_the_other(missing: str, discord: str) -> None:
    first, second = complaint(**{**ON_SLACK, "DISCORD_TOKEN": discord, missing: ""}).splitlines()
    assert first == "1 setting is missing; add it to .env:"
    assert second.startswith(f"  {missing}: https://api.slack.com/apps, your app, ")


def test_a_look_at_slack_needs_both_of_its_tokens_and_nothing_else() -> None:
    write({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP})
    assert load(SlackCheck).slack_bot_token == SecretStr(BOT)
    write({})
    with pytest.raises(BadSettings) as caught:
        load(SlackCheck)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()[1:]] == [
        "  SLACK_BOT_TOKEN",
        "  SLACK_APP_TOKEN",
    ]


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        (
            "SLACK_BOT_TOKEN",
            APP,
            "SLACK_BOT_TOKEN begins with xapp-, as the token for SLACK_APP_TOKEN does: it must be",
        ),
        (
            "SLACK_APP_TOKEN",
            BOT,
            "SLACK_APP_TOKEN begins with xoxb-, as the token for SLACK_BOT_TOKEN does: it must be",
        ),
        ("SLACK_BOT_TOKEN", "xoxp-1-2-3-4", "SLACK_BOT_TOKEN is no such token: it must begin with xoxb- (https://api."),
        ("SLACK_APP_TOKEN", TOKEN, "SLACK_APP_TOKEN is no such token: it must begin with xapp- (https://api."),
        ("DISCORD_TOKEN", BOT, "DISCORD_TOKEN begins with xoxb-, as tokens of Slack do: put it into SLACK_BOT_TOKEN."),
        ("DISCORD_TOKEN", APP, "DISCORD_TOKEN begins with xapp-, as tokens of Slack do: put it into SLACK_APP_TOKEN."),
    ],
)
def test_a_token_in_the_wrong_setting_is_sent_to_its_own_unseen(name: str, written: str, sentence: str) -> None:
    said = complaint(**{**ON_SLACK, name: written})
    assert said.startswith(sentence)
    assert "\n" not in said
    assert written not in said


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


def test_the_environment_takes_precedence_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLL_SECONDS", "5")
    assert run_with(POLL_SECONDS="7").poll_seconds == 5


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLL_SECONDS", "")
    monkeypatch.setenv("HEALTH_PORT", ' "" ')
    settings = run_with(POLL_SECONDS="7", ALERT_CHANNEL_ID="")
    assert (settings.poll_seconds, settings.health_port, settings.alert_channel_id) == (7, None, None)


@pytest.mark.parametrize(
    "written", [TOKEN, f"Bot {TOKEN}", f'"{TOKEN}"', f"  {TOKEN} ", f"'Bot  {TOKEN}'", f'" {TOKEN} "']
)
def test_a_token_is_taken_as_people_paste_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    monkeypatch.setenv("USEAPI_TOKEN", written.replace("Bot", "Bearer"))
    settings = run_with()
    assert settings.discord_token == settings.useapi_token == SecretStr(TOKEN)


@pytest.mark.parametrize("written", ["1,22,3", "1 22 3", "[1, 22, 3]", '["1", "22", "3"]', "1, 22,\t3, 22,"])
def test_guilds_are_taken_in_any_list(written: str) -> None:
    assert run_with(DISCORD_GUILD_IDS=written).discord_guild_ids == (1, 22, 3)


@pytest.mark.parametrize("written", ["kling,minimax", "Kling  MiniMax", '["kling", "minimax"]', "kling,minimax,kling"])
def test_providers_keep_their_order_and_appear_once(written: str) -> None:
    assert run_with(PROVIDERS=written).providers == ("kling", "minimax")


@pytest.mark.parametrize("written", ["auto", " AUTO ", '["auto"]'])
def test_auto_stands_for_what_the_token_has(written: str) -> None:
    assert run_with(PROVIDERS=written).providers == "auto"
    assert dict(run_with(PROVIDERS=written).described())["PROVIDERS"] == "auto"


def test_auto_stands_alone() -> None:
    assert "PROVIDERS names auto and others" in complaint(PROVIDERS="auto,kling")


@pytest.mark.parametrize(
    ("name", "written", "taken"),
    [
        ("ALERT_CHANNEL_ID", "<#1234567890123456789>", 1234567890123456789),
        ("ALERT_ROLE_ID", "<@&9223372036854775807>", 2**63 - 1),
        ("STUCK_MINUTES", "1", 1),
        ("STUCK_MINUTES", "10080", 10080),
        ("HISTORY_DAYS", "1", 1),
        ("HISTORY_DAYS", "365", 365),
        ("POLL_SECONDS", "1", 1),
        ("POLL_SECONDS", "2.5", 2.5),
        ("POLL_SECONDS", "3600", 3600),
        ("FLAPPING_MINUTES", "0.05", 0.05),
        ("FLAPPING_QUIET_MINUTES", "0.05", 0.05),
        ("HEALTH_PORT", "65535", 65535),
        ("TIMEZONE", "europe/berlin", ZoneInfo("Europe/Berlin")),
        ("TIMEZONE", "America/New York", ZoneInfo("America/New_York")),
        ("LOG_LEVEL", "DEBUG", "debug"),
        ("SHOW_ACCOUNTS", "Full", "full"),
        ("USEAPI_URL", "http://127.0.0.1:8080/proxy/", "http://127.0.0.1:8080/proxy"),
        ("DISCORD_API_URL", "http://nirn-proxy:8080/api/v10", "http://nirn-proxy:8080/api/v10"),
        ("ACCOUNT_LABELS", '{"MiniMax/200300": " studio-a "}', {"minimax/200300": "studio-a"}),
        ("ACCOUNT_LABELS", json.dumps({"kling/1": "a" * 80}), {"kling/1": "a" * 80}),
        ("HEARTBEAT_URL", "https://hc-ping.com/5f1b-uuid/", SecretStr("https://hc-ping.com/5f1b-uuid")),
        ("DATABASE_URL", "sqlite+aiosqlite:////data/capacity.db", SecretStr("sqlite+aiosqlite:////data/capacity.db")),
        (
            "DATABASE_URL",
            "postgresql+asyncpg://u:p@h/n?ssl=require",
            SecretStr("postgresql+asyncpg://u:p@h/n?ssl=require"),
        ),
        ("SLACK_ALERT_CHANNEL_ID", "C024BE91L", "C024BE91L"),
        ("SLACK_ALERT_CHANNEL_ID", "<#G024BE91L|alerts>", "G024BE91L"),
        ("SLACK_ALERT_CHANNEL_ID", "https://acme.slack.com/archives/C024BE91L", "C024BE91L"),
        ("SLACK_TEAM_IDS", '["T024BE7LD", "E012AB3CD", "T024BE7LD"]', ("T024BE7LD", "E012AB3CD")),
        (
            "SLACK_MANAGERS",
            "<@U024BE7LH>, W12345678 <@U024BE7LH|ann> S0614TZR7",
            ("U024BE7LH", "W12345678", "S0614TZR7"),
        ),
        ("SLACK_API_URL", "http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api"),
    ],
)
def test_a_value_is_taken(name: str, written: str, taken: object) -> None:
    assert getattr(run_with(**{name: written}), name.lower()) == taken


@pytest.mark.parametrize(
    ("name", "written", "sentence"),
    [
        ("STUCK_MINUTES", "0", "STUCK_MINUTES is 0: it must be a number from 1 to 10080, which is a week."),
        ("STUCK_MINUTES", "10081", "STUCK_MINUTES is 10081"),
        ("HISTORY_DAYS", "0", "HISTORY_DAYS is 0: it must be a whole number from 1 to 365."),
        ("HISTORY_DAYS", "366", "HISTORY_DAYS is 366"),
        ("HISTORY_DAYS", "2.5", "HISTORY_DAYS is 2.5"),
        ("POLL_SECONDS", "0", "POLL_SECONDS is 0: it must be a number from 1 to 3600."),
        ("POLL_SECONDS", "3601", "POLL_SECONDS is 3601: it must be a number from 1 to 3600."),
        ("POLL_SECONDS", "nan", "POLL_SECONDS is nan: it must be a number from 1 to 3600."),
        ("FLAPPING_MINUTES", "0", "FLAPPING_MINUTES is 0: it must be a number from 0.05 to 1440."),
        ("FLAPPING_QUIET_MINUTES", "0.04", "FLAPPING_QUIET_MINUTES is 0.04: it must be a number from 0.05 to 1440."),
        ("HEALTH_PORT", "0", "HEALTH_PORT is 0: it must be a port from 1 to 65535."),
        ("HEALTH_PORT", "65536", "HEALTH_PORT is 65536: it must be a port from 1 to 65535."),
        (
            "TIMEZONE",
            "Europe/Berln",
            "TIMEZONE is Europe/Berln, which is no time zone: did you mean Europe/Berlin?",
        ),
        (
            "TIMEZONE",
            "+02:00",
            "TIMEZONE is +02:00, which is no time zone: name one as in Europe/Berlin, America/New",
        ),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is loud: it must be debug, info, warning, error or critical."),
        ("LOG_FORMAT", "xml", "LOG_FORMAT is xml: it must be text or json."),
        ("SHOW_ACCOUNTS", "some", "SHOW_ACCOUNTS is some: it must be masked or full."),
        ("ALERT_CHANNEL_ID", "alerts", "ALERT_CHANNEL_ID is alerts: it must be an id of about 18 digits."),
        ("ALERT_CHANNEL_ID", "0", "ALERT_CHANNEL_ID is 0: it must be an id"),
        ("ALERT_ROLE_ID", "9223372036854775808", "ALERT_ROLE_ID is 9223372036854775808: it must be an id"),
        ("ALERT_ROLE_ID", "1" * 5000, "ALERT_ROLE_ID is 5000 characters long: it must be an id"),
        ("ALERT_ROLE_ID", "١٢٣", "ALERT_ROLE_ID is ١٢٣: it must be an id"),
        ("DISCORD_GUILD_IDS", "[]", "DISCORD_GUILD_IDS names no server: leave it out"),
        ("DISCORD_GUILD_IDS", "1,two", "DISCORD_GUILD_IDS is two: it must be an id"),
        ("PROVIDERS", "klng,minimax", "PROVIDERS names klng, which is not a provider. There are: minimax, pixverse,"),
        ("PROVIDERS", ",", "PROVIDERS names no provider. There are: minimax, pixverse,"),
        ("ACCOUNT_LABELS", "studio", "ACCOUNT_LABELS is not a JSON object such as"),
        ("ACCOUNT_LABELS", "[1]", "ACCOUNT_LABELS is not a JSON object such as"),
        ("ACCOUNT_LABELS", '{"200300": "a"}', "ACCOUNT_LABELS is wrong: entry 1 does not begin with provider/account."),
        ("ACCOUNT_LABELS", '{"klng/1": "a"}', "ACCOUNT_LABELS is wrong: entry 1 names klng, which is not a provider."),
        (
            "ACCOUNT_LABELS",
            '{"kling/1": " "}',
            "ACCOUNT_LABELS is wrong: entry 1 has a label that is not a text of 1 to",
        ),
        ("ACCOUNT_LABELS", '{"kling/1": 1}', "ACCOUNT_LABELS is wrong: entry 1 has a label that is not a text of 1 to"),
        ("ACCOUNT_LABELS", json.dumps({"kling/1": "a" * 81}), "ACCOUNT_LABELS is wrong: entry 1 has a label"),
        ("USEAPI_URL", "api.useapi.net", "USEAPI_URL must look like https://host"),
        ("USEAPI_URL", "https://u:p@host", "USEAPI_URL must look like https://host"),
        ("DISCORD_API_URL", "https://host/?key=1", "DISCORD_API_URL must look like https://host"),
        ("HEARTBEAT_URL", "hc-ping.com/5f1b-uuid", "HEARTBEAT_URL must look like https://host"),
        ("HEARTBEAT_URL", "https://kuma/api/push/5f1b?status=up", "HEARTBEAT_URL must look like https://host"),
        (
            "DATABASE_URL",
            "postgres://u:pass@h/n",
            "DATABASE_URL names a driver that this bot can't use: begin it with p",
        ),
        (
            "DATABASE_URL",
            "sqlite:///a.db",
            "DATABASE_URL names a driver that this bot can't use: begin it with sqlite+aio",
        ),
        (
            "DATABASE_URL",
            "mysql://h/n",
            "DATABASE_URL names a driver that this bot can't use: use sqlite+aiosqlite:///",
        ),
        ("DATABASE_URL", "capacity.db", "DATABASE_URL can't be read: it must look like"),
        (
            "SLACK_ALERT_CHANNEL_ID",
            "#alerts",
            "SLACK_ALERT_CHANNEL_ID is #alerts: it must be a channel's id such as C02",
        ),
        (
            "SLACK_ALERT_CHANNEL_ID",
            "D024BE91L",
            "SLACK_ALERT_CHANNEL_ID is D024BE91L: it must be a channel's id such a",
        ),
        ("SLACK_ALERT_CHANNEL_ID", "C1A,C2B", "SLACK_ALERT_CHANNEL_ID names several channels: it takes one"),
        ("SLACK_TEAM_IDS", "[]", "SLACK_TEAM_IDS is empty: it must be ids of workspaces such as T024BE7LD"),
        ("SLACK_TEAM_IDS", "acme.slack.com", "SLACK_TEAM_IDS is acme.slack.com: it must be ids of workspaces"),
        (
            "SLACK_MANAGERS",
            "U024BE7LH @ann",
            "SLACK_MANAGERS is @ann: it must be ids of members (U024BE7LH) or user gr",
        ),
        ("SLACK_MANAGERS", "U" * 5000, "SLACK_MANAGERS is 5000 characters long: it must be ids of members"),
        ("SLACK_API_URL", "slack.com/api", "SLACK_API_URL must look like https://host"),
        ("DATABASE_URL", "postgresql+asyncpg://u:p@h:port/n", "DATABASE_URL can't be read: it must look like"),
        (
            "DATABASE_URL",
            "postgresql+asyncpg://u:p@h/n?sslmode=require",
            "DATABASE_URL says sslmode, which asyncpg calls",
        ),
        ("DATABASE_URL", "sqlite+aiosqlite://", "DATABASE_URL names no file"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL names no file"),
    ],
)
def test_a_wrong_value_gets_its_sentence(name: str, written: str, sentence: str) -> None:
    said = complaint(**{name: f"'{written}'"})
    assert said.startswith(sentence)
    assert "\n" not in said


@pytest.mark.parametrize("written", ["abc def", "abcdéf", "abc\tdef", "abc\ndef", "abc\u200bdef"])
def test_a_token_that_no_header_can_carry_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("USEAPI_TOKEN", written)
    assert complaint() == "USEAPI_TOKEN holds a space, a line break or a letter that no token has: copy it again."


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


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that nobody can read, not even root")
def test_a_file_that_can_not_be_read_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadSettings, match=r"^/proc/self/mem can't be read: Input/output error\.$"):
        load(CheckSettings, Path("/proc/self/mem"))


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


@given(written=st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_characters="\0", codec="utf-8"))))
def test_any_file_gives_settings_or_sentences(written: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (NEEDED | written).items():
            patch.setenv(name, value)
        try:
            load(RunSettings)
        except BadSettings as error:
            named = [line.split()[0].rstrip(":") for line in str(error).splitlines() if "missing; " not in line]
            assert set(named) <= {*NAMES, "Set"}


def test_settings_of_a_platform_that_is_not_set_up_are_not_described() -> None:
    on_discord = dict(run_with(SLACK_TEAM_IDS="T1").described())
    assert "DISCORD_GUILD_IDS" in on_discord
    assert not any(name.startswith("SLACK_") for name in on_discord)
    write(ON_SLACK | {"ALERT_CHANNEL_ID": "7"})
    on_slack = dict(load(RunSettings).described())
    assert on_slack["SLACK_BOT_TOKEN"] == "set"
    assert not any(name.startswith(("DISCORD_", "ALERT_")) or name == "PRESENCE" for name in on_slack)


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
