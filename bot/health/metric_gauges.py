"""Gauges for Prometheus: the bot's state, read for each request."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

from bot.accounts.job import JobKind
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Snapshot
from bot.errors import StorageUnavailable
from bot.health.doctor_examiner import PlatformHealth, answered_in_time
from bot.health.doctor_findings import Backlog, ConnectionHealth
from bot.polling.all_pollers import Poller
from bot.polling.provider_poller import ProviderPoller

MAX_ACCOUNTS = 100
"""Maximum number of accounts of a provider, the first ones by name, that get metrics of their own."""

StateReader: TypeAlias = Callable[[], Awaitable[Sequence[Metric]]]

Values: TypeAlias = dict[tuple[str, ...], float]
"""The values of a metric, by the values of its labels."""

NameAccounts: TypeAlias = Callable[[str, Iterable[str]], Mapping[str, str]]
"""Returns distinct names of a provider's accounts, as ``/capacity`` shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMetrics:
    """Reads the state of a bot.

    Attributes:
        poller: Looks at the providers.
        platforms: The chat platforms.
        backlog: Returns the owed alerts and the waiters in the database; raises ``StorageUnavailable``.
        name_accounts: Names accounts.
        build: Versions of the program, of Python and of libraries, by name.
        now: The clock.
    """

    poller: Poller
    platforms: Sequence[PlatformHealth]
    backlog: Callable[[], Awaitable[Backlog]]
    name_accounts: NameAccounts
    build: Mapping[str, str]
    now: Callable[[], datetime]

    async def __call__(self) -> tuple[Metric, ...]:
        """Return the state within two seconds, whatever is broken; unknown values are left out."""
        backlog = await self._ask_database()
        pollers = tuple(self.poller.providers.values())
        return (
            *self._look_families(pollers),
            *self._slot_families([one.latest.snapshot for one in pollers if one.latest.snapshot is not None]),
            *_backlog_families(backlog, self.now(), [one.provider for one in pollers]),
            *_connection_families([one.connection() for one in self.platforms]),
            *_program_families(self.build, leads=True),
        )

    async def _ask_database(self) -> Backlog | None:
        try:
            return await answered_in_time(self.backlog())
        except StorageUnavailable:
            return None

    def _look_families(self, pollers: Sequence[ProviderPoller]) -> tuple[Metric, ...]:
        now = self.now()
        looked = {one.provider: one.schedule.looked_at for one in pollers}
        good = {one.provider: one.latest.snapshot.at for one in pollers if one.latest.snapshot is not None}
        return (
            _family(
                "look_age_seconds",
                "Time since the newest look at a provider ended, failed or not.",
                {(name,): _seconds(now - at) for name, at in looked.items() if at is not None},
                "provider",
            ),
            _family(
                "snapshot_age_seconds",
                "Time since the newest good look at a provider: the age of what people are shown.",
                {(name,): _seconds(now - at) for name, at in good.items()},
                "provider",
            ),
            _family(
                "failed_looks_in_a_row",
                "Failed looks at a provider since its last good one.",
                {(one.provider,): one.schedule.failures for one in pollers},
                "provider",
            ),
            _family(
                "provider_set_up",
                "1 if accounts are set up at the provider, else 0.",
                {(one.provider,): int(one.latest.set_up) for one in pollers},
                "provider",
            ),
        )

    def _slot_families(self, snapshots: Sequence[Snapshot]) -> tuple[Metric, ...]:
        slots, accounts, jobs, free = Values(), Values(), Values(), Values()
        for snapshot in snapshots:
            provider = snapshot.provider
            slots[provider, "free"] = snapshot.free
            slots[provider, "in_use"] = snapshot.total - snapshot.free
            states = Counter(one.state for one in snapshot.accounts)
            kinds = Counter(one.kind for one in snapshot.jobs)
            accounts |= {(provider, state.value): states[state] for state in AccountState}
            jobs |= {(provider, kind.value): kinds[kind] for kind in JobKind}
            certain = {one.name: one.free for one in snapshot.accounts if one.free is not None}
            names = self.name_accounts(provider, (one.name for one in snapshot.accounts))
            free |= {(provider, names[name]): certain[name] for name in sorted(certain)[:MAX_ACCOUNTS]}
        return (
            _family("slots", "Slots of accounts whose state is certain, by state.", slots, "provider", "state"),
            _family("accounts", "Accounts, by state.", accounts, "provider", "state"),
            _family("jobs", "Jobs that run, by what they make.", jobs, "provider", "kind"),
            _family(
                "account_free_slots",
                f"Free slots of an account; of the first {MAX_ACCOUNTS} of a provider.",
                free,
                "provider",
                "account",
            ),
        )


async def standby_metrics(build: Mapping[str, str], is_heard: Callable[[], bool]) -> tuple[Metric, ...]:
    """Return the state of a standby, given its versions and whether the database has answered it lately."""
    return (_database_family(up=is_heard()), *_program_families(build, leads=False))


def _program_families(build: Mapping[str, str], *, leads: bool) -> tuple[Metric, ...]:
    return (
        _family("leads", "1 if this program looks, sends and answers, 0 if it stands by.", {(): int(leads)}),
        InfoMetricFamily("capacity_bot_build", "Versions; the value is always 1.", dict(build)),
    )


def _database_family(*, up: bool) -> Metric:
    return _family("database_up", "1 if the database answers, else 0.", {(): int(up)})


def _backlog_families(backlog: Backlog | None, now: datetime, providers: Iterable[str]) -> tuple[Metric, ...]:
    owed, oldest, waiting = Values(), Values(), Values()
    if backlog is not None:
        owed[()] = backlog.owed
        oldest[()] = 0 if backlog.oldest is None else _seconds(now - backlog.oldest)
        waiting = {(name,): backlog.waiting.get(name, 0) for name in providers}
    return (
        _database_family(up=backlog is not None),
        _family("alerts_owed", "Alerts that are neither sent nor given up.", owed),
        _family("alerts_owed_oldest_seconds", "For how long the oldest of them is owed; 0 if none is.", oldest),
        _family("waiters", "Members who wait for a slot and have no offer yet.", waiting, "provider"),
    )


def _connection_families(connections: Sequence[ConnectionHealth]) -> tuple[Metric, ...]:
    latencies = {one.platform: one.latency for one in connections}
    return (
        _family(
            "gateway_connected",
            "1 if the connection by which a chat platform sends commands is ready, else 0.",
            {(one.platform.value,): one.alive for one in connections},
            "platform",
        ),
        _family(
            "gateway_latency_seconds",
            "Time between the connection's last heartbeat and its acknowledgement, where that is measured.",
            {(name.value,): latency.total_seconds() for name, latency in latencies.items() if latency is not None},
            "platform",
        ),
    )


def _family(name: str, says: str, values: Values, *labels: str) -> Metric:
    family = GaugeMetricFamily(f"capacity_bot_{name}", says, labels=labels)
    for label_values, value in values.items():
        family.add_metric(label_values, value)
    return family


def _seconds(span: timedelta) -> float:
    """Return a span in seconds; at least zero, also if the clock was set back."""
    return max(span, timedelta()).total_seconds()
