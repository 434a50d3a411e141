"""What a person may write for each setting, and the sentence for what is wrong."""

import json
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from tests.rows import each_row
from tests.settings.given_settings import TOKEN, complaint, run_with


@each_row("written", [TOKEN, f"Bot {TOKEN}", f'"{TOKEN}"', f"  {TOKEN} ", f"'Bot  {TOKEN}'", f'" {TOKEN} "'])
def test_a_token_is_taken_as_people_paste_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    monkeypatch.setenv("USEAPI_TOKEN", written.replace("Bot", "Bearer"))
    settings = run_with()
    assert settings.discord_token == settings.useapi_token == SecretStr(TOKEN)


@each_row("written", ["1,22,3", "1 22 3", "[1, 22, 3]", '["1", "22", "3"]', "1, 22,\t3, 22,"])
def test_guilds_are_taken_in_any_list(written: str) -> None:
    assert run_with(DISCORD_GUILD_IDS=written).discord_guild_ids == (1, 22, 3)


@each_row("written", ["kling,minimax", "Kling  MiniMax", '["kling", "minimax"]', "kling,minimax,kling"])
def test_providers_keep_their_order_and_appear_once(written: str) -> None:
    assert run_with(PROVIDERS=written).providers == ("kling", "minimax")


@each_row("written", ["auto", " AUTO ", '["auto"]'])
def test_auto_stands_for_what_the_token_has(written: str) -> None:
    assert run_with(PROVIDERS=written).providers == "auto"
    assert dict(run_with(PROVIDERS=written).described())["PROVIDERS"] == "auto"


def test_auto_stands_alone() -> None:
    assert "PROVIDERS names auto and others" in complaint(PROVIDERS="auto,kling")


OTHERS = {"kling/A": "two", "minimax/a": "one"}
RIGHT = [
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
    ("ACCOUNT_LABELS", json.dumps({"kling/1": "a" * 32}), {"kling/1": "a" * 32}),
    ("ACCOUNT_LABELS", '{"kling/a": "one", "kling/A": "two", "minimax/a": "one"}', {"kling/a": "one"} | OTHERS),
    ("HEARTBEAT_URL", "https://hc-ping.com/5f1b-uuid/", SecretStr("https://hc-ping.com/5f1b-uuid")),
    ("DATABASE_URL", "sqlite+aiosqlite:////data/capacity.db", SecretStr("sqlite+aiosqlite:////data/capacity.db")),
    (
        "DATABASE_URL",
        "postgresql+asyncpg://u:p@h/n?ssl=require",
        SecretStr("postgresql+asyncpg://u:p@h/n?ssl=require"),
    ),
    ("SLACK_ALERT_CHANNEL_ID", "C024BE91L", "C024BE91L"),
    ("SLACK_COMMAND", "/slots", "/slots"),
    ("SLACK_COMMAND", " slots-2 ", "/slots-2"),
    ("SLACK_ALERT_CHANNEL_ID", "<#G024BE91L|alerts>", "G024BE91L"),
    ("SLACK_ALERT_CHANNEL_ID", "https://acme.slack.com/archives/C024BE91L", "C024BE91L"),
    ("SLACK_TEAM_IDS", '["T024BE7LD", "E012AB3CD", "T024BE7LD"]', ("T024BE7LD", "E012AB3CD")),
    (
        "SLACK_MANAGERS",
        "<@U024BE7LH>, W12345678 <@U024BE7LH|ann> S0614TZR7",
        ("U024BE7LH", "W12345678", "S0614TZR7"),
    ),
    ("SLACK_API_URL", "http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api"),
]
"""Settings, what is written, and what it means."""


def test_a_value_is_taken() -> None:
    taken = [(name, written, getattr(run_with(**{name: written}), name.lower())) for name, written, _ in RIGHT]
    assert taken == RIGHT


NO_LABEL = "ACCOUNT_LABELS is wrong: entry 1 has a name that is not a text of up to 32 characters with a letter or a"
WRONG = [
    ("STUCK_MINUTES", "0", "STUCK_MINUTES is 0: it must be a number from 1 to 10080, which is a week."),
    ("STUCK_MINUTES", "10081", "STUCK_MINUTES is 10081"),
    ("HISTORY_DAYS", "0", "HISTORY_DAYS is 0: it must be a whole number from 1 to 365."),
    ("HISTORY_DAYS", "366", "HISTORY_DAYS is 366"),
    ("HISTORY_DAYS", "2.5", "HISTORY_DAYS is 2.5"),
    ("POLL_SECONDS", "0", "POLL_SECONDS is 0: it must be a number from 1 to 3600."),
    ("POLL_SECONDS", "3601", "POLL_SECONDS is 3601: it must be a number from 1 to 3600."),
    ("POLL_SECONDS", "nan", "POLL_SECONDS is nan: it must be a number from 1 to 3600."),
    ("FLAPPING_CHANGES", "2.5", "FLAPPING_CHANGES is 2.5: it must be a whole number from 0 to 100."),
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
        "berlin",
        "TIMEZONE is berlin, which is no time zone: did you mean Europe/Berlin?",
    ),
    ("TIMEZONE", "localtime", "TIMEZONE is localtime, which is no time zone: name one as in Europe/Berlin"),
    ("TIMEZONE", "New York", "TIMEZONE is New_York, which is no time zone: did you mean America/New_York?"),
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
    ("PROVIDERS", "Runway,kling", "PROVIDERS names runway, which is not a provider: did you mean runwayml?"),
    (
        "PROVIDERS",
        "google flow, runway",
        "PROVIDERS names google, flow, runway, which is not a provider: did you mean g",
    ),
    ("PROVIDERS", '["kling", "Google Vids"]', "PROVIDERS names google, vids, which is not a provider: did you mean"),
    ("PROVIDERS", ",", "PROVIDERS names no provider. There are: minimax, pixverse,"),
    ("ACCOUNT_LABELS", "studio", "ACCOUNT_LABELS is not a JSON object such as"),
    ("ACCOUNT_LABELS", "[1]", "ACCOUNT_LABELS is not a JSON object such as"),
    ("ACCOUNT_LABELS", '{"200300": "a"}', "ACCOUNT_LABELS is wrong: entry 1 does not begin with provider/account."),
    ("ACCOUNT_LABELS", '{"klng/1": "a"}', "ACCOUNT_LABELS is wrong: entry 1 names klng, which is not a provider."),
    *(
        ("ACCOUNT_LABELS", json.dumps({"kling/1": label}), NO_LABEL)
        for label in (" ", 1, None, "a" * 33, "@everyone", "**loud**", "--", ["a"], {"a": "b"})
    ),
    *(
        ("ACCOUNT_LABELS", written, "ACCOUNT_LABELS is wrong: entry 2 names an account that another entry names.")
        for written in ('{"kling/1": "a", "Kling/1": "b"}', '{"kling/1": "a", "kling/1": "b"}')
    ),
    (
        "ACCOUNT_LABELS",
        '{"kling/1": "Studio A", "minimax/1": "studio a", "kling/2": "studio  a"}',
        "ACCOUNT_LABELS is wrong: entry 3 has the name of another account of that provider.",
    ),
    ("USEAPI_URL", "api.useapi.net", "USEAPI_URL must look like https://host"),
    ("USEAPI_URL", "https://u:p@host", "USEAPI_URL must look like https://host"),
    ("USEAPI_URL", "http://[::1", "USEAPI_URL must look like https://host"),
    ("USEAPI_URL", "http://host:port", "USEAPI_URL must look like https://host"),
    ("USEAPI_URL", "http://api.useapi.net", "USEAPI_URL must begin with https://, or the token could be read on the w"),
    ("USEAPI_URL", "http://API.useapi.net.:80/v1", "USEAPI_URL must begin with https://"),
    ("DISCORD_API_URL", "http://discord.com/api/v10", "DISCORD_API_URL must begin with https://"),
    ("SLACK_API_URL", "http://slack.com/api", "SLACK_API_URL must begin with https://"),
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
    ("SLACK_COMMAND", "/two words", "SLACK_COMMAND is /two words: it must be the app's command, such as /capacity."),
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
    *(
        ("DATABASE_URL", written, "DATABASE_URL names a port above 65535, or holds a character that no name has")
        for written in ("postgresql+asyncpg://u:p@h:65536/n", "sqlite+aiosqlite:///a%00b.db")
    ),
    ("DATABASE_URL", "postgresql+asyncpg://u:p@ss@h/n", "DATABASE_URL has an @ in its user or password: write it as"),
    ("DATABASE_URL", "sqlite+aiosqlite://", "DATABASE_URL names no file"),
    ("DATABASE_URL", "sqlite+aiosqlite:///a.db?mode=ro", "DATABASE_URL has the option mode, which a SQLite file does"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:", "DATABASE_URL names no file"),
    ("DATABASE_URL", "sqlite+aiosqlite:///file:a?mode=memory&uri=true", "DATABASE_URL names no file"),
    ("DATABASE_URL", "sqlite+aiosqlite://bot:hush@/capacity.db", "DATABASE_URL names a user or a host, which a SQLi"),
    ("DATABASE_URL", "sqlite+aiosqlite://somewhere/capacity.db", "DATABASE_URL names a user or a host, which a SQLi"),
]
"""Settings, what is written, and how the sentence begins that says what is wrong with it."""


def test_a_wrong_value_gets_its_sentence() -> None:
    said = {(name, written): complaint(**{name: f"'{written}'"}) for name, written, _ in WRONG}
    assert [said[row[:2]] for row in WRONG if not said[row[:2]].startswith(row[2])] == []
    assert [sentence for sentence in said.values() if "\n" in sentence] == []
