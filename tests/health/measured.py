"""Metrics of a bot that has looked at Kling, and what a scraper reads of them."""

import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families

from bot.accounts.job import Job, JobKind
from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.chat.wording.account_names import AccountNames
from bot.errors import LookFailed
from bot.health.doctor_findings import Backlog, ConnectionHealth
from bot.health.metric_counters import Metrics
from bot.health.metric_gauges import StateMetrics
from bot.platforms import Platform
from bot.polling.all_pollers import Poller
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from tests.moments import NOON, after
from tests.polling.evaluating import Forgetful, without_audience

KLING = "kling"
BUILD = {"version": "1", "python": "3", "discord_py": "2", "database": "SQLite"}


class Gateway:
    """A platform that is connected or not; Discord measures how long it takes to answer."""

    connected = True

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def connection(self) -> ConnectionHealth:
        """Return whether it is."""
        measured = self.connected and self.platform is Platform.DISCORD
        latency = timedelta(milliseconds=40) if measured else None
        return ConnectionHealth(platform=self.platform, alive=self.connected, latency=latency)

    def missing(self, _channel: int, _role: int | None) -> Sequence[str] | None:
        """Miss nothing."""
        return ()


def answer(*, free: Mapping[str, int], running: int = 0) -> ProviderAnswer:
    """Return an answer that lists accounts of three slots each, and videos that run somewhere."""
    return ProviderAnswer(
        accounts=tuple(ListedSlots(account=name, limit=3, available=slots) for name, slots in free.items()),
        jobs=tuple(Job(id=str(number), account=None, kind=JobKind.VIDEO) for number in range(running)),
    )


async def empty_backlog() -> Backlog:
    """Owe nothing to nobody."""
    return Backlog()


class Measured:
    """A bot that is measured, ten seconds after noon.

    Args:
        answers: What Kling answers, a look each, at noon.
        names: How accounts are named.
        backlog: Asks the database.
    """

    def __init__(
        self,
        *answers: ProviderAnswer | LookFailed,
        names: AccountNames | None = None,
        backlog: Callable[[], Awaitable[Backlog]] = empty_backlog,
    ) -> None:
        self.metrics = Metrics([KLING], tuple(Platform), now=lambda: after(seconds=10))
        self.gateway, self.slack = (Gateway(platform) for platform in Platform)
        self._names = names or AccountNames()
        self._answers = list(answers)
        self._poller = ProviderPoller(
            KLING,
            look=self._look,
            schedule=PollSchedule(
                every=timedelta(seconds=30), now=lambda: NOON, monotonic=time.monotonic, jitter=lambda: 1.0
            ),
            store=Forgetful(),
            evaluate=without_audience(KLING),
            wake=lambda: None,
            looked=lambda look: self.metrics.observers.looked(KLING, look),
        )
        self.state = StateMetrics(
            poller=Poller([self._poller]),
            platforms=(self.gateway, self.slack),
            backlog=backlog,
            name_accounts=self._name,
            build=BUILD,
            now=lambda: after(seconds=10),
        )

    async def values(self) -> dict[str, float]:
        """Look for as long as there are answers, and return what a scraper reads: values by series."""
        return dict(series(await self.families()))

    async def families(self) -> list[Metric]:
        """Look for as long as there are answers, and return what a scraper reads."""
        while self._answers:
            await self._poller.poll_once()
        text, _ = await self.metrics.scrape(self.state, "")
        return list(text_string_to_metric_families(text.decode()))

    async def _look(self) -> Look:
        return Look(at=NOON, answer=self._answers.pop(0), took=timedelta(seconds=2))

    def _name(self, provider: str, accounts: Iterable[str]) -> Mapping[str, str]:
        return self._names.among(provider, accounts).known


def openmetrics(text: str) -> list[Metric]:
    """Read a page in OpenMetrics, strictly."""
    return list(parse_openmetrics(text))  # type: ignore[no-untyped-call]  # the library's parser has no types


def series(families: Iterable[Metric]) -> Iterator[tuple[str, float]]:
    """Yield each series as it is written, without our prefix, and its value."""
    for family in families:
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items(), key=_provider_first))
            yield sample.name.removeprefix("capacity_bot_") + (f"{{{labels}}}" if labels else ""), sample.value


def _provider_first(label: tuple[str, str]) -> bool:
    return label[0] != "provider"
