"""The configured accounts in our words; of the credentials that stand beside them, nothing leaves this file."""

from bot.accounts.provider_answer import ConfiguredAccount
from bot.errors import NotUnderstood
from bot.providers.lenient_values import number
from bot.providers.provider import Provider
from bot.providers.redaction import one_line, secrets_of, without_secrets
from bot.providers.scheduler_parser import WORDS_LENGTH, not_understood, read_object, said
from bot.providers.scheduler_records import NAME_LENGTH

_UNUSABLE = "useapi.net calls this account unusable."


def read_account_list(provider: Provider, body: bytes) -> tuple[ConfiguredAccount, ...]:
    """Read the configured accounts: an object with an entry for each, of which only ``maxJobs`` and ``error`` are used.

    Raises:
        NotUnderstood: when the body is not the expected object.
    """
    try:
        found = read_object(provider, body)
    except NotUnderstood as error:
        # The cause holds the body, and with it credentials.
        raise NotUnderstood(error.sentence) from None
    if (words := said(found)) is not None:
        raise not_understood(provider, words)
    entries = [(key.strip(), entry) for key, entry in found.items() if isinstance(entry, dict)]
    if found and not entries:
        raise not_understood(provider, "it holds no account")
    return tuple(
        ConfiguredAccount(account=account, limit=_limit(entry), fault=_fault(account, entry))
        for account, entry in entries
        if 0 < len(account) <= NAME_LENGTH
    )


def _limit(entry: dict[str, object]) -> int | None:
    limit = number(entry.get("maxJobs"))
    return None if limit is None or limit < 0 else limit


def _fault(account: str, entry: dict[str, object]) -> str | None:
    error = entry.get("error")
    if not error:
        return None
    if isinstance(error, dict):
        error = error.get("message") or error.get("error")
    if not isinstance(error, str):
        return _UNUSABLE
    secrets = (secret for secret in secrets_of(entry) if secret != account)
    return one_line(without_secrets(error, secrets), WORDS_LENGTH) or _UNUSABLE
