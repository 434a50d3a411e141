"""Reads the settings from the environment or from ``.env``, and words what is wrong with them.

All mistakes are reported at once, a sentence each. No text made here holds a secret, not even one that was pasted into
the wrong place. Child processes get what is theirs of the environment, without the tokens.
"""

import difflib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from dotenv.variables import Variable, parse_variables

from bot.errors import BadSettings
from bot.settings.schema import (
    LEAST_POLL_SECONDS,
    PLATFORM_TOKENS,
    POLL_SECONDS,
    WHERE_TO_FIND,
    RunSettings,
    Settings,
    SimulatedSettings,
    SlackSettings,
)
from bot.settings.value_parsers import quoted, unquoted
from bot.settings.web_addresses import is_of_this_machine, is_read_on_the_way

_ENCODING = "utf-8-sig"
ENV_FILE = Path(".env")
OUR_PREFIXES = ("DISCORD_", "SLACK_", "USEAPI_", "ALERT_", "ACCOUNT_")
"""Only names in the environment that begin like this are checked for typing errors: the rest is not ours."""

Kind = TypeVar("Kind", bound=Settings)


def load(kind: type[Kind], env_file: Path = ENV_FILE) -> Kind:
    """Read the settings of a kind; the environment takes precedence over the file.

    Raises:
        BadSettings: The text lists every mistake, a line each.
    """
    try:
        if unread := _unread(env_file):
            raise BadSettings("\n".join(unread))
        written = _written(env_file)
    except UnicodeDecodeError as error:
        raise BadSettings(f"{env_file} is not UTF-8 text: save it again as UTF-8.") from error
    except OSError as error:
        raise BadSettings(f"{env_file} can't be read: {error.strerror}.") from error
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name in written:
            try:
                values[name] = hint.__metadata__[0](written[name])
            except ValueError as mistake:
                wrong[name] = f"{name.upper()} {mistake}"
    if "poll_seconds" in values and _is_too_often(values):
        wrong["poll_seconds"] = f"POLL_SECONDS is {quoted(written['poll_seconds'])}: it must be {POLL_SECONDS}."
    sentences = (*_missing(kind, written, wrong, env_file), *_without_platform(kind, written), *wrong.values())
    if sentences:
        raise BadSettings("\n".join((*sentences, *misspelt(env_file))))
    return kind(**values)


def _written(env_file: Path) -> dict[str, str]:
    """Return what is set, by name; of what is empty nothing.

    The quotes that ``docker run --env-file`` keeps are left out.
    """
    bare = {name: unquoted(text) for name, text in {**_of_file(env_file), **_of_environment()}.items()}
    return {name: text for name, text in bare.items() if text}


def _of_environment() -> dict[str, str]:
    return {name.lower(): text for name, text in os.environ.items() if text}


def _of_file(env_file: Path) -> dict[str, str]:
    if not env_file.is_file():
        return {}
    return {name.lower(): text for name, text in dotenv_values(env_file, encoding=_ENCODING).items() if text}


def _is_too_often(values: Mapping[str, Any]) -> bool:
    """Return whether useapi.net would be asked more often than it should be."""
    return values["poll_seconds"] < LEAST_POLL_SECONDS and not is_of_this_machine(values.get("useapi_url", ""))


def _unread(env_file: Path) -> list[str]:
    """Return a sentence for each line of the file that the parser leaves out, or from which it takes something."""
    if env_file.is_dir():
        return [f"{env_file} is a folder: put the file in its place. Docker makes the folder where there is no file."]
    if not env_file.is_file():
        return []
    with env_file.open(encoding=_ENCODING) as file:
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


def _missing(kind: type[Settings], written: Collection[str], wrong: Collection[str], env_file: Path) -> list[str]:
    """Return the settings that are missing, a line each below what to do about them; nothing where none is."""
    required = {one.name for one in fields(kind) if one.default is one.default_factory is MISSING}
    pair = {"slack_bot_token", "slack_app_token"}
    # One of the two asks for the other, unless it is wrong itself, which is said already.
    if issubclass(kind, SlackSettings) and len(given := pair.intersection(written)) == 1 and not given & {*wrong}:
        required |= pair
    missing = [one.name for one in fields(kind) if one.name in required and one.name not in written]
    if not missing:
        return []
    them, are = ("it", "setting is") if len(missing) == 1 else ("them", "settings are")
    # A file that is there holds settings already: it is not to be written over.
    remedy = f"add {them} to {env_file}" if env_file.exists() else f"copy .env.example to {env_file} and fill {them} in"
    return [
        f"{len(missing)} {are} missing; {remedy}:",
        *(f"  {name.upper()}: {WHERE_TO_FIND[name]}" for name in missing),
    ]


def _without_platform(kind: type[Settings], written: Collection[str]) -> list[str]:
    """Return which tokens to choose from, a line each, where there is none; nothing otherwise."""
    if not issubclass(kind, SimulatedSettings) or not {*PLATFORM_TOKENS}.isdisjoint(written):
        return []
    tokens = "DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or all three"
    where = (f"  {name.upper()}: {WHERE_TO_FIND[name]}" for name in PLATFORM_TOKENS)
    return [f"Set {tokens}: the bot has nowhere to talk.", *where]


def misspelt(env_file: Path = ENV_FILE) -> list[str]:
    """Return a sentence for each name that looks like a misspelt setting, which has no effect."""
    ours = [one.name.upper() for one in fields(RunSettings)]
    environment = map(str.upper, _of_environment())
    written = {name: "the environment" for name in environment if name.startswith(OUR_PREFIXES)}
    written |= {name.upper(): str(env_file) for name in _of_file(env_file)}
    return [
        f"{name} in {place} is not a setting: did you mean {meant[0]}?"
        for name, place in written.items()
        if name not in ours and (meant := difflib.get_close_matches(name, ours, n=1, cutoff=0.75))
    ]


def unencrypted(settings: Settings) -> list[str]:
    """Return a sentence for each address to which a token goes unencrypted over networks of others."""
    return [
        f"{name} begins with http://, so the token can be read on the way: use https:// if you can."
        for name, value in settings.described()
        if name.endswith("_URL") and value is not None and is_read_on_the_way(value)
    ]


_HANDED_ON = frozenset(
    {"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT"}
    | {"TEMP", "TMP", "TMPDIR", "TZ", "USERPROFILE", "VIRTUAL_ENV", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}
)
"""What Python and matplotlib need."""


def child_environment() -> dict[str, str]:
    """Return the part of the environment that a child process needs."""
    return {name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON}
