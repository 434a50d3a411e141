"""``python -m tests.busy_day``: how often a busy day makes phones ring, by what a watch asks for.

The day is that of the chart in docs/commands.md: one provider, three accounts, full again and again from noon to
evening. Each of its minutes is a look, decided and composed by the bot's own code; nothing is sent.
"""

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.subscriptions.watch import Ping, Tell, Watch
from tests.alerts.no_forecast import NoForecast
from tests.charts.examples import DAY, SEED_OF_BUSY, SLOTS, START, lived

PROVIDER = "minimax"
MINUTE = timedelta(minutes=1)
LONG = timedelta(minutes=5)

USUAL = Watch(id=1, guild=5, channel=1, role=7)
WATCHES = {
    "by default": USUAL,
    "`ignore_shorter_than: 1m`": replace(USUAL, id=2, channel=2, hold=MINUTE),
    "`ignore_shorter_than: 2m`": replace(USUAL, id=3, channel=3, hold=2 * MINUTE),
    "`tell: the provider only`": replace(USUAL, id=4, channel=4, tell=Tell.PROVIDER),
    "`ping: any account full`": replace(USUAL, id=5, channel=5, ping=Ping.ANY_FULL),
}
"""Each in a channel of its own."""


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


def looks() -> Iterator[Look]:
    """Yield a look for each minute of the day."""
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
def noise() -> Mapping[int, Noise]:
    """Live through the day, and return what each channel got."""
    known, audience = ProviderMemory(), Audience(watches=tuple(WATCHES.values()))
    heard = {watch.channel: Noise() for watch in audience.watches}
    for look in looks():
        evaluation = evaluate_look(PROVIDER, known, look, audience, AlertThresholds(), NoForecast()).at_once()
        known = evaluation.remembered
        for alert in evaluation.alerts:
            before = heard[alert.channel]
            heard[alert.channel] = Noise(
                messages=before.messages + 1,
                sounds=before.sounds + (not alert.silent),
                pings=before.pings + bool(alert.roles),
            )
    return heard


def table() -> str:
    """Return the table that stands in ``docs/alerts.md``."""
    spans = times_full()
    long = sum(span >= LONG for span in spans)
    lines = [f"| nothing free {len(spans)} times, {long} of them for 5 minutes or more | messages | sounds | pings |"]
    lines.append("|---|---|---|---|")
    for name, watch in WATCHES.items():
        heard = noise()[watch.channel]
        lines.append(f"| {name} | {heard.messages} | {heard.sounds} | {heard.pings} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
