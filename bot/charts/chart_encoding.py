"""A chart as bytes and back, for the way into the process that draws it; never stored.

JSON lines: what is said once, then the steps. They come in batches, since ``json`` holds the interpreter's lock for all
of a line, and a month of changes in one would stop the bot's other work for 50 ms.
"""

import json
from datetime import datetime, timedelta

from bot.charts.chart import Chart
from bot.history.usage_timeline import Step

BATCH = 1000
"""So many steps are on a line."""

_TICK = timedelta(microseconds=1)


def encode_chart(chart: Chart) -> bytes:
    """Make JSON lines of a chart, in ASCII; its steps are rows, their moments microseconds since its start."""
    once = {"title": chart.title, "start": chart.start.isoformat(), "end": chart.end.isoformat()}
    batches = [chart.steps[first : first + BATCH] for first in range(0, len(chart.steps), BATCH)]
    rows = ([_row(step, chart.start) for step in batch] for batch in batches)
    return "\n".join([json.dumps(once), *map(json.dumps, rows)]).encode()


def decode_chart(parcel: bytes) -> Chart:
    """Read the chart that ``packed`` made."""
    first, *batches = parcel.splitlines()
    once = json.loads(first)
    start = datetime.fromisoformat(once["start"])
    steps = tuple(_step(row, start) for batch in batches for row in json.loads(batch))
    return Chart(title=once["title"], start=start, end=datetime.fromisoformat(once["end"]), steps=steps)


def _row(step: Step, start: datetime) -> tuple[int, ...]:
    first, last = (step.start - start) // _TICK, (step.end - start) // _TICK
    return first, last, step.in_use, step.total, step.known, step.full, step.missing


def _step(row: tuple[int, ...], start: datetime) -> Step:
    first, last, in_use, total, known, full, missing = row
    return Step(
        start=start + first * _TICK,
        end=start + last * _TICK,
        in_use=in_use,
        total=total,
        known=known,
        full=full,
        missing=missing,
    )
