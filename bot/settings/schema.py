"""The settings that each command reads from the environment or from ``.env``.

``load_settings`` reads them; nothing is read on import.

::

    Settings                what every command may use
    ├── CheckSettings       … and useapi.net
    ├── SlackSettings       … and Slack, if that is set up
    │   ├── SlackCheck      … which it must be
    │   └── SimulatedSettings   … and Discord, polling, the database
    └── RunSettings         all of it: a CheckSettings and a SimulatedSettings

If one class had them all as optional fields, all code that uses a token would have to check whether it is set.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePath
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from typing_extensions import override

from bot.settings.value_parsers import (
    AUTO,
    lower_case,
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
    unquoted,
)
from bot.settings.web_addresses import is_of_this_machine, read_api_url, read_secret_http_url

Snowflake = Annotated[int, BeforeValidator(read_snowflake)]
Token = Annotated[SecretStr, AfterValidator(read_token)]
ApiUrl = Annotated[str, AfterValidator(read_api_url)]
DiscordToken = Annotated[SecretStr, AfterValidator(read_discord_token)]
SlackBotToken = Annotated[SecretStr, AfterValidator(partial(read_slack_token, "xoxb-"))]
SlackAppToken = Annotated[SecretStr, AfterValidator(partial(read_slack_token, "xapp-"))]

WHERE_TO_FIND: Mapping[str, str] = {
    "discord_token": "https://discord.com/developers/applications, your application, Bot, Reset Token",
    "slack_bot_token": "https://api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token (xoxb-…)",
    "slack_app_token": "https://api.slack.com/apps, your app, Basic Information, App-Level Tokens (xapp-…)",
}
"""The settings for the tokens of chat platforms, and where to find each token."""

NOT_GIVEN, NO_PLATFORM = "not_given", "no_platform"
"""Types of mistakes that concern several settings."""

LEAST_POLL_SECONDS = 1
"""Minimum pause between looks at useapi.net; a server on this machine may be asked more often."""

TOO_OFTEN = "too_often"
"""The type of the mistake that the pause is shorter."""

SQLITE_FILE = "sqlite+aiosqlite:///capacity.db"
"""The default database."""

_OF_DISCORD = frozenset(
    {"alert_channel_id", "alert_role_id", "discord_api_url", "discord_guild_ids", "discord_token", "presence"}
)
_OF_ONE_PROGRAM = frozenset({"database_url", "health_port", "log_format", "log_level"})
"""Settings that may differ between two programs on one database."""


class Settings(BaseSettings):
    """What every command may use.

    A field's description ends the sentence about a mistake in it: where to find the value, or what it must be.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        hide_input_in_errors=True,
        validate_default=False,
        defer_build=True,  # each program uses only one of these classes
    )

    providers: Annotated[tuple[str, ...] | Literal["auto"], NoDecode, PlainValidator(read_provider_names)] = AUTO
    show_accounts: Annotated[Literal["masked", "full"], BeforeValidator(lower_case)] = Field(
        default="masked", description="masked or full"
    )
    account_labels: Annotated[Mapping[str, str], NoDecode, PlainValidator(read_account_labels)] = {}
    log_level: Annotated[Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(lower_case)] = Field(
        default="info", description="debug, info, warning, error or critical"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(lower_case)] = Field(
        default="text", description="text or json"
    )

    @model_validator(mode="before")
    @classmethod
    def _without_quotes(cls, given: dict[str, object]) -> dict[str, object]:
        """Drop the quotes that ``docker run --env-file`` keeps, then empty values."""
        bare = {name: unquoted(value) if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

    def secrets(self) -> Iterator[str]:
        """Yield the secrets that no log line may hold."""
        for name, value in self:
            if not isinstance(value, SecretStr):
                continue
            if name == "database_url":
                url = make_url(value.get_secret_value())
                yield from (str(part) for part in (url.password, url.query.get("password")) if part)
            else:
                yield value.get_secret_value()

    def compared(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each setting that must be the same for all programs on one database."""
        for name, value in sorted(self):
            if name not in _OF_ONE_PROGRAM:
                yield name.upper(), value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    def described(self) -> Iterator[tuple[str, str | None]]:
        """Yield each setting's name and its value in words, in order of names; of a secret only that it is set.

        Of the database it gives the kind, and of the labels only the number, since they hold the names of accounts.
        Settings of a platform that is not set up are left out.
        """
        for name, value in sorted(self):
            if not self._is_idle(name):
                yield name.upper(), database_kind(value) if name == "database_url" else _described(value)

    def _is_idle(self, _: str) -> bool:
        """Return whether a setting has no effect, since its platform is not set up."""
        return False


class CheckSettings(Settings):
    """What a look at useapi.net needs."""

    useapi_token: Token = Field(description="https://useapi.net/docs/start-here/setup-useapi says where to find it")
    useapi_url: ApiUrl = "https://api.useapi.net"


class SlackSettings(Settings):
    """What the bot needs for Slack; either both of its tokens are set or neither.

    ``slack_team_ids`` is empty if the bot serves its token's workspace.
    """

    slack_bot_token: SlackBotToken | None = Field(default=None, description=WHERE_TO_FIND["slack_bot_token"])
    slack_app_token: SlackAppToken | None = Field(
        default=None, description=WHERE_TO_FIND["slack_app_token"], validate_default=True
    )
    slack_team_ids: Annotated[tuple[str, ...], NoDecode, PlainValidator(read_slack_teams)] = ()
    slack_alert_channel_id: Annotated[str, BeforeValidator(read_slack_channel)] | None = None
    slack_command: Annotated[str, BeforeValidator(read_slack_command)] = "/capacity"
    slack_managers: Annotated[tuple[str, ...], NoDecode, PlainValidator(read_slack_managers)] = ()
    slack_without_history: Annotated[Literal["at-least-once", "at-most-once"], BeforeValidator(lower_case)] = Field(
        default="at-least-once", description="at-least-once or at-most-once"
    )
    slack_api_url: ApiUrl = "https://slack.com/api"

    @property
    def slack_at_most_once(self) -> bool:
        """Whether an alert that may have been posted is dropped if the app may not look for it."""
        return self.slack_without_history == "at-most-once"

    @field_validator("slack_app_token")
    @classmethod
    def _both_or_none(cls, app: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        bot = others.data.get("slack_bot_token", app)  # absent if it is wrong, which is reported already
        if (bot is None) != (app is None):
            raise PydanticCustomError(
                NOT_GIVEN, "one of two", {"setting": "slack_bot_token" if bot is None else "slack_app_token"}
            )
        return app


class SlackCheck(SlackSettings):
    """What a look at Slack needs."""

    slack_bot_token: SlackBotToken = Field(description=WHERE_TO_FIND["slack_bot_token"])
    slack_app_token: SlackAppToken = Field(description=WHERE_TO_FIND["slack_app_token"])


class SimulatedSettings(SlackSettings):
    """What the bot needs with simulated providers, such as the tokens of Discord, of Slack, or of both.

    ``discord_guild_ids`` is empty if the bot serves the only server that it is in.
    ``discord_api_url`` is None for Discord itself; otherwise its ``/gateway/bot`` says where the gateway is.
    """

    discord_token: DiscordToken | None = Field(
        default=None, description=WHERE_TO_FIND["discord_token"], validate_default=True
    )
    discord_guild_ids: Annotated[tuple[int, ...], NoDecode, PlainValidator(read_guild_ids)] = ()
    alert_channel_id: Snowflake | None = None
    alert_role_id: Snowflake | None = None
    fold_minutes: float = Field(default=30, ge=1, le=1440, description="a number from 1 to 1440")
    flapping_changes: int = Field(default=6, ge=0, le=100, description="a whole number from 0 to 100")
    flapping_minutes: float = Field(default=10, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    flapping_quiet_minutes: float = Field(default=5, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    stuck_minutes: float = Field(default=60, ge=1, le=10080, description="a number from 1 to 10080, which is a week")
    history_days: int = Field(default=32, ge=1, le=365, description="a whole number from 1 to 365")
    poll_seconds: float = Field(default=30, ge=0.1, le=3600, description="a number from 1 to 3600")
    database_url: Annotated[SecretStr, AfterValidator(read_database_url)] = SecretStr(SQLITE_FILE)
    discord_api_url: ApiUrl | None = None
    presence: Annotated[Literal["on", "off"], BeforeValidator(lower_case)] = Field(
        default="on", description="on or off"
    )
    health_port: int | None = Field(default=None, ge=1, le=65535, description="a port from 1 to 65535")
    timezone: Annotated[ZoneInfo, PlainValidator(read_timezone)] = ZoneInfo("UTC")
    heartbeat_url: Annotated[SecretStr, AfterValidator(read_secret_http_url)] | None = None

    @field_validator("poll_seconds")
    @classmethod
    def _spare_useapi(cls, seconds: float, others: ValidationInfo) -> float:
        if seconds < LEAST_POLL_SECONDS and not is_of_this_machine(others.data.get("useapi_url", "")):
            raise PydanticCustomError(TOO_OFTEN, "too often")
        return seconds

    @override
    def _is_idle(self, name: str) -> bool:
        if name.startswith("slack_"):
            return self.slack_bot_token is None
        return name in _OF_DISCORD and self.discord_token is None

    @field_validator("discord_token")
    @classmethod
    def _one_platform_at_least(cls, token: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        # A wrong Slack token is absent, not None: then somebody means to use Slack.
        if token is None and all(others.data.get(name, "") is None for name in ("slack_bot_token", "slack_app_token")):
            raise PydanticCustomError(NO_PLATFORM, "neither")
        return token


class RunSettings(SimulatedSettings, CheckSettings):
    """What the bot needs with real providers: all settings."""


def database_kind(address: SecretStr) -> str:
    """Return the name of an address's database, for people."""
    return "SQLite" if address.get_secret_value().startswith("sqlite") else "PostgreSQL"


def simulated_database(address: SecretStr) -> SecretStr:
    """Return the address of the SQLite file for simulated providers, which never share a database with real ones.

    It is beside the file of ``address``; if that is PostgreSQL, in the folder in which the bot is started.
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
