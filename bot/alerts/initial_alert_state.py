"""The state of a topic that is new to a channel: since a watch was added, or since there is such a topic."""

from datetime import datetime

from bot.accounts.account_health import used_up
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert_state import AlertState
from bot.alerts.health_facts import WELL, may_be_old
from bot.alerts.look_facts import Fact
from bot.alerts.provider_memory import ProviderMemory
from bot.subscriptions.topic import OF_HEALTH, Condition, TopicKind


def initial_state(channel: int, fact: Fact, before: ProviderMemory, after: ProviderMemory, at: datetime) -> AlertState:
    """Return the state of a topic that is new to a channel: what was remembered of it, else what the look shows.

    It counts as told already, so that nobody is told what has been so for long.
    """
    condition, since, witnessed = fact.what, fact.since or at, False
    known = before.roster.get(fact.topic.account) if fact.topic.kind is TopicKind.ACCOUNT else None
    if known is not None and known.settled is not None and known.since is not None:
        condition = Condition.FULL if known.settled is AccountState.FULL else Condition.FREED
        since, witnessed = known.since, known.since_witnessed
    elif fact.topic.kind is TopicKind.SLOTS and (settled := _settled(before, at)):
        full = all(entry.settled is AccountState.FULL for entry in settled)
        condition = Condition.NOTHING_FREE if full else Condition.HAS_ROOM
        newest = max(settled, key=lambda entry: entry.since or at)
        since, witnessed = newest.since or at, full and newest.since_witnessed
    elif fact.topic.kind is TopicKind.PROVIDER:
        failing = before.streak.failing
        condition = Condition.SILENT if failing else Condition.ANSWERS
        since, witnessed = (before.streak.since or at) if failing else at, failing
    elif fact.topic.kind is TopicKind.JOB:
        # A job becomes a topic only when it is stuck: that is news, and it was not stuck before.
        condition, since = Condition.GOES_ON, at
    elif fact.topic.kind in OF_HEALTH and not may_be_old(
        fact.topic, before.roster.get(fact.topic.account), after.roster.get(fact.topic.account), at
    ):
        condition, since = WELL[fact.topic.kind], at
    return AlertState(
        channel=channel,
        topic=fact.topic,
        announced=condition,
        current=condition,
        current_since=since,
        current_witnessed=witnessed,
        observed=condition,
        observed_since=since,
        shared=fact.details.shared if condition is Condition.SILENT else None,
        needs_person=condition is Condition.SILENT and fact.details.needs_person,
        fault=fact.details.sentence if condition is Condition.UNUSABLE else None,
    )


def _settled(before: ProviderMemory, at: datetime) -> list[RosterEntry]:
    """Return the accounts that decided, before the look at ``at``, whether anything was free."""
    then = before.looked_at or at
    return [
        entry
        for entry in before.roster.values()
        if entry.settled is not None and entry.fault is None and used_up(entry.health, then) is None
    ]
