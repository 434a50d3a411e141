"""Reads the settings from the environment or from ``.env``, and words what is wrong with them.

All mistakes are reported at once, a sentence each. No text made here holds a secret, not even one that was pasted into
the wrong place. Child processes get only the part of the environment that they need, without the tokens.
"""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from dotenv.parser import parse_stream
from dotenv.variables import Variable, parse_variables
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.errors import BadSettings
from bot.settings.schema import NO_PLATFORM, NOT_GIVEN, WHERE_TO_FIND, RunSettings, Settings
from bot.settings.value_parsers import quoted
from bot.settings.web_addresses import is_read_on_the_way

ENV_FILE = Path(".env")
OUR_PREFIXES = ("DISCORD_", "SLACK_", "USEAPI_", "ALERT_", "ACCOUNT_")
"""Only names in the environment that begin with one of these are checked for misspellings: others are not ours."""

Kind = TypeVar("Kind", bound=Settings)


def load(kind: type[Kind], env_file: Path = ENV_FILE) -> Kind:
    """Read the settings of a kind; the environment takes precedence over the file.

    Raises:
        BadSettings: The text lists every mistake, a line each.
    """
    try:
        if unread := _unread(env_file):
            raise BadSettings("\n".join(unread))
        return kind(_env_file=env_file)
    except ValidationError as error:
        sentences = (
            *_missing(kind, error, env_file),
            *_without_platform(error),
            *_wrong(kind, error),
            *misspelt(env_file),
        )
        raise BadSettings("\n".join(sentences)) from None  # the cause holds the values
    except UnicodeDecodeError as error:
        raise BadSettings(f"{env_file} is not UTF-8 text: save it again as UTF-8.") from error
    except OSError as error:
        raise BadSettings(f"{env_file} can't be read: {error.strerror}.") from error


def _unread(env_file: Path) -> list[str]:
    """Return a sentence for each line of the file that can't be read, or that names a variable which is not set."""
    if env_file.is_dir():
        return [f"{env_file} is a folder: put the file in its place. Docker makes the folder where there is no file."]
    if not env_file.is_file():
        return []
    with env_file.open(encoding="utf-8-sig") as file:
        bindings = list(parse_stream(file))
    known = {*os.environ, *(binding.key for binding in bindings)}
    sentences = []
    for binding in bindings:
        line = binding.original.line
        if binding.error:
            sentences.append(f"{env_file} line {line} can't be read: write NAME=value, and close its quotes.")
        elif any(part.name not in known and part.default is None for part in _named(binding.value or "")):
            sentences.append(
                f"{env_file} line {line} names a variable with ${{…}} that is not set: in an address, write %24 for $."
            )
    return sentences


def _named(value: str) -> Iterator[Variable]:
    return (part for part in parse_variables(value) if isinstance(part, Variable))


def _missing(kind: type[Settings], error: ValidationError, env_file: Path) -> list[str]:
    """Return what to do about missing settings, then a line for each of them; empty if none is missing."""
    names = [
        str(mistake["ctx"]["setting"] if mistake["type"] == NOT_GIVEN else mistake["loc"][0])
        for mistake in error.errors()
        if mistake["type"] in {"missing", NOT_GIVEN}
    ]
    if not names:
        return []
    them, are = ("it", "setting is") if len(names) == 1 else ("them", "settings are")
    # An existing file holds settings already, and must not be overwritten.
    remedy = f"add {them} to {env_file}" if env_file.exists() else f"copy .env.example to {env_file} and fill {them} in"
    return [
        f"{len(names)} {are} missing; {remedy}:",
        *(f"  {name.upper()}: {kind.model_fields[name].description}" for name in names),
    ]


def _without_platform(error: ValidationError) -> list[str]:
    """Return the tokens to choose from, a line each, if no platform's is set; empty otherwise."""
    if not any(mistake["type"] == NO_PLATFORM for mistake in error.errors()):
        return []
    tokens = "DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or all three"
    where = (f"  {name.upper()}: {page}" for name, page in WHERE_TO_FIND.items())
    return [f"Set {tokens}: the bot has nowhere to talk.", *where]


def _wrong(kind: type[Settings], error: ValidationError) -> list[str]:
    """Return a sentence for each setting that is set and wrong."""
    elsewhere = {"missing", NOT_GIVEN, NO_PLATFORM}
    return [_sentence(kind, mistake) for mistake in error.errors() if mistake["type"] not in elsewhere]


def _sentence(kind: type[Settings], mistake: ErrorDetails) -> str:
    name = str(mistake["loc"][0])
    if mistake["type"] == "value_error":
        return f"{name.upper()} {mistake['ctx']['error']}"
    return f"{name.upper()} is {quoted(mistake['input'])}: it must be {kind.model_fields[name].description}."


def misspelt(env_file: Path = ENV_FILE) -> list[str]:
    """Return a sentence for each variable that looks like a misspelt setting and so has no effect."""
    ours = [name.upper() for name in RunSettings.model_fields]
    environment = (name.upper() for name in EnvSettingsSource(RunSettings).env_vars)
    written = {name: "the environment" for name in environment if name.startswith(OUR_PREFIXES)}
    written |= {name.upper(): str(env_file) for name in DotEnvSettingsSource(RunSettings, env_file=env_file).env_vars}
    return [
        f"{name} in {place} is not a setting: did you mean {meant[0]}?"
        for name, place in written.items()
        if name not in ours and (meant := difflib.get_close_matches(name, ours, n=1, cutoff=0.75))
    ]


def unencrypted(settings: Settings) -> list[str]:
    """Return a sentence for each address to which a token is sent unencrypted over a public network."""
    return [
        f"{name} begins with http://, so the token can be read on the way: use https:// if you can."
        for name, value in settings.described()
        if name.endswith("_URL") and value is not None and is_read_on_the_way(value)
    ]


_HANDED_ON = frozenset(
    {"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT"}
    | {"TEMP", "TMP", "TMPDIR", "TZ", "USERPROFILE", "VIRTUAL_ENV", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}
)
"""The variables that Python and matplotlib need."""


def child_environment() -> dict[str, str]:
    """Return the part of the environment that a child process needs."""
    return {name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON}
