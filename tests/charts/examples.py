"""The pictures of the README: ``python -m tests.charts.examples`` draws them anew.

Three accounts of a made-up provider live through a day: few jobs at night, more than the slots can take by day. The
same marks, intervals and chart as in the bot; only the day is invented.
"""

import math
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.accounts.roster import AccountState
from bot.charts.chart import Chart, summed_up
from bot.charts.chart_drawing import draw
from bot.charts.chart_encoding import Reason
from bot.chat.history.wording import chart_finding
from bot.history.state_changes import StateChange
from bot.history.usage_timeline import usage_timeline

DOCS = Path(__file__).parent.parent.parent / "docs"
START = datetime(2026, 5, 14, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SLOTS = {"studio-a": 5, "studio-b": 5, "studio-c": 3}
OUTAGE = (START + timedelta(hours=13, minutes=20), START + timedelta(hours=16, minutes=45))
FAULT = START + timedelta(hours=17, minutes=30)
"""On the day of the outage one account is faulty from here on."""

LASTS, EAGER = 25, 3
"""Minutes that a job lasts on average; so many people who want a slot take it within a minute for certain."""

SEED_OF_BUSY = 7
"""The busy day, which ``tests.busy_day`` replays as well."""

_MINUTE = timedelta(minutes=1)
_WANTED = (2, 1, 1, 0, 0, 1, 2, 4, 7, 9, 11, 13, 16, 14, 16, 18, 15, 12, 9, 10, 12, 8, 5, 3)
"""How many jobs people want to run at each hour of the day."""


def busy() -> Chart:
    """Make a day on which nothing fails."""
    return _chart(tuple(lived(random.Random(SEED_OF_BUSY))))  # noqa: S311 - a day, not a secret


def outage() -> Chart:
    """Make a day on which the provider does not answer for some hours, and an account breaks afterwards."""
    first, last = OUTAGE
    marks = tuple(lived(random.Random(11)))  # noqa: S311 - as above
    out = [mark for mark in marks if not first <= mark.at < last and (mark.account != "studio-c" or mark.at < FAULT)]
    lost = [StateChange(account=account, at=first, state=AccountState.UNKNOWN) for account in SLOTS]
    latest = {mark.account: mark for mark in marks if mark.at <= last}
    back = [
        StateChange(account=mark.account, at=last, state=mark.state, in_use=mark.in_use, total=mark.total)
        for mark in latest.values()
    ]
    broken = StateChange(account="studio-c", at=FAULT, state=AccountState.FAULTED)
    return _chart((*out, *lost, *back, broken), Reason(at=FAULT, text="studio-c can't be used"))


EXAMPLES = {"history-busy.png": busy, "history-outage.png": outage}


def _chart(marks: tuple[StateChange, ...], *reasons: Reason) -> Chart:
    intervals = usage_timeline(marks, START, START + DAY)
    return Chart(
        subject="MiniMax",
        finding=chart_finding(intervals, DAY),
        start=START,
        end=START + DAY,
        intervals=intervals,
        reasons=reasons,
        zone=ZoneInfo("Europe/Berlin"),
    )


def lived(chance: random.Random) -> Iterator[StateChange]:
    """Start jobs by the hour, end them at random, and yield what changes each minute."""
    running = dict.fromkeys(SLOTS, 0)
    for minute in range(int(DAY / _MINUTE)):
        at = START + minute * _MINUTE
        before = dict(running) if minute else {}
        wanted = _WANTED[at.hour] + 2 * math.sin(minute / 37)
        for account, slots in SLOTS.items():
            running[account] -= sum(chance.random() < 1 / LASTS for _ in range(running[account]))
            for _ in range(slots - running[account]):
                running[account] += chance.random() < (wanted - sum(running.values())) / EAGER
        for account, slots in SLOTS.items():
            if running[account] != before.get(account):
                state = AccountState.FULL if running[account] == slots else AccountState.FREE
                yield StateChange(account=account, at=at, state=state, in_use=running[account], total=slots)


def main() -> None:
    """Draw every example into ``docs``."""
    DOCS.mkdir(exist_ok=True)
    for name, example in EXAMPLES.items():
        picture = draw(summed_up(example()))
        (DOCS / name).write_bytes(picture)
        sys.stdout.write(f"{name}: {len(picture)} bytes\n")


if __name__ == "__main__":
    main()
