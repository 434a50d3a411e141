"""How the value of each setting is read, and the sentence for one that can't be; ``settings`` says which there are.

No sentence holds a secret, not even one that was pasted into the wrong place.
"""

import importlib.util
import json
import re
from collections.abc import Mapping

from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.providers.catalogue import CATALOGUE

DRIVERS = {"sqlite+aiosqlite": "aiosqlite", "postgresql+asyncpg": "asyncpg"}
DATABASE_FORMS = "sqlite+aiosqlite:///capacity.db or postgresql+asyncpg://user:password@host/name"
SHOWN = 20
"""A wrong value is quoted up to this length: every Discord id fits, no token does."""
LABEL_LENGTH = 80
"""A label shares its line of the embed with a bar and numbers."""


def shown(value: object) -> str:
    """Quote a wrong value, or tell only how long it is where it could be a secret."""
    text = str(value)
    return text if len(text) <= SHOWN and text.isprintable() else f"{len(text)} characters long"


def bare(text: str) -> str:
    """Drop the blanks and quotes around a value."""
    return re.sub(r"^(['\"])(.*)\1$", r"\2", text.strip(), flags=re.DOTALL).strip()


def word(value: object) -> object:
    """Read a word in any case."""
    return value.casefold() if isinstance(value, str) else value


def token(secret: SecretStr) -> SecretStr:
    """Read a token, pasted with its scheme or without; raises ``ValueError`` with the rest of a sentence."""
    alone = re.sub(r"^(bot|bearer)\s+", "", secret.get_secret_value(), flags=re.IGNORECASE)
    if any(not "!" <= character <= "~" for character in alone):
        raise ValueError("holds a space, a line break or a letter that no token has: copy it again.")
    return SecretStr(alone)


def snowflake(value: object) -> int:
    """Read an id of Discord's, also out of a mention; raises ``ValueError`` with the rest of a sentence."""
    digits = str(value).strip("<#@&> \"'")
    if digits.isascii() and digits.isdecimal() and len(digits) <= SHOWN and 0 < int(digits) < 2**63:
        return int(digits)
    raise ValueError(
        f"is {shown(value)}: it must be an id of about 18 digits. In Discord: User Settings, Advanced, "
        "Developer Mode; then right-click, Copy ID."
    )


def guilds(value: object) -> tuple[int, ...]:
    """Read the ids of guilds; raises ``ValueError`` with the rest of a sentence."""
    parts = re.split(r"[\s,;\[\]\"']+", str(value))
    if found := tuple(dict.fromkeys(snowflake(part) for part in parts if part)):
        return found
    raise ValueError("names no guild, so the commands would exist nowhere.")


def provider_names(value: object) -> tuple[str, ...]:
    """Read the names of providers; raises ``ValueError`` with the rest of a sentence."""
    parts = re.split(r"[\s,;\[\]\"']+", str(value).casefold())
    found = tuple(dict.fromkeys(part for part in parts if part))
    if strangers := [shown(name) for name in found if name not in CATALOGUE]:
        raise ValueError(f"names {', '.join(strangers)}, which is not a provider. There are: {', '.join(CATALOGUE)}.")
    if not found:
        raise ValueError(f"names no provider. There are: {', '.join(CATALOGUE)}.")
    return found


def label(key: str, alias: object) -> tuple[str, str]:
    """Read one alias of an account; raises ``ValueError`` with the rest of a sentence."""
    provider, _, account = (part.strip() for part in key.partition("/"))
    if not account:
        raise ValueError("does not begin with provider/account")
    if provider.casefold() not in CATALOGUE:
        raise ValueError(f"names {shown(provider)}, which is not a provider")
    if not isinstance(alias, str) or not 0 < len(alias.strip()) <= LABEL_LENGTH:
        raise ValueError(f"has a label that is not a text of 1 to {LABEL_LENGTH} characters")
    return f"{provider.casefold()}/{account}", alias.strip()


def labels(value: object) -> Mapping[str, str]:
    """Read the aliases of accounts; raises ``ValueError`` with the rest of a sentence."""
    try:
        entries = dict(json.loads(str(value)).items())
    except (ValueError, AttributeError):  # not JSON; JSON, but not an object
        raise ValueError('is not a JSON object such as {"minimax/200300": "studio-a"}.') from None  # says nothing more
    taken: dict[str, str] = {}
    wrong: list[str] = []
    for place, (key, wanted) in enumerate(entries.items(), start=1):
        try:
            name, alias = label(key, wanted)
        except ValueError as error:
            wrong.append(f"entry {place} {error}")  # by its place: an account's name may be somebody's e-mail
        else:
            taken[name] = alias
    if wrong:
        raise ValueError(f"is wrong: {'; '.join(wrong)}.")
    return taken


def database(secret: SecretStr) -> SecretStr:
    """Read the address of a database; raises ``ValueError`` with the rest of a sentence."""
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


def web(url: str) -> str:
    """Read the address of a page; raises ``ValueError`` with the rest of a sentence."""
    if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", url):
        return url.rstrip("/")
    raise ValueError("must look like https://host or http://host:port/path, without user, password, ? and #.")


def secret_web(secret: SecretStr) -> SecretStr:
    """Read the address of a page that is nobody else's business; raises ``ValueError`` with the rest of a sentence."""
    return SecretStr(web(secret.get_secret_value()))
