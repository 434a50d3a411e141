"""Labels: the names that people give accounts.

The settings hold the initial ones; a stored label takes precedence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from typing_extensions import override

from bot.record_cache import RecordCache


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLabel:
    """What people call an account; ``account`` is the provider's name for it."""

    provider: str
    account: str
    label: str


class LabelStorage(Protocol):
    """What labels need of the database; every method raises ``StorageUnavailable``."""

    async def labels(self) -> tuple[AccountLabel, ...]:
        """Return every stored label, also of accounts that are gone."""

    async def set_label(self, label: AccountLabel) -> None:
        """Store a label in place of the account's former one, and mark its open alerts and offers as outdated."""

    async def remove_label(self, provider: str, account: str) -> None:
        """Forget an account's label, and mark its open alerts and offers as outdated."""


class AccountLabels(RecordCache[AccountLabel], Mapping[str, str]):
    """The current labels by ``provider/account``; a new one is stored first, then used everywhere.

    Args:
        store: Where they are stored.
        initial: Those from the settings.
    """

    def __init__(self, store: LabelStorage, initial: Mapping[str, str]) -> None:
        super().__init__(self._read_labels)
        self._store = store
        self._initial = dict(initial)
        self._stored: dict[str, AccountLabel] = {}

    def stored(self, provider: str, account: str) -> str | None:
        """Return an account's stored label; None if it has none, or only one from the settings."""
        record = self._stored.get(_key(provider, account))
        return None if record is None else record.label

    def of_provider(self, provider: str) -> dict[str, str]:
        """Return the labels of a provider's accounts, also of accounts that are gone, by account."""
        start = _key(provider, "")
        return {key.removeprefix(start): label for key, label in self.items() if key.startswith(start)}

    async def set(self, label: AccountLabel) -> None:
        """Store a label, and use it from now on; raises ``StorageUnavailable``."""
        async with self._changing(lambda: label in self.held):
            await self._store.set_label(label)
            self._stored[_key(label.provider, label.account)] = label

    async def remove(self, provider: str, account: str) -> None:
        """Forget a stored label, so that the account has its former name again; raises ``StorageUnavailable``."""
        async with self._changing(lambda: self.stored(provider, account) is None):
            await self._store.remove_label(provider, account)
            self._stored.pop(_key(provider, account), None)

    async def _read_labels(self) -> tuple[AccountLabel, ...]:
        labels = await self._store.labels()
        self._stored = {_key(one.provider, one.account): one for one in labels}
        return labels

    @override
    def __getitem__(self, key: str) -> str:
        record = self._stored.get(key)
        return self._initial[key] if record is None else record.label

    @override
    def __iter__(self) -> Iterator[str]:
        return iter({**self._initial, **self._stored})

    @override
    def __len__(self) -> int:
        return len(self._initial.keys() | self._stored.keys())


def _key(provider: str, account: str) -> str:
    return f"{provider}/{account}"
