"""Sentences for an HTTP status other than success: what is wrong and what to do.

The statuses and bodies are documented at https://useapi.net/docs. The body's own error is quoted without secrets,
unless the body is HTML.
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
    NotReached,
    NotUnderstood,
    ProviderBusy,
    ProviderDown,
    Unauthorised,
)
from bot.providers.answer_body import parse_json
from bot.providers.lenient_values import moment
from bot.providers.redaction import QUOTE_LENGTH, one_line, without_secrets

_MAX_WAIT = timedelta(days=1)
_SERVER_ERROR = 500
_FORBIDDEN, _NOT_FOUND = 403, 404
_NO_ACCOUNT = frozenset({400, _NOT_FOUND})

_MEANINGS: Mapping[int, tuple[type[LookFailed], str]] = {
    400: (NotUnderstood, "useapi.net can't answer for {title}: perhaps no account is configured there."),
    401: (Unauthorised, "useapi.net refused the API token: check USEAPI_TOKEN."),
    402: (NoSubscription, "The useapi.net subscription has ended: renew it at https://useapi.net."),
    403: (NotUnderstood, "useapi.net turned the request away (403)."),
    404: (NotUnderstood, "useapi.net has no {title} account configured, or offers {title} no longer."),
    412: (AccountBroken, "A {title} account has run out of credits: top it up."),
    429: (ProviderBusy, "useapi.net asks to be asked about {title} less often."),
    596: (AccountBroken, "useapi.net says that a linked {title} account is in error state: sign it in again there."),
}


_TURNED_AWAY = (
    "useapi.net turned the request away (403): it may block this network or its country. "
    "The API token was not looked at."
)
"""The status by which the edge in front of useapi.net refuses a request; the body is no JSON.

Among others, it refuses clients without a name of their own (its error 1010); ours has one:
https://github.com/useapi/notebooklm-api.
"""


def refusal(title: str, status: int, headers: Mapping[str, str], body: bytes, token: str) -> LookFailed:
    """Make the error for a status other than success.

    Args:
        title: What was asked about.
        status: The HTTP status.
        headers: The response's headers, whose names ignore case.
        body: The response's body, or its first part.
        token: Our own token, which an error might quote.
    """
    found = _parsed(body)
    kind, sentence = _MEANINGS.get(status) or _unlisted(status)
    if status == _FORBIDDEN and found is None:
        return NotReached(_TURNED_AWAY, retry_after=_retry_after(found, headers), status=status)
    if means_no_account(status, body):
        kind = NotConfigured
    sentence = sentence.format(title=title)
    quoted = _quote(found, headers, body, token)
    if quoted and kind is not Unauthorised:
        sentence = f"{sentence} It says “{quoted}”."
    return kind(sentence, retry_after=_retry_after(found, headers), status=status)


def means_no_account(status: int, body: bytes) -> bool:
    """Return whether an answer, a 404 in plain text or a 400, says that no account is configured."""
    text = body.lower()
    if status not in _NO_ACCOUNT:
        return False
    return b"configuration not found" in text or b"configure at least one account" in text


def lists_no_account(status: int, body: bytes) -> bool:
    """Return whether an account list's answer says that no account is configured; there, a 404 may be empty.

    https://useapi.net/docs/api-luma-v1/get-luma-accounts
    """
    return means_no_account(status, body) or (status == _NOT_FOUND and not body.strip())


def _unlisted(status: int) -> tuple[type[LookFailed], str]:
    if status >= _SERVER_ERROR:
        return ProviderDown, f"useapi.net answers {status}, a fault on its side."
    return NotUnderstood, f"useapi.net answered for {{title}} with the unexpected status {status}."


def _parsed(body: bytes) -> Mapping[str, object] | None:
    try:
        found = parse_json(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else {}


def _quote(found: Mapping[str, object] | None, headers: Mapping[str, str], body: bytes, token: str) -> str:
    if found is not None:
        error = found.get("error") or found.get("message")
        text = error if isinstance(error, str) else ""
    else:
        text = body.decode("utf-8", "replace").strip()
        if text.startswith("<") or "html" in headers.get("Content-Type", "").lower():
            text = ""
    return one_line(without_secrets(text, (token,)), QUOTE_LENGTH)


def _retry_after(found: Mapping[str, object] | None, headers: Mapping[str, str]) -> timedelta | None:
    """Return how long to wait, by ``Retry-After``, or else by the body's ``retryAfter`` (seconds) or ``retryAt``.

    Moments are compared with the response's own ``Date``, so that our clock does not matter.
    """
    body = found or {}
    now = http_date(headers.get("Date"))
    header = headers.get("Retry-After")
    for wait in (
        _seconds(header),
        _until(http_date(header), now),
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
    return timedelta(seconds=min(max(seconds, 0), _MAX_WAIT.total_seconds()))


def _until(then: datetime | None, now: datetime | None) -> timedelta | None:
    return None if then is None or now is None else min(max(then - now, timedelta()), _MAX_WAIT)


def http_date(value: str | None) -> datetime | None:
    """Read the moment of an HTTP header."""
    if value is None:
        return None
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
