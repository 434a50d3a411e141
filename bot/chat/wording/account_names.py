"""What accounts are called in front of people; not what the provider calls them.

In this order: the alias from the settings; e-mails masked, unless the settings say ``SHOW_ACCOUNTS=full``; the name as
it is. Names that come out the same are told apart by a tag made from the account itself (``jo***@example.com·3f``), so
that an account keeps its tag from one message to the next.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.chat.wording.text import clean, plain

NAME_LENGTH = 48
"""What is shown of a name before its tag; a choice of Discord's autocompletion holds 100 characters."""

PLAIN_LENGTH = 120
"""No plain name is longer: every character escaped, the tag, an isolate."""

_AT = re.compile("@|\uff20|\ufe6b|%40")
_MASKED = re.compile(r".{1,2}\*{3}")
_SHORT = 3
_TAGS = range(2, 65)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNames:
    """Name accounts as the settings want it.

    Attributes:
        show_full: Whether e-mails are shown in full.
        labels: Aliases, by ``provider/account``.
    """

    show_full: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    def among(self, provider: str, accounts: Iterable[str]) -> "Naming":
        """Name the accounts of one provider so that no two read the same."""
        alike: dict[str, list[str]] = {}
        for account in dict.fromkeys(accounts):
            alike.setdefault(self._untagged(provider, account), []).append(account)
        raw = {}
        for shown, group in alike.items():
            tags = _tags(group) if len(group) > 1 else {group[0]: ""}
            raw.update({account: shown + tag for account, tag in tags.items()})
        return Naming(names=self, provider=provider, known=raw)

    def of(self, provider: str, account: str) -> str:
        """Name one account by itself, harmless in Markdown."""
        return self.among(provider, (account,)).plain(account)

    def raw(self, provider: str, account: str) -> str:
        """Name one account by itself, for places that show text as it is."""
        return self.among(provider, (account,)).name(account)

    def mask(self, text: str) -> str:
        """Mask every e-mail in a text of one line, unless e-mails are shown in full."""
        return text if self.show_full else " ".join(map(_masked, text.split(" ")))

    def say(self, text: str, limit: int) -> str:
        """Make any text of others fit to be shown: e-mails masked, harmless in Markdown, at most ``limit`` long."""
        return plain(self.mask(clean(text, limit)), limit)

    def shown(self, text: str, limit: int) -> str:
        """Return text of others as it may be shown: on one line, e-mails masked, at most ``limit`` characters."""
        return self.mask(clean(text, limit))

    def _untagged(self, provider: str, account: str) -> str:
        label = self.labels.get(f"{provider}/{account}")
        shown = clean(account, 4 * NAME_LENGTH) if label is None else label
        return clean(shown if label is not None else self.mask(shown), NAME_LENGTH) or "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The names of one provider's accounts, told apart from each other; ``AccountNames.among`` makes it."""

    names: AccountNames
    provider: str
    known: Mapping[str, str]

    def name(self, account: str) -> str:
        """Return what an account is called, in at most 100 characters; not escaped."""
        known = self.known.get(account)
        return self.names.raw(self.provider, account) if known is None else known

    def raw(self, account: str) -> str:
        """Return what an account is called; not escaped."""
        return self.name(account)

    def plain(self, account: str) -> str:
        """Name an account, harmless in Markdown."""
        return plain(self.name(account), PLAIN_LENGTH)


def _masked(word: str) -> str:
    """Mask a word that holds an e-mail; rather too much of the word than too little."""
    parts = _AT.split(word)
    local = next((part for part in parts[:-1] if part), "")
    if not local or not parts[-1] or _MASKED.fullmatch(local):
        return word
    return f"{local[: 1 if len(local) <= _SHORT else 2]}***@{parts[-1]}"


def _tags(accounts: list[str]) -> dict[str, str]:
    """Return a tag for each account: the shortest prefixes of their hashes that differ."""
    hashes = {account: hashlib.sha256(account.encode("utf-8", "surrogatepass")).hexdigest() for account in accounts}
    length = next(one for one in _TAGS if len({full[:one] for full in hashes.values()}) == len(accounts))
    return {account: f"·{full[:length]}" for account, full in hashes.items()}
