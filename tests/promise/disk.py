"""A database with the power cut before or after any of its commits."""

from collections.abc import Callable
from typing import Any

from bot.storage.database import Store
from bot.storage.outbox_store import OutboxStore
from bot.storage.sent_message_store import MessageStore
from bot.storage.waiter_store import WaiterStore
from tests.promise.chat import PowerCutError

READS = frozenset(
    read.__name__
    for read in (
        Store.load_memory,
        OutboxStore.oldest_owed,
        OutboxStore.owed_channels,
        MessageStore.outdated,
        MessageStore.outdated_channels,
        WaiterStore.find_by_offer,
        WaiterStore.waiters,
    )
)
"""What commits nothing; a method, not its name, so that a renamed one is missed."""


class Cutter:
    """Says when the power is cut.

    Attributes:
        commits: Counts down to the commit at which it happens; None for never.
        after: Whether it happens after that commit rather than before.
    """

    def __init__(self) -> None:
        self.commits: int | None = None
        self.after = False

    def due(self) -> bool:
        """Count a commit, and tell whether the power is cut at it."""
        if self.commits is None:
            return False
        self.commits -= 1
        if self.commits > 0:
            return False
        self.commits = None
        return True


class Disk:
    """The store, or a part of it, whose writes may be cut."""

    def __init__(self, store: Store | OutboxStore | MessageStore | WaiterStore, cutter: Cutter) -> None:
        self._store = store
        self._cutter = cutter

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method of the store, as it is or with the power cut at it."""
        method: Callable[..., Any] = getattr(self._store, name)
        if name in READS:
            return method

        async def write(*args: object, **options: object) -> object:
            cut = self._cutter.due()
            if cut and not self._cutter.after:
                raise PowerCutError
            answer = await method(*args, **options)
            if cut:
                raise PowerCutError
            return answer

        return write
