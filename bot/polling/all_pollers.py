"""All pollers of providers side by side, so that a slow one delays none."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.accounts.snapshot import LatestState
from bot.polling.provider_poller import ProviderPoller, SnapshotListener


class Poller:
    """Polls providers side by side, so that a slow one delays none; providers come and go while it runs.

    Args:
        pollers: The pollers to begin with.
        order: The order in which providers are shown, by name; any other comes after these.

    Attributes:
        providers: The pollers by provider, in the order shown: a view that follows what is added and removed.
    """

    def __init__(self, pollers: Iterable[ProviderPoller] = (), *, order: Sequence[str] = ()) -> None:
        self._pollers: dict[str, ProviderPoller] = {}
        self.providers: Mapping[str, ProviderPoller] = MappingProxyType(self._pollers)
        self._places = {name: place for place, name in enumerate(order)}
        self._listeners: list[tuple[SnapshotListener, bool]] = []
        self._group: asyncio.TaskGroup | None = None
        for poller in pollers:
            self.add(poller)

    def add(self, poller: ProviderPoller) -> None:
        """Poll one more provider from now on."""
        for listener, before_alerts in self._listeners:
            poller.add_listener(listener, before_alerts=before_alerts)
        added = [*self._pollers.items(), (poller.provider, poller)]
        self._pollers.clear()  # in place, so that ``providers`` shows the change
        self._pollers.update(sorted(added, key=lambda item: self._places.get(item[0], len(self._places))))
        if self._group is not None:
            self._start(poller, self._group)

    def remove(self, provider: str) -> None:
        """Stop polling a provider; nothing of a look that is under way is stored."""
        self._pollers.pop(provider).schedule.close()

    def add_listener(self, listener: SnapshotListener, *, before_alerts: bool = False) -> None:
        """Call a listener as ``ProviderPoller`` does for any provider, also for those that are added later."""
        self._listeners.append((listener, before_alerts))
        for poller in self._pollers.values():
            poller.add_listener(listener, before_alerts=before_alerts)

    async def run(self) -> None:
        """Poll until cancelled."""
        async with asyncio.TaskGroup() as self._group:
            for poller in self._pollers.values():
                self._start(poller, self._group)
            await asyncio.Event().wait()  # providers may be added when none is left

    def latest(self) -> dict[str, LatestState]:
        """Return the latest state of every provider by its name."""
        return {name: poller.latest for name, poller in self._pollers.items()}

    def accounts(self, provider: str) -> tuple[str, ...]:
        """Return a provider's account names as ``ProviderPoller.accounts`` does; none if it is no longer polled."""
        poller = self._pollers.get(provider)
        return poller.accounts() if poller is not None else ()

    def reload(self, provider: str) -> None:
        """Read a provider's memory again before its next look; nothing happens if it is no longer polled."""
        if (poller := self._pollers.get(provider)) is not None:
            poller.reload()

    def is_alive(self) -> bool:
        """Return whether no provider's next look is overdue."""
        return all(poller.is_alive() for poller in self._pollers.values())

    def _start(self, poller: ProviderPoller, group: asyncio.TaskGroup) -> None:
        group.create_task(poller.run(), name=f"poll {poller.provider}")
