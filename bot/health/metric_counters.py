"""Counters and histograms for Prometheus: what happened since the start; ``metric_gauges`` adds the current state.

docs/metrics.md lists them all. They hold no secrets, and show no more of accounts than ``/capacity`` does.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, ProcessCollector
from prometheus_client.exposition import choose_encoder

from bot.accounts.provider_answer import Look
from bot.alerts.alert import Alert, Changes
from bot.alerts.waiter_notice import WaiterNotice
from bot.delivery.message_port import AttemptOutcome
from bot.errors import (
    AccountBroken,
    LookFailed,
    NoSubscription,
    NotConfigured,
    NotReached,
    NotUnderstood,
    ProviderBusy,
    ProviderDown,
    StorageUnavailable,
    Unauthorised,
)
from bot.health.event_observers import Observers
from bot.health.metric_gauges import StateReader
from bot.platforms import Platform, platform_of

CAUSES: dict[type[LookFailed], str] = {
    NotReached: "not_reached",
    NotUnderstood: "not_understood",
    ProviderBusy: "busy",
    ProviderDown: "down",
    Unauthorised: "unauthorised",
    NoSubscription: "no_subscription",
    AccountBroken: "account_broken",
}
"""The label of each reason why a look fails."""

ANSWERS = ("2xx", "3xx", "4xx", "5xx")
RATE_LIMITED, NO_ANSWER = "429", "none"

LOOK_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
DELAY_BUCKETS = (0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
DATABASE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """Counts what the bot reports, and returns the counts together with its state.

    Args:
        providers: The providers that are looked at from the start; others may follow.
        platforms: The chat platforms that are set up.
        now: The clock.

    Attributes:
        observers: The functions by which the bot reports.
    """

    def __init__(
        self, providers: Iterable[str], platforms: Collection[Platform], *, now: Callable[[], datetime]
    ) -> None:
        self._now = now
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        counter = partial(Counter, registry=self._registry)
        histogram = partial(Histogram, registry=self._registry)
        by_outcome = ("platform", "outcome")
        self._looks = histogram(
            "capacity_bot_look_duration_seconds",
            "How long looks at a provider took, failed ones included.",
            ["provider"],
            buckets=LOOK_BUCKETS,
        )
        self._failed_looks = counter(
            "capacity_bot_failed_looks", "Failed looks at a provider, by cause.", ["provider", "cause"]
        )
        self._deliveries = counter("capacity_bot_deliveries", "Attempts to send an alert, by outcome.", by_outcome)
        self._edits = counter("capacity_bot_edits", "Attempts to edit a message, by outcome.", by_outcome)
        self._delays = histogram(
            "capacity_bot_alert_delay_seconds",
            "Time from the look that showed a change to the platform's confirmation of the message.",
            buckets=DELAY_BUCKETS,
        )
        self._requests = {
            Platform.DISCORD: counter(
                "capacity_bot_discord_requests",
                "Requests to Discord's REST API, by the class of the answer.",
                ["answer"],
            ),
            Platform.SLACK: counter(
                "capacity_bot_slack_requests",
                "Requests to Slack's Web API, by the class of the answer, which is 2xx for most refusals.",
                ["answer"],
            ),
        }
        self._transactions = histogram(
            "capacity_bot_database_seconds",
            "How long transactions took, waiting for the database included.",
            buckets=DATABASE_BUCKETS,
        )
        self._failed_transactions = counter(
            "capacity_bot_database_failures", "Transactions that the database did not carry out."
        )
        for platform in platforms:
            self._start_platform(platform)
        self._providers = set[str]()
        for provider in providers:
            self._start_provider(provider)
        self.observers = Observers(
            looked=self._count_look,
            delivered=self._count_delivery,
            edited=self._count_edit,
            answered=self._count_answer,
            transaction=self._time_transaction,
        )

    async def scrape(self, read: StateReader, accept: str) -> tuple[bytes, str]:
        """Return all metrics as text, and its content type.

        Args:
            read: Reads the program's state.
            accept: The scraper's ``Accept`` header, by which the library chooses OpenMetrics or Prometheus' format.
        """
        encode, content_type = choose_encoder(accept)
        return encode(_Scrape((*self._registry.collect(), *await read()))), content_type

    def _start_platform(self, platform: Platform) -> None:
        """Create every series at zero: ``increase()`` misses the first count of a series that appears with it."""
        for outcome in AttemptOutcome:
            self._edits.labels(platform.value, outcome.value)
            if outcome is not AttemptOutcome.REPLACED:
                self._deliveries.labels(platform.value, outcome.value)
        for answer in (*ANSWERS, RATE_LIMITED, NO_ANSWER):
            self._requests[platform].labels(answer)

    def _start_provider(self, provider: str) -> None:
        self._providers.add(provider)
        self._looks.labels(provider)
        for cause in CAUSES.values():
            self._failed_looks.labels(provider, cause)

    def _count_look(self, provider: str, look: Look) -> None:
        if provider not in self._providers:
            self._start_provider(provider)
        if look.took is not None:
            self._looks.labels(provider).observe(look.took.total_seconds())
        if isinstance(look.answer, LookFailed) and not isinstance(look.answer, NotConfigured):
            self._failed_looks.labels(provider, CAUSES[type(look.answer)]).inc()

    def _count_delivery(self, alert: Alert, outcome: AttemptOutcome) -> None:
        self._deliveries.labels(platform_of(alert.channel).value, outcome.value).inc()
        # Others, such as drills and boards, follow from no look: nothing is late there.
        if outcome is AttemptOutcome.DONE and isinstance(alert.content, Changes | WaiterNotice):
            self._delays.observe(max(self._now() - alert.at, timedelta()).total_seconds())

    def _count_edit(self, alert: Alert, outcome: AttemptOutcome) -> None:
        self._edits.labels(platform_of(alert.channel).value, outcome.value).inc()

    def _count_answer(self, platform: Platform, status: int | None) -> None:
        if status is None:
            answer = NO_ANSWER
        elif status == HTTPStatus.TOO_MANY_REQUESTS:
            answer = RATE_LIMITED
        else:
            answer = f"{status // 100}xx"
        self._requests[platform].labels(answer).inc()

    @contextmanager
    def _time_transaction(self) -> Iterator[None]:
        with self._failed_transactions.count_exceptions(StorageUnavailable), self._transactions.time():
            yield


class _Scrape:
    """The metrics of one answer, in the form that the library's encoders take."""

    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics
