"""The names of accounts that people see, which are not always the provider's.

An account is shown by the label that people or the settings gave it, else by the provider's name, in which e-mails are
masked unless ``SHOW_ACCOUNTS=full``. E-mails whose masks would read the same show enough more to differ (``masks``):
``joa…`` and ``jon…@example.com``. Names that still read the same get a tag, a hash of the account.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from bot.accounts.snapshot import Snapshot
from bot.chat.wording.masks import mask_word, masks_apart
from bot.chat.wording.text_cleaning import ELLIPSIS, clean, clip

NAME_LENGTH = 48
"""Maximum number of characters of a name before its tag; a choice on Discord holds 100 in all."""

EMAIL_SEEN = 100
"""Length at which an e-mail is recognised: at most 64 before its ``@`` (RFC 5321, 4.5.3.1.1), some of its domain."""

_TAGS = range(2, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNames:
    """How accounts are named.

    Attributes:
        show_full: Whether e-mails are shown in full.
        labels: Accounts' labels, by ``provider/account``; may change while the bot runs.
        mark_key: The secret key of marks in buttons, without which anyone could check a guessed e-mail against a mark.
    """

    show_full: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    mark_key: str = field(default="", repr=False)

    def mark(self, name: str, length: int = 8) -> str:
        """Return a short hash that stands for an account or a job in a button, whose data any client can read.

        Args:
            name: The account's name or the job's identity.
            length: Its number of hexadecimal digits.
        """
        return hmac.digest(self.mark_key.encode(), name.encode("utf-8", "surrogatepass"), "sha256").hex()[:length]

    def among(self, provider: str, accounts: Iterable[str]) -> "Naming":
        """Return names for the accounts of one provider, no two of which read the same."""
        distinct = tuple(dict.fromkeys(accounts))
        labels = tuple((one, label) for one in distinct if (label := self.labels.get(f"{provider}/{one}")) is not None)
        return Naming(names=self, provider=provider, known=_names_apart(distinct, labels, self.show_full))

    def in_snapshot(self, snapshot: Snapshot) -> "Naming":
        """Return names for the accounts of a snapshot, and for those that only its jobs name."""
        running = (job.account for job in snapshot.jobs if job.account is not None)
        return self.among(snapshot.provider, (*(one.name for one in snapshot.accounts), *running))

    def name(self, provider: str, account: str) -> str:
        """Return the name of a single account, without regard to others; not escaped."""
        return self.among(provider, (account,)).name(account)

    def mask(self, text: str) -> str:
        """Mask every e-mail in a text of one line, unless e-mails are shown in full."""
        return text if self.show_full else _masked(text)

    def shown(self, text: str, limit: int) -> str:
        """Return untrusted text as it is shown: on one line, e-mails masked, at most ``limit`` characters."""
        cleaned = clean(text, limit + EMAIL_SEEN)
        shown = self.masked_start(cleaned, limit)
        return clip(shown + (ELLIPSIS if " " in cleaned[limit:] else ""), limit)

    def masked_start(self, cleaned: str, limit: int) -> str:
        """Mask a text of one line as far as the word in which the limit falls.

        That word is masked as a whole: clipped before its ``@``, an e-mail would not be recognised.

        Args:
            cleaned: The text, clipped nowhere before ``limit + EMAIL_SEEN``.
            limit: Number of its characters to mask, up to the end of a word; the result may be longer or shorter.
        """
        return self.mask(cleaned[:limit] + cleaned[limit:].partition(" ")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The names of one provider's accounts, all different; made by ``AccountNames.among``."""

    names: AccountNames
    provider: str
    known: Mapping[str, str]

    def name(self, account: str) -> str:
        """Return an account's name, at most 100 characters; not escaped."""
        known = self.known.get(account)
        return self.names.name(self.provider, account) if known is None else known


@lru_cache(maxsize=64)  # a look posted to a thousand channels names the same accounts a thousand times
def _names_apart(
    accounts: tuple[str, ...],
    labels: tuple[tuple[str, str], ...],
    show_full: bool,  # noqa: FBT001 - cached by position
) -> Mapping[str, str]:
    """Return names for distinct accounts, no two of which read the same; ``labels`` are pairs of account and label."""
    labelled = dict(labels)
    alike: dict[str, list[str]] = {}
    for account in accounts:
        shown = labelled.get(account)
        if shown is None:
            shown = clean(account, 4 * NAME_LENGTH) if show_full else _masked(clean(account, 4 * NAME_LENGTH))
        alike.setdefault(clean(shown, NAME_LENGTH) or "unnamed", []).append(account)
    if not show_full and any(len(group) > 1 for group in alike.values()):
        alike = _unmasked_apart(alike, labelled)
    names: dict[str, str] = {}
    for shown, group in alike.items():
        tags = _tags(group) if len(group) > 1 else {group[0]: ""}
        names.update({account: shown + tag for account, tag in tags.items()})
    return MappingProxyType(names)


def _masked(text: str) -> str:
    return " ".join(map(mask_word, text.split(" ")))


def _unmasked_apart(alike: Mapping[str, list[str]], labelled: Collection[str]) -> dict[str, list[str]]:
    """Regroup accounts by names that show more of e-mails whose masks read the same."""
    apart: dict[str, list[str]] = {}
    for shown, group in alike.items():
        unlabelled = (clean(one, 4 * NAME_LENGTH) for one in group if one not in labelled)
        more = masks_apart(list(dict.fromkeys(unlabelled))) if len(group) > 1 else {}
        for account in group:
            name = more.get(clean(account, 4 * NAME_LENGTH), shown)
            apart.setdefault(name if len(name) <= NAME_LENGTH and name not in alike else shown, []).append(account)
    return apart


def _tags(accounts: list[str]) -> dict[str, str]:
    """Return a tag for each account: the shortest prefixes of their hashes that differ."""
    hashes = {account: hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest() for account in accounts}
    length = next(one for one in _TAGS if len({full[:one] for full in hashes.values()}) == len(accounts))
    return {account: f"·{full[:length]}" for account, full in hashes.items()}
