"""The news of a topic for one channel, and what is remembered once it is told."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.decision_context import DecisionContext
from bot.alerts.look_facts import Fact
from bot.alerts.news import News, Reason
from bot.subscriptions.topic import Condition


def news_of(state: AlertState, fact: Fact, context: DecisionContext, reason: Reason) -> News:
    """Return the news of a topic as it is now, to be told or recorded for this reason."""
    lasted = None if state.current.opens else previous_lasted(state)
    return News(
        topic=state.topic,
        what=state.current,
        since=state.current_since,
        details=fact.details if state.current.opens else state.with_cause(fact.details),
        lasted=lasted,
        lasted_witnessed=lasted is not None and state.previous_witnessed and state.current_witnessed,
        changes=max(state.unannounced_changes, 1),
        before=state.announced,
        hold=context.hold(state.topic),
        withheld=state.withheld,
        live=context.edits(state.topic),
        watch=context.watch.id,
        reason=reason,
    )


def announced(state: AlertState, fact: Fact, key: str, *, flapping: Flapping | None = None) -> AlertState:
    """Return the state once the alert of this key has told it."""
    return replace(
        with_reason(state, fact),
        announced=state.current,
        announced_in=key,
        open_alert=key if state.current.opens and flapping is None else None,
        unannounced_changes=0,
        flapping=flapping,
        withheld=None,
    )


def with_reason(state: AlertState, fact: Fact) -> AlertState:
    """Note why a provider fails, or an account can't be used; the end is told by what that was."""
    if not fact.what.opens:
        return state
    fault = fact.details.sentence if fact.what is Condition.UNUSABLE else None
    return replace(state, shared=fact.details.shared, needs_person=fact.details.needs_person, fault=fault)


def previous_lasted(state: AlertState) -> timedelta | None:
    """Return how long looks showed the previous condition; a clock that was set back makes it zero, never less."""
    if state.previous_since is None:
        return None
    return max((state.current_after or state.current_since) - state.previous_since, timedelta())
