"""What an HTTP status means for a person: what is wrong and what to do; not how the answer came.

Statuses and bodies are those of https://useapi.net/docs; a body's own words are quoted where they are words, without
their secrets, and never when they are HTML.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.errors import (
    AccountBroken,
    LookFailed,
    NoSubscription,
    NotConfigured,
    NotUnderstood,
    ProviderBusy,
    ProviderDown,
    Unauthorised,
)
from bot.providers.json_body import parse_json
from bot.providers.lenient_values import moment
from bot.providers.provider import Provider
from bot.providers.redaction import one_line, without_secrets
from bot.providers.scheduler_parser import WORDS_LENGTH

_LONGEST_WAIT = timedelta(days=1)
_DOWN = 500

_MEANINGS: Mapping[int, tuple[type[LookFailed], str]] = {
    400: (NotConfigured, "useapi.net can't answer for {title}: perhaps no account is configured there."),
    401: (Unauthorised, "useapi.net refused the API token: check USEAPI_TOKEN."),
    402: (NoSubscription, "The useapi.net subscription has ended: renew it at https://useapi.net."),
    404: (NotConfigured, "useapi.net has no {title} account configured, or offers {title} no longer."),
    412: (AccountBroken, "A {title} account has run out of credits: top it up."),
    429: (ProviderBusy, "useapi.net asks to be asked about {title} less often."),
    596: (AccountBroken, "useapi.net says that a linked {title} account is in error state: sign it in again there."),
}


def refusal(provider: Provider, status: int, headers: Mapping[str, str], body: bytes, token: str) -> LookFailed:
    """Say what a status other than success means.

    Args:
        provider: Who was asked about.
        status: The HTTP status.
        headers: The answer's headers, in any case.
        body: The answer's body, or its beginning.
        token: Our own token, which an error might quote.
    """
    found = _parsed(body)
    kind, sentence = _MEANINGS.get(status) or _other(status)
    sentence = sentence.format(title=provider.title)
    words = _words(found, headers, body, token)
    if words and kind is not Unauthorised:
        sentence = f"{sentence} It says “{words}”."
    return kind(sentence, retry_after=_retry_after(found, headers), status=status)


def says_no_account(body: bytes) -> bool:
    """Tell whether the accounts endpoint's 404 (plain text) or 400 means that there are no accounts."""
    said = body.lower()
    return b"configuration not found" in said or b"configure at least one account" in said


def _other(status: int) -> tuple[type[LookFailed], str]:
    if status >= _DOWN:
        return ProviderDown, f"useapi.net has trouble of its own with {{title}} ({status}): it can only be waited out."
    return NotUnderstood, f"useapi.net answered for {{title}} with the unexpected status {status}."


def _parsed(body: bytes) -> Mapping[str, object] | None:
    try:
        found = parse_json(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else {}


def _words(found: Mapping[str, object] | None, headers: Mapping[str, str], body: bytes, token: str) -> str:
    if found is not None:
        error = found.get("error") or found.get("message")
        said = error if isinstance(error, str) else ""
    else:
        said = body.decode("utf-8", "replace").strip()
        if said.startswith("<") or "html" in headers.get("Content-Type", "").lower():
            said = ""
    return one_line(without_secrets(said, (token,)), WORDS_LENGTH)


def _retry_after(found: Mapping[str, object] | None, headers: Mapping[str, str]) -> timedelta | None:
    """Read how long to wait: from the header, then ``retryAfter`` (seconds), then ``retryAt``.

    Moments are taken against the answer's own ``Date``, so that no clock of ours matters.
    """
    body = found or {}
    now = _http_date(headers.get("Date"))
    said = headers.get("Retry-After")
    for wait in (
        _seconds(said),
        _until(_http_date(said), now),
        _seconds(body.get("retryAfter")),
        _until(moment(body.get("retryAt")), now),
    ):
        if wait is not None:
            return wait
    return None


def _seconds(value: object) -> timedelta | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0), _LONGEST_WAIT.total_seconds()))


def _until(then: datetime | None, now: datetime | None) -> timedelta | None:
    return None if then is None or now is None else min(max(then - now, timedelta()), _LONGEST_WAIT)


def _http_date(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
