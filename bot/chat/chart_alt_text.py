"""The alt text of a chart: the picture in words, for those who can't see it."""

from bot.charts.chart import Chart
from bot.charts.time_axis import clock, day, time_range
from bot.chat.wording.text import percent
from bot.history.usage_statistics import longest_period, mean_in_use, observed_time

_SUBJECT = 200


def alt_text(chart: Chart) -> str:
    """Describe what the picture shows, the finding first.

    It has at most 1024 characters, as many as Discord takes (https://discord.com/developers/docs/resources/message).
    """
    subject = " ".join("".join(one if one.isprintable() else " " for one in chart.subject).split())
    subject = subject if len(subject) <= _SUBJECT else f"{subject[: _SUBJECT - 1]}…"
    said = f"{subject}: {chart.finding}. Slots in use, {time_range(chart.start, chart.end, chart.zone)}:"
    mean = mean_in_use(chart.intervals)
    if mean is None:
        return f"{said} nothing is known of that time."
    total = max(interval.total for interval in chart.intervals)
    used = [interval.in_use for interval in chart.intervals]
    range_ = f"between {min(used):,} and {max(used):,} of {total:,}, {mean:,.1f} on average"
    return f"{said} {range_}.{_longest(chart)}{_unknown(chart)}"


def _longest(chart: Chart) -> str:
    period = longest_period(chart.intervals, lambda interval: interval.all_full)
    if period is None:
        return ""
    here = (moment.astimezone(chart.zone) for moment in (period.start, period.end))
    first, last = (f"{day(moment)} {clock(moment)}" for moment in here)
    return f" Full for longest from {first} to {last}."


def _unknown(chart: Chart) -> str:
    part = 1 - observed_time(chart.intervals) / (chart.end - chart.start)
    if not part:
        return ""
    return f" Nothing is known for {percent(part)} of the time."
