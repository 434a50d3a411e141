"""What a channel knows of a topic when it begins to hear of it: what was known then, learnt without a word."""

from datetime import datetime

from bot.accounts.roster import AccountState
from bot.alerts.alert_state import AlertState
from bot.alerts.facts import Fact
from bot.alerts.provider_memory import ProviderMemory
from bot.subscriptions.topic import Condition, TopicKind


def first_sight(channel: int, fact: Fact, was: ProviderMemory, at: datetime) -> AlertState:
    """Begin a story with what was remembered before the look, else with what the look shows: that is not announced."""
    what, since, witnessed = fact.what, fact.since or at, False
    known = was.roster.get(fact.topic.account) if fact.topic.kind is TopicKind.ACCOUNT else None
    if known is not None and known.settled is not None and known.since is not None:
        what = Condition.FULL if known.settled is AccountState.FULL else Condition.FREED
        since, witnessed = known.since, known.since_witnessed
    elif fact.topic.kind is TopicKind.PROVIDER:
        what = Condition.SILENT if was.health.failing else Condition.ANSWERS
        since, witnessed = (was.health.since or at) if was.health.failing else at, was.health.failing
    elif fact.topic.kind is TopicKind.JOB:
        what = Condition.GOES_ON  # a job is told when it is first seen to be stuck
        since = at
    return AlertState(
        channel=channel,
        topic=fact.topic,
        told=what,
        counts=what,
        since=since,
        witnessed=witnessed,
        seen=what,
        seen_since=since,
    )
