"""Reads from ``GET /v2/account`` a token's subscription, and how many accounts each service has.

https://useapi.net/docs/account-management/get-account. It names services as people do ("MiniMax API", "Runway AP"), so
they are matched by words. The owner's id, e-mail and name, and the ``replyUrl`` beside them, are never read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.providers.answer_body import parse_object
from bot.providers.lenient_values import count, text

SUMMARY_PATH = "/v2/account"

SERVICE_LENGTH = 60
"""Maximum length of a service's name; the longest one seen has 14 characters."""

MOST_SERVICES = 200
"""Maximum number of services that are read: useapi.net has some twenty."""

_RENEWAL = re.compile(r"(\d\d)(\d\d)(\d\d)")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service for which accounts are configured.

    Attributes:
        name: Its name, as useapi.net writes it for people.
        total: Number of its accounts; None if not said.
        failing: Number of its accounts in error state.
    """

    name: str
    total: int | None = None
    failing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSummary:
    """A token's services and subscription.

    Attributes:
        services: The services with accounts.
        active: Whether the subscription is active; None if not said.
        accounts_each: Maximum number of accounts of one service; None if not said.
        renews: The day on which the subscription renews; None if not said.
    """

    services: tuple[Service, ...] = ()
    active: bool | None = None
    accounts_each: int | None = None
    renews: date | None = None


def parse_summary(body: bytes) -> AccountSummary:
    """Parse the answer at ``SUMMARY_PATH``; what can't be read is left out.

    Raises:
        UnreadableBody: if the body is no JSON object.
    """
    found = parse_object(body)
    active = found.get("subscriptionIsActive")
    listed = found.get("accounts")
    services = listed.items() if isinstance(listed, dict) else ()
    named = ((text(name, SERVICE_LENGTH), counts) for name, counts in list(services)[:MOST_SERVICES])
    return AccountSummary(
        services=tuple(_service(name, counts) for name, counts in named if name is not None),
        active=active if isinstance(active, bool) else None,
        accounts_each=count(found.get("maxAccountsPerAPI")),
        renews=_renewal(found.get("sub")),
    )


def match_service(service: str, words: Mapping[str, Iterable[str]]) -> str | None:
    """Return the provider that a service's name means; None if the catalogue does not have it.

    Names are compared in lower case, by whole words, with or without blanks; the longest match counts, so that "google
    flow" is not taken for "flow".

    Args:
        service: The service's name, such as "Google Flow API".
        words: The names that the service may give each provider, by the provider's own name.
    """
    said = _words(service)
    padded, parts = f" {said} ", {*said.split(), said.replace(" ", "")}
    found = [
        (len(phrase), provider)
        for provider, phrases in words.items()
        for phrase in map(_words, phrases)
        if phrase and (f" {phrase} " in padded or _closed_up(phrase, parts))
    ]
    return max(found, key=lambda match: match[0])[1] if found else None


def _closed_up(phrase: str, parts: Iterable[str]) -> bool:
    joined = phrase.replace(" ", "")
    return any(part in {joined, f"{joined}api"} for part in parts)


def _words(name: str) -> str:
    return " ".join(_NO_LETTER.sub(" ", name.casefold()).split())


def _service(name: str, counts: object) -> Service:
    said = counts if isinstance(counts, dict) else {}
    return Service(name=name, total=count(said.get("total")), failing=count(said.get("error")) or 0)


def _renewal(value: object) -> date | None:
    """Read a day written as YYMMDD."""
    said = text(value, SERVICE_LENGTH)
    match = None if said is None else _RENEWAL.fullmatch(said)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None
