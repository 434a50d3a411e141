"""``python -m tests.busy_day``: how often a busy day makes phones ring, by what a watch asks for.

The day is that of the chart in docs/commands.md: one provider, three accounts, full again and again from noon to
evening. Each of its minutes is a look, decided and composed by the bot's own code; nothing is sent.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.decision_context import NoForecast
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.subscriptions.watch import Ping, Tell, Watch
from tests.charts.examples import DAY, SEED_OF_BUSY, SLOTS, START, lived

PROVIDER = "minimax"
MINUTE = timedelta(minutes=1)
LONG = timedelta(minutes=5)

USUAL = Watch(id=1, guild=5, channel=1, role=7)
WATCHES = {
    "by default": USUAL,
    "`ignore_shorter_than: 1m`": replace(USUAL, hold=MINUTE),
    "`ignore_shorter_than: 2m`": replace(USUAL, hold=2 * MINUTE),
    "`tell: the provider only`": replace(USUAL, tell=Tell.PROVIDER),
    "`ping: any account full`": replace(USUAL, ping=Ping.ANY_FULL),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What a channel got in a day.

    Attributes:
        messages: Number of new messages; edits make no noise.
        sounds: How many of them make a sound.
        pings: How many of them ping the role.
    """

    messages: int = 0
    sounds: int = 0
    pings: int = 0


@cache
def looks() -> Sequence[Look]:
    """Return a look for each minute of the day."""
    return tuple(_looks())


def _looks() -> Iterator[Look]:
    running: dict[str, int] = {}
    changes = list(lived(random.Random(SEED_OF_BUSY)))  # noqa: S311 - a day, not a secret
    for minute in range(int(DAY / MINUTE)):
        at = START + minute * MINUTE
        while changes and changes[0].at <= at:
            change = changes.pop(0)
            running[change.account] = change.in_use or 0
        rows = (
            ListedSlots(account=account, limit=slots, executing=running[account], available=slots - running[account])
            for account, slots in SLOTS.items()
        )
        yield Look(at=at, answer=ProviderAnswer(accounts=tuple(rows)))


def times_full() -> list[timedelta]:
    """Return how long nothing was free, each time."""
    spans: list[timedelta] = []
    since: datetime | None = None
    for look in looks():
        assert isinstance(look.answer, ProviderAnswer)
        full = not any(row.available for row in look.answer.accounts)
        if full and since is None:
            since = look.at
        elif not full and since is not None:
            spans.append(look.at - since)
            since = None
    return spans


@cache
def noise(watch: Watch) -> Noise:
    """Live through the day with one watch."""
    known, audience, heard = ProviderMemory(), Audience(watches=(watch,)), Noise()
    for look in looks():
        evaluation = evaluate_look(PROVIDER, known, look, audience, AlertThresholds(), NoForecast())
        known = evaluation.remembered
        for alert in evaluation.alerts:
            heard = Noise(
                messages=heard.messages + 1,
                sounds=heard.sounds + (not alert.silent),
                pings=heard.pings + bool(alert.roles),
            )
    return heard


def table() -> str:
    """Return the table that stands in ``docs/alerts.md``."""
    spans = times_full()
    long = sum(span >= LONG for span in spans)
    lines = [f"| nothing free {len(spans)} times, {long} of them for 5 minutes or more | messages | sounds | pings |"]
    lines.append("|---|---|---|---|")
    for name, watch in WATCHES.items():
        heard = noise(watch)
        lines.append(f"| {name} | {heard.messages} | {heard.sounds} | {heard.pings} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
