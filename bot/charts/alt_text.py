"""A picture in words, for those who can't see it; not the figures of the message beside it."""

from bot.charts.chart import Chart
from bot.charts.time_axis import clock, day, span
from bot.history.time_shares import longest, mean_in_use, observed, share

LONGEST = 1024
"""So long may the description of a file be (https://discord.com/developers/docs/resources/message)."""

_TITLE = 200
_ONE_PERCENT = 0.01


def alt_text(chart: Chart) -> str:
    """Describe what the picture shows, in at most 1024 characters."""
    title = " ".join("".join(one if one.isprintable() else " " for one in chart.title).split())
    title = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
    said = f"{title}: slots in use over time, {span(chart.start, chart.end)}."
    mean = mean_in_use(chart.steps)
    if mean is None:
        return f"{said} Nothing is known of that time."
    total = max(step.total for step in chart.steps)
    used = [step.in_use for step in chart.steps]
    range_ = f"between {min(used):,} and {max(used):,} of {total:,} in use, {mean:,.1f} on average"
    return f"{said} {range_.capitalize()}; {_full(chart)}.{_unknown(chart)}"


def _full(chart: Chart) -> str:
    part = share(chart.steps, lambda step: step.all_full)
    stretch = longest(chart.steps, lambda step: step.all_full)
    if not part or stretch is None:
        return "never full"
    first, last = (f"{day(moment)} {clock(moment)}" for moment in (stretch.start, stretch.end))
    return f"full {_percent(part)} of the known time, for longest from {first} to {last}"


def _unknown(chart: Chart) -> str:
    part = 1 - observed(chart.steps) / (chart.end - chart.start)
    if not part:
        return ""
    return f" Nothing is known for {_percent(part)} of the time."


def _percent(part: float) -> str:
    """Say a part of one; what is neither nothing nor all is never rounded to either."""
    if 0 < part < _ONE_PERCENT:
        return "less than 1%"
    if 1 - _ONE_PERCENT < part < 1:
        return "more than 99%"
    return f"{part:.0%}"
