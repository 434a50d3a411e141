"""What ``HEALTH_PORT`` serves: the checks of ``/healthz``, and ``/metrics``.

Without the setting, nothing is counted either.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from bot.app.clock import now
from bot.app.engine import Engine
from bot.app.platform_assembly import platforms_of
from bot.app.versions import build
from bot.chat.wording.account_names import AccountNames
from bot.health.doctor_examiner import PlatformHealth
from bot.health.doctor_findings import CONNECTION_LOST
from bot.health.event_observers import UNOBSERVED, Observers
from bot.settings.schema import SimulatedSettings, database_kind
from bot.settings.value_parsers import AUTO
from bot.storage.leader_lock import LeaderLock

if TYPE_CHECKING:
    from bot.health.metric_counters import Metrics


class HealthPort:
    """The port for monitors, if the settings name one.

    Args:
        settings: The settings.
    """

    def __init__(self, settings: SimulatedSettings) -> None:
        self._port = settings.health_port
        self._database = database_kind(settings.database_url)
        self._metrics = None if self._port is None else metrics_of(settings)

    @property
    def observers(self) -> Observers:
        """The functions by which the bot reports its work."""
        return UNOBSERVED if self._metrics is None else self._metrics.observers

    def stand_by(self, lead: LeaderLock) -> AbstractAsyncContextManager[object]:
        """Return the server of a standby, as ``open`` does; an empty context if there can be no other program."""
        if self._port is None or self._metrics is None or lead.fence is None:
            return nullcontext()
        from bot.health.http_server import HealthServer  # noqa: PLC0415 - heavy: as in ``open``
        from bot.health.metric_gauges import standby_metrics  # noqa: PLC0415 - heavy: as in ``open``

        state = partial(standby_metrics, {**build(), "database": self._database}, lead.is_heard)
        checks = {"database": lead.is_heard}
        scrape = partial(self._metrics.scrape, state)
        return HealthServer(self._port, checks, scrape=scrape, leader=lambda: lead.leader)

    def open(
        self, engine: Engine, platforms: Sequence[PlatformHealth], names: AccountNames, lead: LeaderLock
    ) -> AbstractAsyncContextManager[object]:
        """Return a server to enter, which raises ``CannotStart`` if the port can't be used."""
        if self._port is None or self._metrics is None:
            return nullcontext()
        from bot.health.http_server import HealthServer  # noqa: PLC0415 - heavy: a web server, which most bots do without
        from bot.health.metric_gauges import StateMetrics  # noqa: PLC0415 - heavy: as the web server

        def name_accounts(provider: str, accounts: Iterable[str]) -> Mapping[str, str]:
            return names.among(provider, accounts).known

        state = StateMetrics(
            poller=engine.poller,
            platforms=platforms,
            backlog=engine.memory.store.backlog,
            name_accounts=name_accounts,
            build={**build(), "database": self._database},
            now=now,
        )
        return HealthServer(
            self._port,
            {"watcher": engine.poller.is_alive},
            one_of={CONNECTION_LOST[one.platform].value: partial(_is_connected, one) for one in platforms},
            scrape=partial(self._metrics.scrape, state),
            leader=lambda: lead.leader,
        )


def _is_connected(platform: PlatformHealth) -> bool:
    return platform.connection().alive


def metrics_of(settings: SimulatedSettings) -> "Metrics":
    """Return metrics that start with the providers and platforms named by the settings."""
    from bot.health.metric_counters import Metrics  # noqa: PLC0415 - heavy: as the web server

    providers = () if settings.providers == AUTO else settings.providers
    return Metrics(providers, platforms_of(settings), now=now)
