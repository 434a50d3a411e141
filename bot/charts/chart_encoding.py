"""A chart summed up in columns, as the process that draws it gets it, and its bytes on the way; never stored.

It is summed up before, since a month may have 43,200 intervals, and a plot no more columns than pixels. The bytes are
JSON lines: the title, the times and the zone, then the columns, each by itself: ``json`` holds the interpreter's lock
for all of a line, in which the bot answers nobody.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.charts.pixel_columns import Column

PIXELS = 864
"""Columns of a chart: one for each pixel of the plot's width."""

UTC = ZoneInfo("UTC")

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why there were fewer slots from a moment on: ``studio-c can't be used``; untrusted text."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFrame:
    """What a chart says beside its plot.

    Attributes:
        subject: What the slots belong to, as people may see it; untrusted text, of any kind and length.
        finding: What there is to see, as the end of a sentence about the subject.
        start: Start of the period.
        end: End of the period, exclusive; later than ``start``.
        reasons: Why there were fewer slots, in the order of their moments.
        zone: Whose clocks the time axis shows.
    """

    subject: str
    finding: str = ""
    start: datetime
    end: datetime
    reasons: tuple[Reason, ...] = ()
    zone: ZoneInfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart(ChartFrame):
    """Slots in use over time, in equal columns; None if nothing at all was known."""

    columns: tuple[Column | None, ...]


def encode_chart(chart: ColumnChart) -> bytes:
    """Return a chart as JSON lines, in ASCII."""
    head = {
        "subject": chart.subject,
        "finding": chart.finding,
        "start": chart.start.isoformat(),
        "end": chart.end.isoformat(),
        "reasons": [((one.at - chart.start) // _TICK, one.text) for one in chart.reasons],
        "zone": chart.zone.key,
    }
    rows = (one and (one.total, one.known, one.full, tuple(one.levels.items())) for one in chart.columns)
    return "\n".join(map(json.dumps, (head, *rows))).encode()


def decode_chart(encoded: bytes) -> ColumnChart:
    """Read the chart that ``encode_chart`` wrote."""
    head, *rows = map(json.loads, encoded.splitlines())
    start = datetime.fromisoformat(head["start"])
    return ColumnChart(
        subject=head["subject"],
        finding=head["finding"],
        start=start,
        end=datetime.fromisoformat(head["end"]),
        reasons=tuple(Reason(at=start + at * _TICK, text=text) for at, text in head["reasons"]),
        zone=ZoneInfo(head["zone"]),
        columns=tuple(row and _column(*row) for row in rows),
    )


def _column(total: int, known: float, full: float, levels: list[tuple[int, float]]) -> Column:
    return Column(total=total, known=known, full=full, levels=dict(levels))
