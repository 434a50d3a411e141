"""Every provider of the catalogue, from the bytes of its answers to what is told: room, full, freed, restarted."""

from dataclasses import replace
from datetime import timedelta

from msgspec import structs

from bot.accounts.provider_answer import Look
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import Evaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.subscriptions.topics_and_conditions import Condition, TopicKind
from bot.subscriptions.watch import Watch
from tests.alerts.no_forecast import NoForecast
from tests.answers.made import accounts_body, jobs_body
from tests.moments import NOON
from tests.rows import each_row

BUSY, IDLE, LIMIT = "200300", "200400", 2
AUDIENCE = Audience(watches=(Watch(id=1, guild=5, channel=7),))


class Life:
    """Looks at one provider, minute by minute."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.at = NOON
        self.known = ProviderMemory()

    def look(self, running: int, *, listed: bool = True) -> Evaluation:
        """Look once, at one account that runs so many jobs of two, and another that runs none."""
        self.at += timedelta(minutes=1)
        answer = self.provider.parse_answer(jobs_body(self.provider, {BUSY: running, IDLE: 0}, LIMIT), self.at)
        accounts = accounts_body(self.provider, (BUSY, IDLE), LIMIT)
        configured = self.provider.parse_accounts(accounts) if listed and self.provider.accounts_path else None
        look = Look(at=self.at, answer=answer, configured=configured)
        found = evaluate_look(self.provider.name, self.known, look, AUDIENCE, AlertThresholds(), NoForecast()).at_once()
        self.known = found.remembered
        return found

    def restart(self) -> None:
        """Forget what is not stored."""
        roster = {name: structs.replace(entry, listed_at=None) for name, entry in self.known.roster.items()}
        self.known = replace(self.known, roster=roster)


def told(found: Evaluation) -> list[tuple[str, Condition]]:
    """Return what is owed of accounts."""
    news = (one for alert in found.alerts for part in alert.parts for one in part.news)
    return [(one.topic.account, one.what) for one in news if one.topic.kind is TopicKind.ACCOUNT]


def owed(found: Evaluation) -> int:
    return len(found.alerts)


@each_row("provider", CATALOGUE.values(), ids=CATALOGUE)
def test_every_provider_is_told_full_and_freed_where_it_counts_slots(provider: Provider) -> None:
    life = Life(provider)
    first = life.look(1)
    assert first.snapshot is not None
    assert owed(first) == 0
    counted = provider.family.counts_slots
    # Midjourney names an account only while it is busy, and has no list of them any more.
    total = 2 if provider.name == "midjourney" else 4
    assert (first.snapshot.free, first.snapshot.total) == ((total - 1, total) if counted else (0, 0))
    assert first.snapshot.running == 1

    full = life.look(LIMIT, listed=False)
    assert full.snapshot is not None
    assert (full.snapshot.free, full.snapshot.running) == (total - 2 if counted else 0, 2)
    assert owed(full) == (1 if counted else 0)
    assert (BUSY, Condition.FULL) in told(full) or not counted or provider.name == "midjourney"

    life.restart()
    assert owed(life.look(LIMIT)) == 0
    freed = life.look(1, listed=False)
    assert owed(freed) == (1 if counted else 0)
    assert (BUSY, Condition.FREED) in told(freed) or not counted or provider.name == "midjourney"
    life.restart()
    assert owed(life.look(1, listed=False)) == 0
    assert owed(life.look(1)) == 0
