"""Parses the value of each setting, and words what is wrong with it.

The text of a ``ValueError`` raised here continues a sentence that begins with the setting's name. It never holds a
secret, not even one that was pasted into the wrong place.
"""

import difflib
import importlib.util
import json
import re
from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.chat.account.label_rules import LABEL_FORM, read_label
from bot.errors import BadInput
from bot.providers.catalogue import CATALOGUE
from bot.providers.token_subscription import match_service

DRIVERS = {"sqlite+aiosqlite": "aiosqlite", "postgresql+asyncpg": "asyncpg"}
DATABASE_FORMS = "sqlite+aiosqlite:///capacity.db or postgresql+asyncpg://user:password@host/name"
HIGHEST_PORT = 65_535
MAX_QUOTED = 20
"""Maximum length of a wrong value that is quoted: every Discord id is shorter, every token is longer."""
AUTO: Literal["auto"] = "auto"
"""Stands for all providers that the token has."""
_TITLES = {name: provider.called for name, provider in CATALOGUE.items()}

_SLACK_TOKENS: Mapping[str, tuple[str, str]] = {
    "xoxb-": ("SLACK_BOT_TOKEN", "OAuth & Permissions, Bot User OAuth Token"),
    "xapp-": ("SLACK_APP_TOKEN", "Basic Information, App-Level Tokens"),
}
"""How each token of Slack begins, the setting that takes it, and where to find it
(https://docs.slack.dev/authentication/tokens)."""

_COMMAND = re.compile(r"[a-z0-9_-]{1,31}")
"""What Slack accepts after the slash (https://docs.slack.dev/interactivity/implementing-slash-commands)."""


def quoted(value: object) -> str:
    """Quote a wrong value, or only its length if it could be a secret."""
    text = str(value)
    return text if len(text) <= MAX_QUOTED and text.isprintable() else f"{len(text)} characters long"


def unquoted(text: str) -> str:
    """Strip the blanks and quotes around a value."""
    return re.sub(r"^(['\"])(.*)\1$", r"\2", text.strip(), flags=re.DOTALL).strip()


def lower_case(value: object) -> object:
    """Fold the case of a word."""
    return value.casefold() if isinstance(value, str) else value


def read_token(secret: SecretStr) -> SecretStr:
    """Read a token, pasted with or without its scheme (``Bot``, ``Bearer``)."""
    alone = re.sub(r"^(bot|bearer)\s+", "", secret.get_secret_value(), flags=re.IGNORECASE)
    if any(not "!" <= character <= "~" for character in alone):
        raise ValueError("holds a space, a line break or a letter that no token has: copy it again.")
    return SecretStr(alone)


def read_discord_token(secret: SecretStr) -> SecretStr:
    """Read a token of Discord; refuse one of Slack, which was pasted into the wrong place."""
    token = read_token(secret)
    for prefix, (place, _) in _SLACK_TOKENS.items():
        if token.get_secret_value().startswith(prefix):
            raise ValueError(f"begins with {prefix}, as tokens of Slack do: put it into {place}.")
    return token


def read_slack_token(prefix: str, secret: SecretStr) -> SecretStr:
    """Read a token of Slack: a bot's begins with ``xoxb-``, an app's with ``xapp-``."""
    token = read_token(secret)
    written = token.get_secret_value()
    if written.startswith(prefix):
        return token
    needed = f"it must begin with {prefix} (https://api.slack.com/apps, your app, {_SLACK_TOKENS[prefix][1]})."
    for other, (place, _) in _SLACK_TOKENS.items():
        if written.startswith(other):
            raise ValueError(f"begins with {other}, as the token for {place} does: {needed}")
    raise ValueError(f"is no such token: {needed}")


def read_slack_channel(value: object) -> str:
    """Read the id of a channel of Slack, also from a mention or a link."""
    (found, *others) = _slack_ids(
        value, "CG", "a channel's id such as C024BE91L. In Slack: its name, About, Channel ID"
    )
    if others:
        raise ValueError("names several channels: it takes one; /capacity watch add takes the others.")
    return found


def read_slack_command(value: object) -> str:
    """Read the name of the app's command in Slack, with or without its slash."""
    name = str(value).strip().removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise ValueError(f"is {quoted(value)}: it must be the app's command, such as /capacity.")
    return f"/{name}"


def read_slack_teams(value: object) -> tuple[str, ...]:
    """Read the ids of workspaces of Slack."""
    return _slack_ids(value, "TE", "ids of workspaces such as T024BE7LD, which Slack's address has after /client/")


def read_slack_managers(value: object) -> tuple[str, ...]:
    """Read the ids of members and user groups of Slack."""
    return _slack_ids(
        value, "UWS", "ids of members (U024BE7LH) or user groups (S0614TZR7). In Slack: ⋮, Copy member ID"
    )


def _slack_ids(value: object, first: str, what: str) -> tuple[str, ...]:
    """Read ids of Slack whose first letter is one of ``first``, also from mentions and links; without repeats."""
    shape = re.compile(rf"(?:<[#@]|https://\S+/)?([{first}][A-Z0-9]{{1,11}})(?:\|[^>]*)?>?")
    found: list[str] = []
    for part in _parts(value):
        if (one := shape.fullmatch(part)) is None:
            raise ValueError(f"is {quoted(part)}: it must be {what}.")
        found.append(one[1])
    if not found:
        raise ValueError(f"is empty: it must be {what}.")
    return tuple(dict.fromkeys(found))


def _parts(value: object) -> list[str]:
    """Return the parts of a list, whatever separates or encloses them."""
    return [part for part in re.split(r"[\s,;\[\]\"']+", str(value)) if part]


def read_snowflake(value: object) -> int:
    """Read a Discord id, also from a mention."""
    digits = str(value).strip("<#@&> \"'")
    if digits.isascii() and digits.isdecimal() and len(digits) <= MAX_QUOTED and 0 < int(digits) < 2**63:
        return int(digits)
    raise ValueError(
        f"is {quoted(value)}: it must be an id of about 18 digits. In Discord: User Settings, Advanced, "
        "Developer Mode; then right-click, Copy ID."
    )


def read_guild_ids(value: object) -> tuple[int, ...]:
    """Read a list of guild ids."""
    if found := tuple(dict.fromkeys(map(read_snowflake, _parts(value)))):
        return found
    raise ValueError("names no server: leave it out, and the bot serves the one that it is in.")


def read_provider_names(value: object) -> tuple[str, ...] | Literal["auto"]:
    """Read a list of provider names, or ``auto``."""
    found = tuple(dict.fromkeys(part.casefold() for part in _parts(value)))
    if found == (AUTO,):
        return AUTO
    if AUTO in found:
        raise ValueError("names auto and others: auto alone finds what the token has, a list means exactly those.")
    if unknown := [quoted(name) for name in found if name not in CATALOGUE]:
        said = f"names {', '.join(unknown)}, which is not a provider"
        # Match titles, too: one of two words was split above.
        by_title = (match_service(part, _TITLES) for part in re.split(r"[,;\n\[\]\"']+", str(value)))
        if meant := [name for name in dict.fromkeys(by_title) if name is not None and name not in found]:
            raise ValueError(f"{said}: did you mean {', '.join(meant)}?")
        raise ValueError(f"{said}. There are: {', '.join(CATALOGUE)}.")
    if not found:
        raise ValueError(f"names no provider. There are: {', '.join(CATALOGUE)}.")
    return found


def read_account_labels(value: object) -> Mapping[str, str]:
    """Read the labels of accounts from JSON; return them by ``provider/account``."""
    try:
        found = json.loads(str(value), object_pairs_hook=tuple)  # a dict would hide a repeated key
    except ValueError:
        found = None
    entries = found if isinstance(found, tuple) else None
    if entries is None:
        raise ValueError('is not a JSON object such as {"minimax/200300": "studio-a"}.')
    labels: dict[str, str] = {}
    wrong: list[str] = []
    for number, (key, label) in enumerate(entries, start=1):
        try:
            account = _read_account(key)
            labels[account] = _read_label(account, label, labels)
        except ValueError as error:
            wrong.append(f"entry {number} {error}")  # by number, since an account's name may be an e-mail address
    if wrong:
        raise ValueError(f"is wrong: {'; '.join(wrong)}.")
    return labels


def _read_account(key: str) -> str:
    """Read ``provider/account``."""
    provider, _, account = (part.strip() for part in key.partition("/"))
    if not account:
        raise ValueError("does not begin with provider/account")
    if provider.casefold() not in CATALOGUE:
        raise ValueError(f"names {quoted(provider)}, which is not a provider")
    return f"{provider.casefold()}/{account}"


def _read_label(account: str, label: object, others: Mapping[str, str]) -> str:
    """Read the label of an account, which must differ from the labels read before."""
    provider = account.partition("/")[0]
    if account in others:
        raise ValueError("names an account that another entry names")
    try:
        read = read_label(label if isinstance(label, str) else "", (), CATALOGUE[provider].title)
    except BadInput:
        raise ValueError(f"has a name that is not {LABEL_FORM}") from None  # the cause may quote it
    if read.casefold() in {one.casefold() for key, one in others.items() if key.startswith(f"{provider}/")}:
        raise ValueError("has the name of another account of that provider")
    return read


def read_database_url(secret: SecretStr) -> SecretStr:
    """Read the address of a database whose driver is installed."""
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
    if "\0" in (url.database or "") or not 1 <= (url.port or 1) <= HIGHEST_PORT:
        raise ValueError(f"names a port above {HIGHEST_PORT}, or holds a character that no name has: correct it.")
    if "@" in (url.host or ""):
        raise ValueError("has an @ in its user or password: write it as %40.")
    if url.get_backend_name() == "sqlite":
        _check_file(url)
    return secret


def _check_file(url: URL) -> None:
    """Raise ``ValueError`` unless the address of a SQLite database names a file and nothing else."""
    if url.database in {None, "", ":memory:"} or "uri" in url.query:
        raise ValueError(f"names no file, so a restart would forget everything: use {DATABASE_FORMS}.")
    if other := sorted({*url.query} - {"timeout"}):
        raise ValueError(f"has the option {other[0]}, which a SQLite file does not have here: only timeout.")
    if url.username or url.password or url.host or url.port:
        raise ValueError(f"names a user or a host, which a SQLite file does not have: use {DATABASE_FORMS}.")


_NO_ZONES = {"Factory", "localtime"}
"""Entries that some systems list among the zones; only that machine knows which zone each means."""


def read_timezone(value: object) -> ZoneInfo:
    """Read the name of a time zone, in any case."""
    name = str(value).replace(" ", "_")
    zones = {zone.casefold(): zone for zone in available_timezones() - _NO_ZONES}
    if (found := zones.get(name.casefold())) is not None:
        return ZoneInfo(found)
    of_city = [zone for zone in zones if zone.endswith(f"/{name.casefold()}")]
    meant = of_city if len(of_city) == 1 else difflib.get_close_matches(name.casefold(), zones, n=1, cutoff=0.75)
    hint = f"did you mean {zones[meant[0]]}?" if meant else "name one as in Europe/Berlin, America/New_York or UTC."
    raise ValueError(f"is {quoted(name)}, which is no time zone: {hint}")
