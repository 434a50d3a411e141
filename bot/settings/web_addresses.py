"""Web addresses in the settings: parses them, and tells whether a token that is sent there can be read on the way."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

_VENDORS = ("useapi.net", "discord.com", "discordapp.com", "slack.com")
"""Hosts that answer on https only; with http, anyone on the way could read the token."""

_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""Endings of names that no public host has (https://www.iana.org/assignments/special-use-domain-names)."""


def read_http_url(url: str) -> str:
    """Read an address, without its last slash."""
    if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", url) and _host(url):
        return url.rstrip("/")
    raise ValueError("must look like https://host or http://host:port/path, without user, password, ? and #.")


def read_api_url(url: str) -> str:
    """Read an address to which a token is sent."""
    host = _host(url := read_http_url(url))
    if url.startswith("http://") and any(host == one or host.endswith(f".{one}") for one in _VENDORS):
        raise ValueError("must begin with https://, or the token could be read on the way.")
    return url


def read_secret_http_url(secret: SecretStr) -> SecretStr:
    """Read an address that is kept secret."""
    return SecretStr(read_http_url(secret.get_secret_value()))


def is_of_this_machine(url: str) -> bool:
    """Return whether an address is of this machine."""
    return _host(url) in {"127.0.0.1", "::1", "localhost"}


def is_read_on_the_way(url: str) -> bool:
    """Return whether what is sent to an address travels unencrypted over a public network.

    This machine, addresses that the internet does not route, and names without a dot, as containers have, are private.
    """
    if not url.startswith("http://"):
        return False
    host = _host(url)
    try:
        return ip_address(host).is_global
    except ValueError:  # it is a name
        return "." in host and not host.endswith(_PRIVATE_NAMES)


def _host(url: str) -> str:
    """Return the host of an address in lower case; an empty text if there is none, or the port is invalid."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").rstrip(".") if parts.port != 0 else ""
    except ValueError:
        return ""
