"""Puts together the pollers of the providers that the settings name, or of those that the token has."""

import logging
import random
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from bot.accounts.provider_answer import Look
from bot.accounts.snapshot import LatestState
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import PendingEvaluation, evaluate_look, forget_provider
from bot.app.clock import SYSTEM_CLOCK, Clock, now
from bot.app.engine import Memory
from bot.chat.wording.account_names import AccountNames
from bot.health.event_observers import UNOBSERVED, Observers
from bot.polling.all_pollers import Poller
from bot.polling.jobs_and_accounts_reader import ProviderReader
from bot.polling.poll_schedule import JITTER, PollSchedule
from bot.polling.provider_discovery import Candidates, ProviderDiscovery
from bot.polling.provider_poller import ProviderPoller
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.providers.useapi_client import UseapiClient

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollerFactory:
    """Makes the pollers of providers.

    Attributes:
        memory: What is both stored and held in memory.
        client: The client of useapi.net.
        observers: Called with each look.
        names: The names of accounts in the log.
    """

    memory: Memory
    client: UseapiClient
    observers: Observers = UNOBSERVED
    names: AccountNames = field(default_factory=AccountNames)

    def __call__(self, name: str, *, set_up: bool = True) -> ProviderPoller:
        """Make the poller of a provider; ``set_up`` is False if it is known that no account is set up there."""
        provider, clock = CATALOGUE[name], self.memory.config.clock
        schedule = PollSchedule(
            every=self.memory.config.poll_every,
            now=clock.now,
            monotonic=clock.monotonic,
            jitter=lambda: random.uniform(1 - JITTER, 1 + JITTER),  # noqa: S311 - no secret
        )
        schedule.latest = LatestState(set_up=set_up)
        return ProviderPoller(
            name,
            look=provider_reader(provider, self.client, clock).look,
            schedule=schedule,
            store=self.memory.store,
            evaluate=lambda known, look: self._evaluate(name, known, look),
            wake=self.memory.wake_up.both,
            looked=partial(self.observers.looked, name),
            name_account=partial(self.names.name, name),
        )

    def _evaluate(self, provider: str, known: ProviderMemory, look: Look) -> PendingEvaluation:
        memory = self.memory
        audience = Audience(watches=memory.watches.all(), mutes=memory.mutes.held, paused=memory.watches.paused)
        return evaluate_look(
            provider, known, look, audience, memory.config.thresholds, memory.recorder, memory.waiters.offers
        )

    def poller(self) -> Poller:
        """Make the poller of the providers that the settings name; it has none yet if they are searched for."""
        if self.memory.config.providers is None:
            return Poller(order=tuple(CATALOGUE))
        return Poller(map(self, self.memory.config.providers))

    def discovery(self, poller: Poller) -> ProviderDiscovery:
        """Make the search for the providers that the token has, which adds them to the poller."""
        return ProviderDiscovery(
            candidates(self.client),
            fetch_summary=self.client.fetch_summary,
            poller=poller,
            make=lambda found: self(found.name, set_up=found.missing_since is None),
            forget=lambda name: _forget(name, self.memory),
            storage=self.memory.store.found,
            now=now,
            monotonic=time.monotonic,
        )


def candidates(client: UseapiClient) -> Candidates:
    """Return the providers that may be found: all of the catalogue but those that are asked only if named."""
    current = {name: provider for name, provider in CATALOGUE.items() if not provider.only_named}
    return Candidates(
        called={name: provider.called for name, provider in current.items()},
        on_request={name: provider.called for name, provider in CATALOGUE.items() if name not in current},
        has_accounts={
            name: partial(_has_accounts, client, provider)
            for name, provider in current.items()
            if provider.accounts_path is not None
        },
    )


def provider_reader(provider: Provider, client: UseapiClient, clock: Clock = SYSTEM_CLOCK) -> ProviderReader:
    """Make the reader that looks at one provider once."""
    accounts = (lambda: client.fetch_accounts(provider)) if provider.accounts_path is not None else None
    return ProviderReader(
        provider.name, lambda: client.fetch_answer(provider), accounts, now=clock.now, monotonic=clock.monotonic
    )


async def _has_accounts(client: UseapiClient, provider: Provider) -> bool:
    return bool(await client.fetch_accounts(provider))


async def forget_others(memory: Memory, watched: Collection[str]) -> None:
    """Forget providers that are not watched, so that no message shows anything there as under way for ever.

    No poller may look at these meanwhile.

    Raises:
        StorageUnavailable: The database failed; some providers may be forgotten already.
    """
    for name in await memory.store.found.remembered_providers():
        if name not in watched:
            await _forget(name, memory)
            log.info("%s: is not watched any more, so what was under way there is closed.", name)


async def _forget(provider: str, memory: Memory) -> None:
    at = now()
    known = await memory.store.load_memory(provider)
    await memory.store.save_evaluation(provider, forget_provider(provider, known, at), at)
