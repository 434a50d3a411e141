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
import importlib.util
import json
import re
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
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSettings
from bot.providers.catalogue import CATALOGUE

ENV_FILE = Path(".env")
CURRENT = tuple(name for name, provider in CATALOGUE.items() if not provider.retired)
DRIVERS = {"sqlite+aiosqlite": "aiosqlite", "postgresql+asyncpg": "asyncpg"}
DATABASE_FORMS = "sqlite+aiosqlite:///capacity.db or postgresql+asyncpg://user:password@host/name"
SHOWN = 20
"""A wrong value is quoted up to this length: every Discord id fits, no token does."""
LABEL_LENGTH = 80
"""A label shares its line of the embed with a bar and numbers."""
OUR_WORDS = ("DISCORD_", "USEAPI_", "ALERT_", "ACCOUNT_")
"""The rest of the environment belongs to others, so a name there is ours only if it begins like this."""


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN and text.isprintable() else f"{len(text)} characters long"


def _bare(text: str) -> str:
    return re.sub(r"^(['\"])(.*)\1$", r"\2", text.strip(), flags=re.DOTALL).strip()


def _word(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _token(secret: SecretStr) -> SecretStr:
    bare = re.sub(r"^(bot|bearer)\s+", "", secret.get_secret_value(), flags=re.IGNORECASE)
    if any(not "!" <= character <= "~" for character in bare):
        raise ValueError("holds a space, a line break or a letter that no token has: copy it again.")
    return SecretStr(bare)


def _snowflake(value: object) -> int:
    digits = str(value).strip("<#@&> \"'")
    if digits.isascii() and digits.isdecimal() and len(digits) <= SHOWN and 0 < int(digits) < 2**63:
        return int(digits)
    raise ValueError(
        f"is {_shown(value)}: it must be an id of about 18 digits. In Discord: User Settings, Advanced, "
        "Developer Mode; then right-click, Copy ID."
    )


def _guilds(value: object) -> tuple[int, ...]:
    parts = re.split(r"[\s,;\[\]\"']+", str(value))
    if found := tuple(dict.fromkeys(_snowflake(part) for part in parts if part)):
        return found
    raise ValueError("names no guild, so the commands would exist nowhere.")


def _providers(value: object) -> tuple[str, ...]:
    parts = re.split(r"[\s,;\[\]\"']+", str(value).casefold())
    found = tuple(dict.fromkeys(part for part in parts if part))
    if strangers := [_shown(name) for name in found if name not in CATALOGUE]:
        raise ValueError(f"names {', '.join(strangers)}, which is not a provider. There are: {', '.join(CATALOGUE)}.")
    if not found:
        raise ValueError(f"names no provider. There are: {', '.join(CATALOGUE)}.")
    return found


def _label(key: str, label: object) -> tuple[str, str]:
    provider, _, account = (part.strip() for part in key.partition("/"))
    if not account:
        raise ValueError("does not begin with provider/account")
    if provider.casefold() not in CATALOGUE:
        raise ValueError(f"names {_shown(provider)}, which is not a provider")
    if not isinstance(label, str) or not 0 < len(label.strip()) <= LABEL_LENGTH:
        raise ValueError(f"has a label that is not a text of 1 to {LABEL_LENGTH} characters")
    return f"{provider.casefold()}/{account}", label.strip()


def _labels(value: object) -> Mapping[str, str]:
    try:
        entries = dict(json.loads(str(value)).items())
    except (ValueError, AttributeError):  # not JSON; JSON, but not an object
        raise ValueError('is not a JSON object such as {"minimax/200300": "studio-a"}.') from None  # says nothing more
    taken: dict[str, str] = {}
    wrong: list[str] = []
    for place, (key, label) in enumerate(entries.items(), start=1):
        try:
            name, alias = _label(key, label)
        except ValueError as error:
            wrong.append(f"entry {place} {error}")  # by its place: an account's name may be somebody's e-mail
        else:
            taken[name] = alias
    if wrong:
        raise ValueError(f"is wrong: {'; '.join(wrong)}.")
    return taken


def _database(secret: SecretStr) -> SecretStr:
    try:
        url = make_url(secret.get_secret_value())
    except (ArgumentError, ValueError):  # ValueError: the port is not a number
        raise ValueError(f"can't be read: it must look like {DATABASE_FORMS}.") from None  # the cause may quote it
    if url.drivername not in DRIVERS:
        meant = [f"begin it with {name}://" for name in DRIVERS if name.startswith(url.get_backend_name())]
        raise ValueError(f"names a driver that this bot can't use: {' or '.join(meant) or f'use {DATABASE_FORMS}'}.")
    if importlib.util.find_spec(DRIVERS[url.drivername]) is None:
        raise ValueError("names PostgreSQL, whose driver is not installed: pip install 'capacity-bot[postgres]'.")
    if "sslmode" in url.query:
        raise ValueError("says sslmode, which asyncpg calls ssl: write ?ssl=require.")
    if url.drivername.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise ValueError(f"names no file, so a restart would forget everything: use {DATABASE_FORMS}.")
    return secret


def _web(url: str) -> str:
    if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", url):
        return url.rstrip("/")
    raise ValueError("must look like https://host or http://host:port/path, without user, password, ? and #.")


def _secret_web(secret: SecretStr) -> SecretStr:
    return SecretStr(_web(secret.get_secret_value()))


Snowflake = Annotated[int, BeforeValidator(_snowflake)]
Token = Annotated[SecretStr, AfterValidator(_token)]
Web = Annotated[str, AfterValidator(_web)]


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

    providers: Annotated[tuple[str, ...], NoDecode, PlainValidator(_providers)] = CURRENT
    show_accounts: Annotated[Literal["masked", "full"], BeforeValidator(_word)] = Field(
        default="masked", description="masked or full"
    )
    account_labels: Annotated[Mapping[str, str], NoDecode, PlainValidator(_labels)] = {}
    log_level: Annotated[Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(_word)] = Field(
        default="info", description="debug, info, warning, error or critical"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_word)] = Field(
        default="text", description="text or json"
    )

    @model_validator(mode="before")
    @classmethod
    def _tidied(cls, given: dict[str, object]) -> dict[str, object]:
        """Drop the quotes that ``docker run --env-file`` keeps, then what is empty."""
        bare = {name: _bare(value) if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in bare.items() if value != ""}

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


class CheckSettings(Settings):
    """Hold what a look at useapi.net needs."""

    useapi_token: Token = Field(description="https://useapi.net/docs/start-here/setup-useapi tells where to find it")
    useapi_url: Web = "https://api.useapi.net"


class SimulatedSettings(Settings):
    """Hold what the bot needs whose providers are simulated.

    ``discord_api_url`` is None for Discord itself; else the gateway's address is what its ``/gateway/bot`` answers.
    """

    discord_token: Token = Field(
        description="https://discord.com/developers/applications, your application, Bot, Reset Token"
    )
    discord_guild_ids: Annotated[tuple[int, ...], NoDecode, PlainValidator(_guilds)] = Field(
        description="in Discord: User Settings, Advanced, Developer Mode; then right-click your server, Copy Server ID"
    )
    alert_channel_id: Snowflake | None = None
    alert_role_id: Snowflake | None = None
    fold_minutes: float = Field(default=30, ge=1, le=1440, description="a number from 1 to 1440")
    poll_seconds: float = Field(default=30, ge=1, le=3600, description="a number from 1 to 3600")
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite+aiosqlite:///capacity.db")
    discord_api_url: Web | None = None
    health_port: int | None = Field(default=None, ge=1, le=65535, description="a port from 1 to 65535")
    heartbeat_url: Annotated[SecretStr, AfterValidator(_secret_web)] | None = None


class RunSettings(SimulatedSettings, CheckSettings):
    """Hold everything: what the bot needs."""


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
            return f"{name.upper()} is {_shown(mistake['input'])}: it must be {meant}."


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
