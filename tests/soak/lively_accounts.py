"""Accounts that fill, free, come and go, and what four providers answer about them."""

import json
import random
from datetime import datetime, timedelta

from bot.accounts.job import JobKind
from bot.providers.catalogue_schedulers import SCHEDULERS
from bot.providers.families.scheduler_minimax_pixverse_kling import SchedulerFamily
from bot.providers.provider import Provider
from bot.simulation.simulated_answers import scheduler_accounts, scheduler_answer
from bot.simulation.simulated_world import AccountScript, JobPlan, SimulatedAccount, SimulatedJob

PROVIDERS: tuple[Provider, ...] = SCHEDULERS[:4]
LIMIT = 2
SHORTEST, LONGEST = 30, 1200
"""Minutes that a job takes."""

EAGER, EXCHANGED = 0.003, 0.0002
"""How likely, at each look, a free slot is taken, and an account is exchanged for another."""


class LivelyProvider:
    """One provider's accounts.

    Args:
        provider: Its record.
        accounts: How many it has.
        chance: Decides.
    """

    def __init__(self, provider: Provider, accounts: int, chance: random.Random) -> None:
        assert isinstance(provider.family, SchedulerFamily)
        self.provider = provider
        self._family = provider.family
        self._chance = chance
        self._made = 0
        self._running: dict[str, list[tuple[SimulatedJob, datetime]]] = {}
        for _ in range(accounts):
            self._add()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that there are now."""
        return tuple(self._running)

    def answer(self, now: datetime) -> bytes:
        """Live until now, and return what the scheduler answers."""
        for name, jobs in list(self._running.items()):
            jobs[:] = [(job, end) for job, end in jobs if end > now]
            if len(jobs) < LIMIT and self._chance.random() < EAGER:
                jobs.append(self._job(now))
            if self._chance.random() < EXCHANGED:
                del self._running[name]
                self._add()
        return json.dumps(scheduler_answer(self._family, self._shown(), now)).encode()

    def listed(self) -> bytes:
        """Return the list of accounts."""
        return json.dumps(scheduler_accounts(self._family, self._shown())).encode()

    def _add(self) -> None:
        self._made += 1
        self._running[f"user{self._made}@{self.provider.name}.example.com"] = []

    def _shown(self) -> tuple[SimulatedAccount, ...]:
        return tuple(
            SimulatedAccount(
                name=name,
                script=AccountScript(number=name, email=name, limit=LIMIT),
                jobs=tuple(job for job, _ in running),
            )
            for name, running in self._running.items()
        )

    def _job(self, now: datetime) -> tuple[SimulatedJob, datetime]:
        plan = JobPlan(
            number=self._chance.getrandbits(40),
            kind=JobKind.VIDEO,
            takes_slot=True,
            start=0,
            end=0,
            reply_ref=f"storyboard-{self._chance.randrange(1000)}",
        )
        minutes = self._chance.uniform(SHORTEST, LONGEST)
        return SimulatedJob(plan=plan, started=now), now + timedelta(minutes=minutes)
