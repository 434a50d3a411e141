"""The part that every long-running program has: providers watched, alerts delivered, questions answered."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.alerts.watch import Watch
from bot.chat.answers import Answers
from bot.chat.embeds.words import ProviderWords
from bot.chat.names import AccountNames
from bot.outbox import Outbox
from bot.polling import Looker, Turns
from bot.providers.catalogue import CATALOGUE
from bot.providers.client import ProviderClient
from bot.state.store import Store
from bot.watcher import ProviderWatcher, Watcher

JITTER = 0.05
"""Pauses vary by this share, so that providers are not all asked in one moment."""


def now() -> datetime:
    """Tell the time; the only clock of the program."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The parts, wired together.

    Attributes:
        watcher: To be run.
        outbox: To be run.
        answers: What people are answered with.
    """

    watcher: Watcher
    outbox: Outbox
    answers: Answers


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
    client: ProviderClient,
    store: Store,
    outbox: Outbox,
    watches: Callable[[], Sequence[Watch]],
    every: timedelta,
    names: AccountNames,
) -> Watching:
    """Wire watcher, outbox and answers together for the named providers."""

    def watch(name: str) -> ProviderWatcher:
        provider = CATALOGUE[name]

        return ProviderWatcher(
            name,
            look=Looker(
                name,
                lambda: client.ask(provider),
                (lambda: client.roster(provider)) if provider.roster is not None else None,
                now=now,
            ),
            turns=Turns(every=every, now=now, jitter=lambda: random.uniform(1 - JITTER, 1 + JITTER)),  # noqa: S311 - no secret
            memory=store,
            watches=watches,
            owing=outbox.wake,
            now=now,
        )

    watcher = Watcher([watch(name) for name in providers])
    answers = Answers(watcher.providers, words(), names, now=now)
    return Watching(watcher=watcher, outbox=outbox, answers=answers)
