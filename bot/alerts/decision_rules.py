"""What one look means for what one channel was told of one topic: told, edited, withheld or nothing, and why.

In this order: what a look shows must outlast the hold before it counts; the end of an incident is written into the
message of its beginning; a topic that keeps changing gets one message with a counter; a failure that comes to need a
person is told again, and so is room that was offered to people who waited once it is there for everybody; and what
differs from what was last told is told, unless the watch does not ask for it or something withholds it.
"""

from dataclasses import dataclass, replace

from bot.alerts.alert_state import AlertState, Flapping, announced, previous_lasted, with_reason
from bot.alerts.amendment import Amendment
from bot.alerts.decision_context import DecisionContext
from bot.alerts.news import Closed, Flaps, News, Reason, Withheld, WithheldBecause
from bot.alerts.slot_conditions import Fact
from bot.subscriptions.topics_and_conditions import Condition, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one look means for one channel and topic.

    Attributes:
        state: What to remember.
        reason: Why the channel is told, or is not.
        news: What to tell; or, where ``withheld`` is set, what to record as not told.
        withheld: Why the news is not told. Set only by the look that brought the change.
        amendment: What changes in an earlier alert.
    """

    state: AlertState
    reason: Reason
    news: News | None = None
    withheld: Withheld | None = None
    amendment: Amendment | None = None


def is_unchanged(state: AlertState, fact: Fact) -> bool:
    """Return True if a look that shows this can't change anything, the usual case."""
    anew = state.needs_person_anew(fact.what, fact.details) or state.has_room_for_all(fact.what, fact.details)
    return is_told(state, fact.what) and not anew


def is_told(state: AlertState, condition: Condition) -> bool:
    """Return True if a channel knows that a topic is in this condition, and nothing else of it is to be told."""
    return (
        state.announced is state.current is state.observed is condition
        and state.flapping is None
        and state.withheld is None
        and not state.unannounced_changes
    )


def decide(state: AlertState, fact: Fact, context: DecisionContext) -> Decision:
    """Decide what a look means; how loud it is told depends on what else the message says.

    Args:
        state: What the channel was told of the topic, and what has happened since.
        fact: What the look shows of it.
        context: Everything else that matters.
    """
    before, state = state, _observe(state, fact, context)
    changed = state.observed is not state.current and context.at - state.observed_since >= context.hold(state.topic)
    if changed:
        state = _adopt_observed(state, fact, context)
    if state.observed is not state.current:
        # It may turn back before its hold is over; until then nobody is told.
        return Decision(state=state, reason=Reason.ON_HOLD)
    if state.flapping is not None:
        # Its own message counts the changes, so none of them is told by itself until it settles.
        go_on = _count_flap if changed else _settle
        return go_on(state, state.flapping, fact, context)
    if (again := _announce_again(before, state, fact, context, changed=changed)) is not None:
        return again
    amendment = _end_incident(state, fact, context) if changed else None
    if amendment is None:
        return _announce(before, state, fact, context, changed=changed)
    # From here on no message claims that the incident is under way.
    state = replace(state, open_alert=None)
    if isinstance(amendment.change, News):
        # Edited in place, the message says how things are now: there is nothing else to tell.
        state = replace(state, announced=state.current, unannounced_changes=0, withheld=None)
        state = replace(state, unheard=fact.details.is_all_offered)
        return Decision(state=state, reason=Reason.EDITED, amendment=amendment)
    return replace(_announce(before, state, fact, context, changed=changed), amendment=amendment)


def _observe(state: AlertState, fact: Fact, context: DecisionContext) -> AlertState:
    if fact.what is state.observed:
        # A moment yet to come is from before the clock was set back; the hold must not wait for it.
        return state if state.observed_since <= context.at else replace(state, observed_since=context.at)
    # How long a provider was unchecked is known all the same, and so is when a job started.
    dated = fact.since is not None or fact.topic.kind is TopicKind.PROVIDER
    return replace(
        state,
        observed=fact.what,
        observed_since=fact.since or context.at,
        observed_after=None if dated else context.away_since,
    )


def _adopt_observed(state: AlertState, fact: Fact, context: DecisionContext) -> AlertState:
    """Make the observed condition the current one: it has outlasted its hold."""
    return replace(
        with_reason(state, fact),
        current=state.observed,
        current_since=state.observed_since,
        current_witnessed=state.observed_after is None,
        current_after=state.observed_after,
        previous_since=state.current_since,
        previous_witnessed=state.current_witnessed,
        unannounced_changes=state.unannounced_changes + 1,
        change_times=context.thresholds.with_change(state.change_times, context.at),
    )


def _announce_again(
    before: AlertState, state: AlertState, fact: Fact, context: DecisionContext, *, changed: bool
) -> Decision | None:
    """Decide what is told although the condition is as it was last told; None in all other cases."""
    if state.needs_person_anew(fact.what, fact.details):
        return _supersede(before, state, fact, context)
    if changed or not state.has_room_for_all(fact.what, fact.details):
        return None
    return _open_to_all(before, state, fact, context)


def _supersede(before: AlertState, state: AlertState, fact: Fact, context: DecisionContext) -> Decision:
    """Announce a failure again, whose message so far asks nobody to act, or for what does not help."""
    if fact.what is Condition.UNUSABLE:
        state = replace(state, current_since=context.at, current_witnessed=True)  # an account's fault is another one
    state = replace(
        with_reason(state, fact),
        change_times=context.thresholds.with_change(state.change_times, context.at),
        announced=None,
        open_alert=None,
        unannounced_changes=max(state.unannounced_changes, 1),
    )
    decision = _announce(before, state, fact, context, changed=True)
    if before.open_alert is None:
        return decision
    closed = Closed(at=context.at, superseded=True)
    return replace(decision, amendment=context.amendment(before.open_alert, state.topic, closed))


def _open_to_all(before: AlertState, state: AlertState, fact: Fact, context: DecisionContext) -> Decision:
    """Announce that there is room again: the offers are over, and what they held is there for everybody."""
    if context.edits(state.topic) and state.announced_in is not None:
        news = context.news_of(state, fact, Reason.UNCLAIMED)
        amendment = context.amendment(state.announced_in, state.topic, news)
        return Decision(state=replace(state, unheard=False), reason=Reason.UNCLAIMED, amendment=amendment)
    decision = _announce(before, replace(state, announced=None), fact, context, changed=False)
    if decision.news is None:
        return decision
    # How long it was full was told when that ended.
    news = replace(decision.news, lasted=None, lasted_witnessed=False, reason=Reason.UNCLAIMED)
    return replace(decision, reason=Reason.UNCLAIMED, news=news)


def _end_incident(state: AlertState, fact: Fact, context: DecisionContext) -> Amendment | None:
    """Write the end of an incident into the message that told its beginning."""
    if state.open_alert is None or state.current.opens:
        return None
    if context.edits(state.topic):
        news = context.news_of(state, fact, Reason.EDITED)
        return context.amendment(state.open_alert, state.topic, news)
    closed = Closed(
        at=context.at,
        lasted=previous_lasted(state),
        witnessed=state.previous_witnessed and state.current_witnessed,
        end_witnessed=state.current_witnessed,
    )
    return context.amendment(state.open_alert, state.topic, closed)


def _announce(
    before: AlertState, state: AlertState, fact: Fact, context: DecisionContext, *, changed: bool
) -> Decision:
    """Decide that what differs from what was last told is told, unless it is not asked for or withheld."""
    summary = _is_summary_due(state, context)
    if state.announced is state.current and not summary:
        return _announce_nothing(before, state, fact, context, changed=changed)
    if not context.watch.asks(state.current):
        return _drop_unasked(state, fact, context, changed=changed)
    if context.hindrance is not None:
        news = context.news_of(state, fact, Reason.WITHHELD)
        if before.open_alert is not None and state.open_alert is None:
            # A message that was just closed says no more how things are, so nothing counts as told.
            state = replace(state, announced=None)
        return _withhold(state, news, context.hindrance, record=changed)
    if changed and context.thresholds.is_flapping(state.change_times, context.at):
        return _begin_flapping(state, fact, context)
    reason = Reason.QUIET_OVER if summary else Reason.CHANGED
    news = context.news_of(state, fact, reason)
    return Decision(state=announced(state, fact, context.key), reason=reason, news=news)


def _is_summary_due(state: AlertState, context: DecisionContext) -> bool:
    """Return whether quiet hours are over in which something changed, even if all is as it was last told."""
    quiet = state.withheld is not None and state.withheld.why is WithheldBecause.QUIET
    return quiet and context.hindrance is None and state.unannounced_changes > 0


def _announce_nothing(
    before: AlertState, state: AlertState, fact: Fact, context: DecisionContext, *, changed: bool
) -> Decision:
    """Decide that nothing is told, as the condition is the one last told; record what did not last or was withheld."""
    if context.hindrance is not None and changed:
        # Back to what was last told, which nobody may be told now: quiet hours will sum it up.
        news = context.news_of(state, fact, Reason.WITHHELD)
        return _withhold(state, news, context.hindrance, record=True)
    settled = state if context.hindrance is not None else replace(state, unannounced_changes=0, withheld=None)
    if before.observed is before.current or changed:
        return Decision(state=settled, reason=Reason.ALREADY_TOLD)
    # The look before showed a change that this one takes back, before its hold was over.
    news = context.news_of(state, fact, Reason.TOO_SHORT)
    short = replace(news, what=before.observed, since=before.observed_since, lasted=None, changes=1)
    because = Withheld(why=WithheldBecause.TOO_SHORT)
    return Decision(state=settled, reason=Reason.TOO_SHORT, news=short, withheld=because)


def _drop_unasked(state: AlertState, fact: Fact, context: DecisionContext, *, changed: bool) -> Decision:
    """Decide that nothing is told, as the watch does not ask for it; record the change."""
    # It counts as told, or each look to come would find it to be new.
    as_told = Decision(
        state=replace(state, announced=state.current, unannounced_changes=0, withheld=None), reason=Reason.NOT_ASKED
    )
    if not changed or state.topic.kind is TopicKind.JOB:  # that a job goes on is never asked for
        return as_told
    news = context.news_of(state, fact, Reason.NOT_ASKED)
    return replace(as_told, news=news, withheld=Withheld(why=WithheldBecause.NOT_ASKED))


def _withhold(state: AlertState, news: News, hindrance: Withheld, *, record: bool) -> Decision:
    """Decide that nothing is told for now; record the news, where this look brought them."""
    withheld = Decision(state=replace(state, withheld=hindrance), reason=Reason.WITHHELD)
    return replace(withheld, news=news, withheld=hindrance) if record else withheld


def _begin_flapping(state: AlertState, fact: Fact, context: DecisionContext) -> Decision:
    """Announce it in a message that counts the changes from now on."""
    flaps = Flaps(changes=len(state.change_times), since=state.change_times[0])
    news = replace(context.news_of(state, fact, Reason.FLAPPING), flaps=flaps, live=True)
    state = announced(state, fact, context.key, flapping=Flapping(key=context.key, flaps=flaps))
    return Decision(state=state, reason=Reason.FLAPPING, news=news)


def _count_flap(state: AlertState, flapping: Flapping, fact: Fact, context: DecisionContext) -> Decision:
    flaps = replace(flapping.flaps, changes=flapping.flaps.changes + 1)
    news = replace(context.news_of(state, fact, Reason.FLAPPING), flaps=flaps, live=True)
    return Decision(
        state=announced(state, fact, flapping.key, flapping=replace(flapping, flaps=flaps)),
        reason=Reason.FLAPPING,
        amendment=context.amendment(flapping.key, state.topic, news),
    )


def _settle(state: AlertState, flapping: Flapping, fact: Fact, context: DecisionContext) -> Decision:
    """End the flapping once the topic has not changed for long enough."""
    if not context.thresholds.has_settled(state.change_times, context.at):
        return Decision(state=state, reason=Reason.FLAPPING)
    last = state.change_times[-1]
    # The changes counted so far must not make the next one flapping at once.
    state, flaps = replace(state, change_times=()), replace(flapping.flaps, over=last)
    news = replace(context.news_of(state, fact, Reason.SETTLED), flaps=flaps)
    if context.edits(state.topic):
        amendment = context.amendment(flapping.key, state.topic, replace(news, live=True))
        return Decision(state=announced(state, fact, flapping.key), reason=Reason.SETTLED, amendment=amendment)
    closed = Closed(at=context.at, lasted=last - flaps.since, witnessed=True)
    amendment = context.amendment(flapping.key, state.topic, closed)
    if context.hindrance is not None:
        # Its message is closed, so what is current must be told once that is possible.
        unannounced = max(state.unannounced_changes, 1)
        state = replace(state, announced=None, flapping=None, unannounced_changes=unannounced)
        news = replace(news, reason=Reason.WITHHELD)
        return replace(_withhold(state, news, context.hindrance, record=True), amendment=amendment)
    return Decision(state=announced(state, fact, context.key), reason=Reason.SETTLED, news=news, amendment=amendment)
