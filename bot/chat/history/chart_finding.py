"""What a chart shows, in a sentence: its title, and the beginning of its alt text."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bot.accounts.roster import AccountState
from bot.charts.chart import Reason
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.durations import time_span
from bot.chat.wording.text import amount
from bot.history.state_changes import StateChange
from bot.history.usage_statistics import observed_time
from bot.history.usage_timeline import UsageInterval

WHOLE = 0.98
"""A time of which so much is known is called by its whole length; a note says what is missing."""

_LOST = {AccountState.FAULTED: "can't be used"}


def finding(intervals: Sequence[UsageInterval], span: timedelta) -> str:
    """Say for how long nothing was free: ``nothing free for 5 h 53 of 24 h``.

    Args:
        intervals: What is known; at least one interval.
        span: How long the chart is.
    """
    known = observed_time(intervals)
    of = time_span(span) if known >= WHOLE * span else f"{time_span(known)} known"
    full = observed_time([interval for interval in intervals if interval.all_full])
    if full == known:
        return f"nothing free for all of {of}"
    if full:
        return f"nothing free for {time_span(full)} of {of}"
    most = max(intervals, key=lambda interval: interval.in_use)
    return f"never full in {of}, at most {amount(most.in_use)} of {amount(most.total)} in use"


def reasons(lost: Sequence[StateChange], provider: str, names: AccountNames) -> tuple[Reason, ...]:
    """Say why there were fewer slots, once for each moment: ``studio-c can't be used``."""
    naming = names.among(provider, (change.account for change in lost))
    said = []
    for at, together in groupby(lost, key=lambda change: change.at):
        first, *more = together
        who = f"{amount(len(more) + 1)} accounts" if more else naming.name(first.account)
        said.append(Reason(at=at, text=f"{who} {_LOST.get(first.state, 'not known')}"))
    return tuple(said)
