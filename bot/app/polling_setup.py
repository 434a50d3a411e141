"""The part that every long-running program has: providers watched, alerts delivered, questions answered."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.accounts.look import Look
from bot.alerts.evaluation import Evaluation
from bot.alerts.forecast import Forecast
from bot.alerts.provider_memory import ProviderMemory
from bot.chat.answers import Answers
from bot.chat.embeds.words import ProviderWords
from bot.chat.old_jobs import JobAnswers
from bot.chat.wording.account_names import AccountNames
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import Poller, ProviderPoller
from bot.polling.provider_reader import ProviderReader
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.storage.store import Store

JITTER = 0.05
"""Pauses vary by this share, so that providers are not all asked in one moment."""


def now() -> datetime:
    """Tell the time; the only clock of the program."""
    return datetime.now(UTC)


Evaluate = Callable[[str, ProviderMemory, Look], Evaluation]
"""Finds what follows from a look at a provider, given its name and what was remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The parts, wired together.

    Attributes:
        watcher: To be run.
        answers: What people are answered with.
        jobs: What they are answered with about jobs.
    """

    watcher: Poller
    answers: Answers
    jobs: JobAnswers


def words() -> dict[str, ProviderWords]:
    """Tell how each provider of the catalogue is spoken of."""
    return {
        name: ProviderWords(
            name=name,
            title=provider.title,
            caveats=tuple(sentence for sentence in (provider.retired, provider.caveat) if sentence is not None),
        )
        for name, provider in CATALOGUE.items()
    }


def wire(
    *,
    providers: Sequence[str],
    client: UseapiClient,
    store: Store,
    evaluate: Evaluate,
    wake: Callable[[], None],
    forecast: Forecast,
    every: timedelta,
    names: AccountNames,
) -> Watching:
    """Wire poller and answers together; ``wake`` is called when there is something to tell."""

    def poll(name: str) -> ProviderPoller:
        provider = CATALOGUE[name]

        return ProviderPoller(
            name,
            look=ProviderReader(
                name,
                lambda: client.fetch_answer(provider),
                (lambda: client.fetch_accounts(provider)) if provider.accounts_path is not None else None,
                now=now,
            ).look,
            schedule=PollSchedule(every=every, now=now, jitter=lambda: random.uniform(1 - JITTER, 1 + JITTER)),  # noqa: S311 - no secret
            store=store,
            evaluate=lambda was, look: evaluate(name, was, look),
            wake=wake,
            now=now,
        )

    watcher = Poller([poll(name) for name in providers])
    answers = Answers(watcher.providers, words(), names, frees=forecast.forecast_slot, now=now)
    jobs = JobAnswers(watcher.providers, words(), names, stuck=forecast.is_stuck, now=now)
    return Watching(watcher=watcher, answers=answers, jobs=jobs)
