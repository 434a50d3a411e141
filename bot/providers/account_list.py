"""Parses the configured accounts, which every family lists alike; no credentials in the list leave this file.

Only the keys that are named here are read into a record: an entry also holds tokens, cookies and passwords.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.accounts.account_health import is_healthy
from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, QuotaWindow
from bot.providers.answer_body import UnreadableBody, parse_object, quote_error
from bot.providers.lenient_values import NAME_LENGTH, count, moment, percent, text
from bot.providers.redaction import QUOTE_LENGTH, one_line, secrets_of, without_secrets

UNUSABLE = "useapi.net calls this account unusable."

_WORD_LENGTH = 40
_MAX_WINDOWS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountKeys:
    """The keys in a provider's account list.

    Attributes:
        limit: The key of how many jobs an account may run at once; None if the list does not say.
        session_ends: The keys that may say when its session ends, each as a path (``jwt.exp``).
        uses_slots: The key that is false for an account that takes no jobs which use a slot: it is left out.
    """

    limit: str | None = "maxJobs"
    session_ends: tuple[str, ...] = ()
    uses_slots: str | None = None


def parse_account_list(body: bytes, keys: AccountKeys) -> tuple[ConfiguredAccount, ...]:
    """Parse ``{account: {"maxJobs": …, "health": …, "error": …}}``.

    Raises:
        UnreadableBody: if the body is not such an object.
    """
    found = parse_object(body)
    if (why := quote_error(found)) is not None:
        raise UnreadableBody(why)
    entries = [(key.strip(), entry) for key, entry in found.items() if isinstance(entry, dict)]
    if found and not entries:
        raise UnreadableBody("it holds no account")
    return tuple(
        ConfiguredAccount(
            account=account,
            limit=None if keys.limit is None else count(entry.get(keys.limit)),
            fault=fault_of(account, entry),
            health=AccountHealth(
                session_ends=next(filter(None, (moment(_within(entry, path)) for path in keys.session_ends)), None),
                quota=tuple(_quota(entry)),
            ),
        )
        for account, entry in entries
        if 0 < len(account) <= NAME_LENGTH and (keys.uses_slots is None or entry.get(keys.uses_slots) is not False)
    )


def fault_of(account: str, entry: Mapping[str, object]) -> str | None:
    """Return why an account is unusable, from its ``error`` or else its ``health``; None if neither says so."""
    error = entry.get("error")
    if not error:
        if is_healthy(entry.get("health")):
            return None
        error = entry.get("health")
        if isinstance(error, str) and error.strip().casefold() == "error":
            return UNUSABLE
    if isinstance(error, dict):
        error = error.get("message") or error.get("error")
    return (_without_own_secrets(account, entry, error) if isinstance(error, str) else "") or UNUSABLE


def _without_own_secrets(account: str, entry: Mapping[str, object], said: str) -> str:
    # The text may quote any of the account's credentials, and its name, which is no secret.
    beside = {key: value for key, value in entry.items() if key != "health"}
    secrets = (secret for secret in secrets_of(beside) if secret != account)
    return one_line(without_secrets(said, secrets), QUOTE_LENGTH)


def _within(entry: Mapping[str, object], path: str) -> object:
    value: object = entry
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _quota(entry: Mapping[str, object]) -> Iterator[QuotaWindow]:
    """Yield the quotas that are stored: ``quota`` of muse, which is weekly, and ``lastKnownQuota`` of gemini-notebook.

    https://useapi.net/docs/api-muse-v1/get-muse-accounts,
    https://useapi.net/docs/api-gemini-notebook-v1/get-gemini-notebook-accounts
    """
    quota, known = entry.get("quota"), entry.get("lastKnownQuota")
    if isinstance(quota, dict) and (used := percent(quota.get("percentUsed"))) is not None:
        yield QuotaWindow(
            name="week",
            used_percent=used,
            resets_at=moment(quota.get("resetsAt")),
        )
    windows = known.get("windows") if isinstance(known, dict) else None
    for window in windows[:_MAX_WINDOWS] if isinstance(windows, list) else ():
        if isinstance(window, dict) and (used := percent(window.get("usedPercent"))) is not None:
            yield QuotaWindow(
                name=text(window.get("window"), _WORD_LENGTH),
                used_percent=used,
                resets_at=moment(window.get("resetsAt")),
            )
