"""A chart to be drawn, and its bytes on the way to the process that draws it; never stored.

The bytes are JSON lines: the title, the times and the zone, then the intervals. Those come in batches, since ``json``
holds the interpreter's lock for all of a line, and a month of changes in one would stop the bot's other work for 50 ms.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.history.usage_timeline import UsageInterval

BATCH = 1000
"""Maximum number of intervals on a line."""

_TICK = timedelta(microseconds=1)


UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why there were fewer slots from a moment on: ``studio-c can't be used``; text of others."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Slots in use over time.

    Attributes:
        subject: What the slots belong to, as people may see it; text of others, of any kind and length.
        finding: What there is to see, as the end of a sentence about the subject.
        start: The first moment.
        end: The first moment after, later than ``start``.
        intervals: What is known, in its order and within ``start`` and ``end``; the rest of the time is unknown.
        reasons: Why there were fewer slots, in the order of their moments.
        zone: Whose clocks the time axis shows.
    """

    subject: str
    finding: str = ""
    start: datetime
    end: datetime
    intervals: tuple[UsageInterval, ...] = ()
    reasons: tuple[Reason, ...] = ()
    zone: ZoneInfo = UTC


def encode_chart(chart: Chart) -> bytes:
    """Return a chart as JSON lines, in ASCII; an interval is a row, its moments in microseconds since the start."""
    head = {
        "subject": chart.subject,
        "finding": chart.finding,
        "start": chart.start.isoformat(),
        "end": chart.end.isoformat(),
        "reasons": [((one.at - chart.start) // _TICK, one.text) for one in chart.reasons],
        "zone": chart.zone.key,
    }
    batches = [chart.intervals[first : first + BATCH] for first in range(0, len(chart.intervals), BATCH)]
    rows = ([_row(interval, chart.start) for interval in batch] for batch in batches)
    return "\n".join([json.dumps(head), *map(json.dumps, rows)]).encode()


def decode_chart(encoded: bytes) -> Chart:
    """Read the chart that ``encode_chart`` wrote."""
    first, *batches = encoded.splitlines()
    head = json.loads(first)
    start = datetime.fromisoformat(head["start"])
    intervals = tuple(_interval(row, start) for batch in batches for row in json.loads(batch))
    return Chart(
        subject=head["subject"],
        finding=head["finding"],
        start=start,
        end=datetime.fromisoformat(head["end"]),
        intervals=intervals,
        reasons=tuple(Reason(at=start + at * _TICK, text=text) for at, text in head["reasons"]),
        zone=ZoneInfo(head["zone"]),
    )


def _row(interval: UsageInterval, start: datetime) -> tuple[int, ...]:
    first, last = (interval.start - start) // _TICK, (interval.end - start) // _TICK
    return first, last, interval.in_use, interval.total, interval.known, interval.full, interval.missing


def _interval(row: tuple[int, ...], start: datetime) -> UsageInterval:
    first, last, in_use, total, known, full, missing = row
    return UsageInterval(
        start=start + first * _TICK,
        end=start + last * _TICK,
        in_use=in_use,
        total=total,
        known=known,
        full=full,
        missing=missing,
    )
