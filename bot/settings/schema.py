"""The settings that each command reads from the environment or from ``.env``.

``__main__`` loads them; nothing is read on import. All mistakes are reported at once, a sentence each. No text made
here holds a secret, not even one that was pasted into the wrong place.

::

    Settings                what every command may use
    ├── CheckSettings       … and useapi.net
    ├── SimulatedSettings   … and Discord, polling, the database
    └── RunSettings         all of it: a CheckSettings and a SimulatedSettings

One class with everything optional would make everybody who uses a token ask whether it is there.
"""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url

from bot.errors import BadSettings
from bot.settings.values import (
    AUTO,
    lower_case,
    quoted,
    read_account_labels,
    read_database_url,
    read_guild_ids,
    read_http_url,
    read_provider_names,
    read_secret_http_url,
    read_snowflake,
    read_timezone,
    read_token,
    unquoted,
)

ENV_FILE = Path(".env")
OUR_PREFIXES = ("DISCORD_", "USEAPI_", "ALERT_", "ACCOUNT_")
"""Only names in the environment that begin like this are checked for typing errors: the rest is not ours."""


Snowflake = Annotated[int, BeforeValidator(read_snowflake)]
Token = Annotated[SecretStr, AfterValidator(read_token)]
HttpUrl = Annotated[str, AfterValidator(read_http_url)]


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
        """Yield what no log line may hold."""
        for name, value in self:
            if not isinstance(value, SecretStr):
                continue
            if name == "database_url":
                url = make_url(value.get_secret_value())
                yield from (str(part) for part in (url.password, url.query.get("password")) if part)
            else:
                yield value.get_secret_value()

    def compared(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each setting that several programs on one database must have in common."""
        for name, value in sorted(self):
            if name not in _OF_ONE_PROGRAM:
                yield name.upper(), value.get_secret_value() if isinstance(value, SecretStr) else str(value)

    def described(self) -> Iterator[tuple[str, str | None]]:
        """Yield each setting's name and value in words, by name; of a secret only that it is set.

        Of the database it says the kind, of the labels the number, since they hold the names of accounts.
        """
        for name, value in sorted(self):
            yield name.upper(), database_kind(value) if name == "database_url" else _described(value)


class CheckSettings(Settings):
    """What a look at useapi.net needs."""

    useapi_token: Token = Field(description="https://useapi.net/docs/start-here/setup-useapi says where to find it")
    useapi_url: HttpUrl = "https://api.useapi.net"


class SimulatedSettings(Settings):
    """What the bot needs when its providers are simulated.

    ``discord_guild_ids`` is empty where the bot serves the only server that it is in.
    ``discord_api_url`` is None for Discord itself; otherwise its ``/gateway/bot`` says where the gateway is.
    """

    discord_token: Token = Field(
        description="https://discord.com/developers/applications, your application, Bot, Reset Token"
    )
    discord_guild_ids: Annotated[tuple[int, ...], NoDecode, PlainValidator(read_guild_ids)] = ()
    alert_channel_id: Snowflake | None = None
    alert_role_id: Snowflake | None = None
    fold_minutes: float = Field(default=30, ge=1, le=1440, description="a number from 1 to 1440")
    flapping_changes: int = Field(default=6, ge=0, le=100, description="a number from 0 to 100")
    flapping_minutes: float = Field(default=10, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    flapping_quiet_minutes: float = Field(default=5, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    stuck_minutes: float = Field(default=60, ge=1, le=10080, description="a number from 1 to 10080, which is a week")
    history_days: int = Field(default=30, ge=1, le=365, description="a whole number from 1 to 365")
    poll_seconds: float = Field(default=30, ge=1, le=3600, description="a number from 1 to 3600")
    database_url: Annotated[SecretStr, AfterValidator(read_database_url)] = SecretStr("sqlite+aiosqlite:///capacity.db")
    discord_api_url: HttpUrl | None = None
    presence: Annotated[Literal["on", "off"], BeforeValidator(lower_case)] = Field(
        default="on", description="on or off"
    )
    health_port: int | None = Field(default=None, ge=1, le=65535, description="a port from 1 to 65535")
    timezone: Annotated[ZoneInfo, PlainValidator(read_timezone)] = ZoneInfo("UTC")
    heartbeat_url: Annotated[SecretStr, AfterValidator(read_secret_http_url)] | None = None


class RunSettings(SimulatedSettings, CheckSettings):
    """What the bot needs with real providers: everything."""


def database_kind(address: SecretStr) -> str:
    """Name the database of an address, for people."""
    return "SQLite" if address.get_secret_value().startswith("sqlite") else "PostgreSQL"


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


Kind = TypeVar("Kind", bound=Settings)


def load(kind: type[Kind], env_file: Path = ENV_FILE) -> Kind:
    """Read the settings of a kind; the environment takes precedence over the file.

    Raises:
        BadSettings: The text lists every mistake, a line each.
    """
    try:
        return kind(_env_file=env_file)
    except ValidationError as error:
        sentences = (*_missing(kind, error, env_file), *_wrong(kind, error), *misspelt(env_file))
        raise BadSettings("\n".join(sentences)) from None  # the cause holds what was written
    except UnicodeDecodeError as error:
        raise BadSettings(f"{env_file} is not UTF-8 text: save it again as UTF-8.") from error
    except OSError as error:
        raise BadSettings(f"{env_file} can't be read: {error.strerror}.") from error


def _missing(kind: type[Settings], error: ValidationError, env_file: Path) -> list[str]:
    """Name the settings that are missing, a line each below what to do about them; nothing where none is."""
    names = [str(mistake["loc"][0]) for mistake in error.errors() if mistake["type"] == "missing"]
    if not names:
        return []
    them, are = ("it", "setting is") if len(names) == 1 else ("them", "settings are")
    # A file that is there holds settings already: it is not to be written over.
    remedy = f"add {them} to {env_file}" if env_file.exists() else f"copy .env.example to {env_file} and fill {them} in"
    return [
        f"{len(names)} {are} missing; {remedy}:",
        *(f"  {name.upper()}: {kind.model_fields[name].description}" for name in names),
    ]


def _wrong(kind: type[Settings], error: ValidationError) -> list[str]:
    """Return a sentence for each setting that is there and wrong."""
    return [_sentence(kind, mistake) for mistake in error.errors() if mistake["type"] != "missing"]


def _sentence(kind: type[Settings], mistake: ErrorDetails) -> str:
    name = str(mistake["loc"][0])
    if mistake["type"] == "value_error":
        return f"{name.upper()} {mistake['ctx']['error']}"
    return f"{name.upper()} is {quoted(mistake['input'])}: it must be {kind.model_fields[name].description}."


def misspelt(env_file: Path = ENV_FILE) -> list[str]:
    """Return a sentence for each name that looks like a misspelt setting, which has no effect."""
    ours = [name.upper() for name in RunSettings.model_fields]
    environment = (name.upper() for name in EnvSettingsSource(RunSettings).env_vars)
    written = {name: "the environment" for name in environment if name.startswith(OUR_PREFIXES)}
    written |= {name.upper(): str(env_file) for name in DotEnvSettingsSource(RunSettings, env_file=env_file).env_vars}
    return [
        f"{name} in {place} is not a setting: did you mean {meant[0]}?"
        for name, place in written.items()
        if name not in ours and (meant := difflib.get_close_matches(name, ours, n=1, cutoff=0.75))
    ]
