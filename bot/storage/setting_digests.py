"""Marks of settings: what shows whether two programs are set alike, and holds no secret."""

import hashlib
import json
import secrets
from collections.abc import Mapping

_SALT = "salt"


def mark_settings(settings: Mapping[str, str]) -> str:
    """Return marks of settings, as JSON: a salt, and a salted hash of each."""
    salt = secrets.token_hex(16)
    return json.dumps({_SALT: salt, **_marks(settings, salt)})


def differing(settings: Mapping[str, str], marked: str | None) -> tuple[str, ...]:
    """Return the names of the settings whose values are not those that were marked."""
    stored = json.loads(marked or "{}")
    own = _marks(settings, str(stored.pop(_SALT, "")))
    return tuple(sorted(name for name in own.keys() | stored.keys() if own.get(name) != stored.get(name)))


def _marks(settings: Mapping[str, str], salt: str) -> dict[str, str]:
    return {
        name: hashlib.sha256(f"{salt} {name} {value}".encode("utf-8", "surrogatepass")).hexdigest()
        for name, value in settings.items()
    }
