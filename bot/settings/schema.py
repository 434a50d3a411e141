"""The settings that each command reads from the environment or from ``.env``.

``load_settings`` reads them; nothing is read on import.

::

    Settings                what every command may use
    ├── CheckSettings       … and useapi.net
    ├── SlackSettings       … and Slack, if that is set up
    │   ├── SlackCheck      … which it must be
    │   └── SimulatedSettings   … and Discord, polling, the database
    └── RunSettings         all of it: a CheckSettings and a SimulatedSettings

One class with everything optional would make everybody who uses a token ask whether it is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import PurePath
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url
from typing_extensions import override

from bot.settings.plain_values import number, one_of, whole_number
from bot.settings.secret_str import SecretStr
from bot.settings.value_parsers import (
    AUTO,
    read_account_labels,
    read_database_url,
    read_discord_token,
    read_guild_ids,
    read_provider_names,
    read_slack_channel,
    read_slack_command,
    read_slack_managers,
    read_slack_teams,
    read_slack_token,
    read_snowflake,
    read_timezone,
    read_token,
)
from bot.settings.web_addresses import read_api_url, read_secret_http_url

WHERE_TO_FIND: Mapping[str, str] = {
    "useapi_token": "https://useapi.net/docs/start-here/setup-useapi says where to find it",
    "discord_token": "https://discord.com/developers/applications, your application, Bot, Reset Token",
    "slack_bot_token": "https://api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token (xoxb-…)",
    "slack_app_token": "https://api.slack.com/apps, your app, Basic Information, App-Level Tokens (xapp-…)",
}
"""Where to find each token."""

PLATFORM_TOKENS = ("discord_token", "slack_bot_token", "slack_app_token")

LEAST_POLL_SECONDS = 1
"""The shortest pause between looks at useapi.net; a server on this machine may be asked more often."""

POLL_SECONDS = f"a number from {LEAST_POLL_SECONDS} to 3600"
SQLITE_FILE = "sqlite+aiosqlite:///capacity.db"
"""The database unless another is set."""

_SQLITE, _UTC = SecretStr(SQLITE_FILE), ZoneInfo("UTC")

_OF_DISCORD = frozenset(
    {"alert_channel_id", "alert_role_id", "discord_api_url", "discord_guild_ids", "discord_token", "presence"}
)
_OF_ONE_PROGRAM = frozenset({"database_url", "health_port", "log_format", "log_level"})
"""Settings that may differ between two programs on one database."""

_read_slack_bot_token = partial(read_slack_token, "xoxb-")
_read_slack_app_token = partial(read_slack_token, "xapp-")


@dataclass(frozen=True, kw_only=True)  # without slots: RunSettings has two parents
class Settings:
    """What every command may use; with the type of each field goes what reads its text.

    That raises ``ValueError`` with the rest of a sentence that begins with the setting's name.
    """

    providers: Annotated[tuple[str, ...] | Literal["auto"], read_provider_names] = AUTO
    show_accounts: Annotated[Literal["masked", "full"], one_of("masked", "full")] = "masked"
    account_labels: Annotated[Mapping[str, str], read_account_labels] = field(default_factory=dict)
    log_level: Annotated[
        Literal["debug", "info", "warning", "error", "critical"],
        one_of("debug", "info", "warning", "error", "critical"),
    ] = "info"
    log_format: Annotated[Literal["text", "json"], one_of("text", "json")] = "text"

    def secrets(self) -> Iterator[str]:
        """Yield what no log line may hold."""
        for name, value in self._values():
            if not isinstance(value, SecretStr):
                continue
            if name == "database_url":
                url = make_url(value.get_secret_value())
                yield from (str(part) for part in (url.password, url.query.get("password")) if part)
            else:
                yield value.get_secret_value()

    def compared(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each setting that several programs on one database must have in common."""
        for name, value in self._values():
            if name not in _OF_ONE_PROGRAM:
                yield name.upper(), value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    def described(self) -> Iterator[tuple[str, str | None]]:
        """Yield each setting's name and value in words, by name; of a secret only that it is set.

        Of the database it says the kind, of the labels the number, since they hold the names of accounts. What is of a
        platform that is not set up is left out.
        """
        for name, value in self._values():
            if not self._is_idle(name):
                yield name.upper(), database_kind(value) if name == "database_url" else _described(value)

    def _values(self) -> list[tuple[str, Any]]:
        """Return each setting's name and value, by name."""
        return sorted((one.name, getattr(self, one.name)) for one in fields(self))

    def _is_idle(self, _: str) -> bool:
        """Return whether a setting has no effect, since its platform is not set up."""
        return False


@dataclass(frozen=True, kw_only=True)
class CheckSettings(Settings):
    """What a look at useapi.net needs."""

    useapi_token: Annotated[SecretStr, read_token]
    useapi_url: Annotated[str, read_api_url] = "https://api.useapi.net"


@dataclass(frozen=True, kw_only=True)
class SlackSettings(Settings):
    """What the bot needs for Slack; there is both of its tokens or none.

    ``slack_team_ids`` is empty where the bot serves the workspace that its token is of.
    """

    slack_bot_token: Annotated[SecretStr | None, _read_slack_bot_token] = None
    slack_app_token: Annotated[SecretStr | None, _read_slack_app_token] = None
    slack_team_ids: Annotated[tuple[str, ...], read_slack_teams] = ()
    slack_alert_channel_id: Annotated[str | None, read_slack_channel] = None
    slack_command: Annotated[str, read_slack_command] = "/capacity"
    slack_managers: Annotated[tuple[str, ...], read_slack_managers] = ()
    slack_without_history: Annotated[
        Literal["at-least-once", "at-most-once"], one_of("at-least-once", "at-most-once")
    ] = "at-least-once"
    slack_api_url: Annotated[str, read_api_url] = "https://slack.com/api"

    @property
    def slack_at_most_once(self) -> bool:
        """Whether an alert that may have been posted is dropped where the app may not look for it."""
        return self.slack_without_history == "at-most-once"


@dataclass(frozen=True, kw_only=True)
class SlackCheck(SlackSettings):
    """What a look at Slack needs."""

    slack_bot_token: Annotated[SecretStr, _read_slack_bot_token] = field()  # without the default of its parent
    slack_app_token: Annotated[SecretStr, _read_slack_app_token] = field()


@dataclass(frozen=True, kw_only=True)
class SimulatedSettings(SlackSettings):
    """What the bot needs when its providers are simulated: the tokens of Discord, of Slack, or of both.

    ``discord_guild_ids`` is empty where the bot serves the only server that it is in.
    ``discord_api_url`` is None for Discord itself; otherwise its ``/gateway/bot`` says where the gateway is.
    """

    discord_token: Annotated[SecretStr | None, read_discord_token] = None
    discord_guild_ids: Annotated[tuple[int, ...], read_guild_ids] = ()
    alert_channel_id: Annotated[int | None, read_snowflake] = None
    alert_role_id: Annotated[int | None, read_snowflake] = None
    fold_minutes: Annotated[float, number(1, 1440)] = 30
    flapping_changes: Annotated[int, whole_number(0, 100)] = 6
    flapping_minutes: Annotated[float, number(0.05, 1440)] = 10
    flapping_quiet_minutes: Annotated[float, number(0.05, 1440)] = 5
    stuck_minutes: Annotated[float, number(1, 10080, "a number from 1 to 10080, which is a week")] = 60
    history_days: Annotated[int, whole_number(1, 365)] = 32
    poll_seconds: Annotated[float, number(0.1, 3600, POLL_SECONDS)] = 30
    database_url: Annotated[SecretStr, read_database_url] = _SQLITE
    discord_api_url: Annotated[str | None, read_api_url] = None
    presence: Annotated[Literal["on", "off"], one_of("on", "off")] = "on"
    health_port: Annotated[int | None, whole_number(1, 65535, "a port from 1 to 65535")] = None
    timezone: Annotated[ZoneInfo, read_timezone] = _UTC
    heartbeat_url: Annotated[SecretStr | None, read_secret_http_url] = None

    @override
    def _is_idle(self, name: str) -> bool:
        if name.startswith("slack_"):
            return self.slack_bot_token is None
        return name in _OF_DISCORD and self.discord_token is None


@dataclass(frozen=True, kw_only=True)
class RunSettings(SimulatedSettings, CheckSettings):
    """What the bot needs with real providers: everything."""


def database_kind(address: SecretStr) -> str:
    """Return the name of an address's database, for people."""
    return "SQLite" if address.get_secret_value().startswith("sqlite") else "PostgreSQL"


def simulated_database(address: SecretStr) -> SecretStr:
    """Return the address of the SQLite file for simulated providers, which never share a database with real ones.

    It is beside the file of ``address``; where that is PostgreSQL, in the folder in which the bot is started.
    """
    url = make_url(address.get_secret_value())
    if url.get_backend_name() != "sqlite":
        url = make_url(SQLITE_FILE)
    file = PurePath(url.database or "")
    own = url.set(database=str(file.with_stem(f"{file.stem}-simulated")))
    return SecretStr(own.render_as_string(hide_password=False))


def _described(value: object) -> str | None:
    match value:
        case None:
            return None
        case SecretStr():
            return "set"
        case Mapping():
            return (f"{len(value)} label" if len(value) == 1 else f"{len(value)} labels") if value else None
        case tuple():
            return ", ".join(map(str, value)) or None
        case float():
            return f"{value:g}"
        case _:
            return str(value)
