"""The configured accounts, as most families list them. Of the credentials beside them, nothing leaves this file."""

from bot.accounts.provider_answer import ConfiguredAccount
from bot.providers.json_body import UnreadableBody, parse_object, quote_error
from bot.providers.lenient_values import NAME_LENGTH, number
from bot.providers.redaction import QUOTE_LENGTH, one_line, secrets_of, without_secrets

_UNUSABLE = "useapi.net calls this account unusable."


def parse_account_list(body: bytes) -> tuple[ConfiguredAccount, ...]:
    """Parse ``{account: {"maxJobs": …, "error": …}}``; no other key of an entry is used.

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
    # An error may quote the account's name, which is no secret, and any of its credentials.
    secrets = (secret for secret in secrets_of(entry) if secret != account)
    return one_line(without_secrets(error, secrets), QUOTE_LENGTH) or _UNUSABLE
