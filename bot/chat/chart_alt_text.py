"""The alt text of a chart: the picture in words, for those who can't see it."""

from bot.charts.chart import Chart
from bot.charts.time_axis import clock, day, time_range
from bot.chat.wording.text import percent
from bot.history.usage_statistics import longest_period, mean_in_use, observed_time, share_of_time

MAX_LENGTH = 1024
"""Maximum length of the description of a file (https://discord.com/developers/docs/resources/message)."""

_TITLE = 200


def alt_text(chart: Chart) -> str:
    """Describe what the picture shows, in at most 1024 characters."""
    title = " ".join("".join(one if one.isprintable() else " " for one in chart.title).split())
    title = title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
    said = f"{title}: slots in use over time, {time_range(chart.start, chart.end)}."
    mean = mean_in_use(chart.intervals)
    if mean is None:
        return f"{said} Nothing is known of that time."
    total = max(interval.total for interval in chart.intervals)
    used = [interval.in_use for interval in chart.intervals]
    range_ = f"between {min(used):,} and {max(used):,} of {total:,} in use, {mean:,.1f} on average"
    return f"{said} {range_.capitalize()}; {_full(chart)}.{_unknown(chart)}"


def _full(chart: Chart) -> str:
    part = share_of_time(chart.intervals, lambda interval: interval.all_full)
    period = longest_period(chart.intervals, lambda interval: interval.all_full)
    if not part or period is None:
        return "never full"
    first, last = (f"{day(moment)} {clock(moment)}" for moment in (period.start, period.end))
    return f"full {percent(part)} of the known time, for longest from {first} to {last}"


def _unknown(chart: Chart) -> str:
    part = 1 - observed_time(chart.intervals) / (chart.end - chart.start)
    if not part:
        return ""
    return f" Nothing is known for {percent(part)} of the time."
