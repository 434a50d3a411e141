"""Digests of settings, which show whether two programs have the same and hold no secret."""

import hashlib
import json
import secrets
from collections.abc import Mapping

_SALT = "salt"


def digest_settings(settings: Mapping[str, str]) -> str:
    """Return a salt and a salted hash of each setting, as JSON."""
    salt = secrets.token_hex(16)
    return json.dumps({_SALT: salt, **_digests(settings, salt)})


def differing(settings: Mapping[str, str], digested: str | None) -> tuple[str, ...]:
    """Return the names of the settings whose values differ from the digested ones."""
    stored = json.loads(digested or "{}")
    own = _digests(settings, str(stored.pop(_SALT, "")))
    return tuple(sorted(name for name in own.keys() | stored.keys() if own.get(name) != stored.get(name)))


def _digests(settings: Mapping[str, str], salt: str) -> dict[str, str]:
    return {
        name: hashlib.sha256(f"{salt} {name} {value}".encode("utf-8", "surrogatepass")).hexdigest()
        for name, value in settings.items()
    }
