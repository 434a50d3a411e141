"""What a person may set, in the environment or in ``.env``; not what the program does with it.

Built by ``__main__``, never on import. Every mistake is told at once and in words. No text made here holds a secret,
not even one that was pasted into the wrong place.

::

    Settings                what every command may use
    ├── CheckSettings       … and useapi.net
    ├── SimulatedSettings   … and Discord, the watcher, the database
    └── RunSettings         all of it: a CheckSettings and a SimulatedSettings

One class with everything optional would move "is it there?" into every user of a token.
"""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

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
from bot.providers.catalogue import CATALOGUE
from bot.settings.values import (
    bare,
    database,
    guilds,
    labels,
    provider_names,
    secret_web,
    shown,
    snowflake,
    token,
    web,
    word,
)

ENV_FILE = Path(".env")
CURRENT = tuple(name for name, provider in CATALOGUE.items() if not provider.retired)
OUR_WORDS = ("DISCORD_", "USEAPI_", "ALERT_", "ACCOUNT_")
"""The rest of the environment belongs to others, so a name there is ours only if it begins like this."""


Snowflake = Annotated[int, BeforeValidator(snowflake)]
Token = Annotated[SecretStr, AfterValidator(token)]
Web = Annotated[str, AfterValidator(web)]


class Settings(BaseSettings):
    """Hold what every command may use.

    A field's description ends the sentence about its mistake: where to find it, or what it must be.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        hide_input_in_errors=True,
        validate_default=False,
    )

    providers: Annotated[tuple[str, ...], NoDecode, PlainValidator(provider_names)] = CURRENT
    show_accounts: Annotated[Literal["masked", "full"], BeforeValidator(word)] = Field(
        default="masked", description="masked or full"
    )
    account_labels: Annotated[Mapping[str, str], NoDecode, PlainValidator(labels)] = {}
    log_level: Annotated[Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(word)] = Field(
        default="info", description="debug, info, warning, error or critical"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(word)] = Field(
        default="text", description="text or json"
    )

    @model_validator(mode="before")
    @classmethod
    def _tidied(cls, given: dict[str, object]) -> dict[str, object]:
        """Drop the quotes that ``docker run --env-file`` keeps, then what is empty."""
        tidy = {name: bare(value) if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in tidy.items() if value != ""}

    def secrets(self) -> Iterator[str]:
        """List what no log line may hold."""
        for name, value in self:
            if not isinstance(value, SecretStr):
                continue
            if name == "database_url":
                url = make_url(value.get_secret_value())
                yield from (str(part) for part in (url.password, url.query.get("password")) if part)
            else:
                yield value.get_secret_value()

    def described(self) -> Iterator[tuple[str, str | None]]:
        """Yield each setting's name and value in words, by name; of a secret only that it is set.

        Of the database it says the kind, of the labels the number, since they hold the names of accounts.
        """
        for name, value in sorted(self):
            yield name.upper(), database_kind(value) if name == "database_url" else _described(value)


class CheckSettings(Settings):
    """What a look at useapi.net needs."""

    useapi_token: Token = Field(description="https://useapi.net/docs/start-here/setup-useapi tells where to find it")
    useapi_url: Web = "https://api.useapi.net"


class SimulatedSettings(Settings):
    """Hold what the bot needs whose providers are simulated.

    ``discord_api_url`` is None for Discord itself; else the gateway's address is what its ``/gateway/bot`` answers.
    """

    discord_token: Token = Field(
        description="https://discord.com/developers/applications, your application, Bot, Reset Token"
    )
    discord_guild_ids: Annotated[tuple[int, ...], NoDecode, PlainValidator(guilds)] = Field(
        description="in Discord: User Settings, Advanced, Developer Mode; then right-click your server, Copy Server ID"
    )
    alert_channel_id: Snowflake | None = None
    alert_role_id: Snowflake | None = None
    fold_minutes: float = Field(default=30, ge=1, le=1440, description="a number from 1 to 1440")
    flapping_changes: int = Field(default=6, ge=0, le=100, description="a number from 0 to 100")
    flapping_minutes: float = Field(default=10, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    flapping_quiet_minutes: float = Field(default=5, ge=0.05, le=1440, description="a number from 0.05 to 1440")
    stuck_minutes: float = Field(default=60, ge=1, le=10080, description="a number from 1 to 10080, which is a week")
    history_days: int = Field(default=30, ge=1, le=365, description="a whole number from 1 to 365")
    poll_seconds: float = Field(default=30, ge=1, le=3600, description="a number from 1 to 3600")
    database_url: Annotated[SecretStr, AfterValidator(database)] = SecretStr("sqlite+aiosqlite:///capacity.db")
    discord_api_url: Web | None = None
    health_port: int | None = Field(default=None, ge=1, le=65535, description="a port from 1 to 65535")
    heartbeat_url: Annotated[SecretStr, AfterValidator(secret_web)] | None = None


class RunSettings(SimulatedSettings, CheckSettings):
    """Hold everything: what the bot needs."""


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
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}"
        case _:
            return str(value)


Kind = TypeVar("Kind", bound=Settings)


def load(kind: type[Kind], env_file: Path = ENV_FILE) -> Kind:
    """Read the settings of a kind; the environment goes before the file.

    Raises:
        BadSettings: With every mistake, a line each.
    """
    try:
        return kind(_env_file=env_file)
    except ValidationError as error:
        lines = [_sentence(kind, mistake) for mistake in error.errors()]
        raise BadSettings("\n".join((*lines, *doubts(env_file)))) from None  # the cause holds what was written
    except UnicodeDecodeError as error:
        raise BadSettings(f"{env_file} is not UTF-8 text: save it again as UTF-8.") from error
    except OSError as error:
        raise BadSettings(f"{env_file} can't be read: {error.strerror}.") from error


def _sentence(kind: type[Settings], mistake: ErrorDetails) -> str:
    name = str(mistake["loc"][0])
    meant = kind.model_fields[name].description
    match mistake["type"]:
        case "missing":
            return f"{name.upper()} is missing: {meant}."
        case "value_error":
            return f"{name.upper()} {mistake['ctx']['error']}"
        case _:
            return f"{name.upper()} is {shown(mistake['input'])}: it must be {meant}."


def doubts(env_file: Path = ENV_FILE) -> list[str]:
    """Name what looks like a misspelt setting and is therefore without effect, a sentence each."""
    ours = [name.upper() for name in RunSettings.model_fields]
    environment = (name.upper() for name in EnvSettingsSource(RunSettings).env_vars)
    written = {name: "the environment" for name in environment if name.startswith(OUR_WORDS)}
    written |= {name.upper(): str(env_file) for name in DotEnvSettingsSource(RunSettings, env_file=env_file).env_vars}
    return [
        f"{name} in {place} is not a setting: did you mean {meant[0]}?"
        for name, place in written.items()
        if name not in ours and (meant := difflib.get_close_matches(name, ours, n=1, cutoff=0.75))
    ]
