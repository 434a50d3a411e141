"""Charts for tests, written as a string: an hour per character, the slots in use of three, ``?`` for unknown."""

from datetime import timedelta

from bot.charts.chart import Chart
from bot.history.usage_timeline import UsageInterval
from tests.moments import NOON

SLOTS = 3
HOUR = timedelta(hours=1)


def charted(told: str, *, subject: str = "minimax") -> Chart:
    """Return the chart that is written so, from noon on."""
    intervals = tuple(
        UsageInterval(
            start=NOON + hour * HOUR,
            end=NOON + (hour + 1) * HOUR,
            in_use=int(what),
            total=SLOTS,
            full=int(int(what) == SLOTS),
        )
        for hour, what in enumerate(told)
        if what != "?"
    )
    return Chart(subject=subject, start=NOON, end=NOON + len(told) * HOUR, intervals=intervals)
