"""A token of useapi.net, the bot that searches what it has, and a database that can be unplugged."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.accounts.snapshot import LatestState
from bot.errors import (
    LookFailed,
    NotConfigured,
    NotReached,
    NotUnderstood,
    StorageUnavailable,
)
from bot.polling.all_pollers import Poller
from bot.polling.found_provider import FoundProvider
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_discovery import Candidates, ProviderDiscovery
from bot.polling.provider_poller import ProviderPoller
from bot.providers.token_subscription import AccountSummary, Service
from tests.polling.evaluating import Forgetful, without_audience
from tests.polling.poll_clock import Clock

NAMES = ("minimax", "kling", "muse")
UNLISTED = "flux"
"""Has no account list."""
ROOM = ProviderAnswer(accounts=(ListedSlots(account="a", limit=2, available=1),))
GONE = NotConfigured("configure one")
SILENT = NotReached("no answer")


class Token:
    """A token of useapi.net, the bot that searches what it has, and a database that can be unplugged."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.summary: AccountSummary | LookFailed = NotUnderstood("no such page", status=404)
        self.lists: dict[str, bool | LookFailed] = dict.fromkeys(NAMES, False)
        self.answers: dict[str, ProviderAnswer | LookFailed] = dict.fromkeys(NAMES, ROOM)
        self.asked: list[str] = []
        self.stored: dict[str, FoundProvider] = {}
        self.remembered: list[str] = []
        self.forgotten: list[str] = []
        self.unplugged = False
        self.restart()

    def restart(self) -> None:
        """Start again, with nothing in memory."""
        self.poller = Poller(order=NAMES)
        self.discovery = ProviderDiscovery(
            Candidates(
                called={name: (name,) for name in (*NAMES, UNLISTED)},
                on_request={"riffusion": ("riffusion",)},
                has_accounts={name: self._has_accounts(name) for name in NAMES},
            ),
            fetch_summary=self._fetch_summary,
            poller=self.poller,
            make=self._make,
            forget=self._forget,
            storage=self,
            now=self.clock,
            monotonic=self.clock.monotonic,
        )

    def names(self, *services: Service | str) -> None:
        """Let the token's account name services from now on."""
        named = (Service(name=one, total=1) if isinstance(one, str) else one for one in services)
        self.summary = AccountSummary(services=tuple(named))

    async def after(self, **step: float) -> list[str]:
        """Look at what is watched and search, some time later; return what was asked."""
        self.clock.at += timedelta(**step)
        for poller in self.poller.providers.values():
            await poller.poll_once()
        self.asked.clear()
        await self.discovery.search()
        return list(self.asked)

    @property
    def watched(self) -> list[str]:
        """What is watched."""
        return list(self.poller.providers)

    async def found_providers(self) -> tuple[FoundProvider, ...]:
        """Return what is stored."""
        self._plugged()
        return tuple(self.stored.values())

    async def remembered_providers(self) -> tuple[str, ...]:
        """Return of which providers anything is remembered."""
        self._plugged()
        return tuple(self.remembered)

    async def save_found(self, found: FoundProvider) -> None:
        """Store it."""
        self._plugged()
        self.stored[found.name] = found

    async def delete_found(self, name: str) -> None:
        """Delete it."""
        self._plugged()
        self.stored.pop(name, None)

    def _plugged(self) -> None:
        if self.unplugged:
            raise StorageUnavailable("unplugged")

    async def _forget(self, name: str) -> None:
        self._plugged()
        self.forgotten.append(name)

    async def _fetch_summary(self) -> AccountSummary:
        self.asked.append("summary")
        if isinstance(self.summary, LookFailed):
            raise self.summary
        return self.summary

    def _has_accounts(self, name: str) -> Callable[[], Awaitable[bool]]:
        async def has_accounts() -> bool:
            self.asked.append(name)
            answer = self.lists[name]
            if isinstance(answer, LookFailed):
                raise answer
            return answer

        return has_accounts

    def _make(self, found: FoundProvider) -> ProviderPoller:
        async def look() -> Look:
            return Look(at=self.clock(), answer=self.answers[found.name])

        schedule = PollSchedule(
            every=timedelta(minutes=1), now=self.clock, monotonic=self.clock.monotonic, jitter=lambda: 1.0
        )
        schedule.latest = LatestState(set_up=found.missing_since is None)
        return ProviderPoller(
            found.name,
            look=look,
            schedule=schedule,
            store=Forgetful(),
            evaluate=without_audience(found.name),
            wake=lambda: None,
        )
