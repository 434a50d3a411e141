"""What one look means for what one channel was told of one topic: told, edited, withheld or nothing, and why.

In this order: what a look shows must outlast the hold before it counts; the end of an incident is written into the
message of its beginning; a topic that keeps changing gets one message with a counter; a failure that comes to need a
person is told again, and so is room that was offered to people who waited once it is there for everybody; and what
differs from what was last told is told, unless the watch does not ask for it or something withholds it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.look_context import LookContext
from bot.alerts.mutes_and_quiet_hours import are_quiet_hours_over
from bot.alerts.news import Closed, Flaps, News, Reason, Withheld, WithheldBecause
from bot.alerts.slot_conditions import Fact
from bot.history.stuck_jobs import GONE_AFTER
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind
from bot.subscriptions.watch import Style, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionContext:
    """What a decision depends on.

    Attributes:
        before: What the channel was told of the topic, and what has happened since.
        look: The look.
        fact: What it shows of the topic.
        key: The key of the alert that will tell the news, if any is told.
        watch: The watch that speaks for the topic in its channel.
        hindrance: What keeps the channel from being told at this time.
    """

    before: AlertState
    look: LookContext
    fact: Fact
    key: str
    watch: Watch
    hindrance: Withheld | None

    @property
    def at(self) -> datetime:
        """The time of the look."""
        return self.look.at

    def hold(self, topic: Topic) -> timedelta:
        """Return how long a condition must last before it counts."""
        match topic.kind:
            case TopicKind.ACCOUNT | TopicKind.SLOTS | TopicKind.POOL:
                return self.watch.hold
            case TopicKind.JOB:
                return GONE_AFTER
            case _:
                # Failures were counted already, an answer is proof enough, and account lists are read seldom.
                return timedelta()

    def edits(self, topic: Topic) -> bool:
        """Return whether one message tells the beginning of an incident and is edited to tell its end."""
        return self.watch.style is Style.EDIT and topic.kind is not TopicKind.JOB

    def amendment(self, key: str, topic: Topic, change: Closed | News) -> Amendment:
        """Return the change to what an earlier alert says of a topic."""
        return Amendment(key=key, provider=self.look.provider, topic=topic, at=self.at, change=change)

    def news_of(self, state: AlertState, reason: Reason) -> News:
        """Return the news of a topic as it is now, to be told or recorded for this reason."""
        lasted = None if state.current.opens else state.previous_lasted
        return News(
            topic=state.topic,
            what=state.current,
            since=state.current_since,
            details=self.fact.details if state.current.opens else state.with_cause(self.fact.details),
            lasted=lasted,
            lasted_witnessed=lasted is not None and state.previous_witnessed and state.current_witnessed,
            changes=max(state.unannounced_changes, 1),
            before=state.announced,
            hold=self.hold(state.topic),
            withheld=state.withheld,
            live=self.edits(state.topic),
            watch=self.watch.id,
            reason=reason,
        )


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


def decide(context: DecisionContext) -> Decision:
    """Decide what a look means; how loud it is told depends on what else the message says."""
    fact = context.fact
    state = context.before.observing(fact, context.at, context.look.away_since)
    changed = state.observed is not state.current and context.at - state.observed_since >= context.hold(state.topic)
    if changed:
        state = state.adopting(fact, context.look.thresholds.with_change(state.change_times, context.at))
    if state.observed is not state.current:
        # It may turn back before its hold is over; until then nobody is told.
        return Decision(state=state, reason=Reason.ON_HOLD)
    if state.flapping is not None:
        # Its own message counts the changes, so none of them is told by itself until it settles.
        go_on = _count_flap if changed else _settle
        return go_on(state, state.flapping, context)
    if (again := _announce_again(state, context, changed=changed)) is not None:
        return again
    amendment = _end_incident(state, context) if changed else None
    if amendment is None:
        return _announce(state, context, changed=changed)
    # From here on no message claims that the incident is under way.
    state = replace(state, open_alert=None)
    if isinstance(amendment.change, News):
        # Edited in place, the message says how things are now: there is nothing else to tell.
        state = replace(state, announced=state.current, unannounced_changes=0, withheld=None)
        state = replace(state, unheard=fact.details.is_all_offered)
        return Decision(state=state, reason=Reason.EDITED, amendment=amendment)
    return replace(_announce(state, context, changed=changed), amendment=amendment)


def _announce_again(state: AlertState, context: DecisionContext, *, changed: bool) -> Decision | None:
    """Decide whether a condition that was told already is told again; None if there is no reason for that."""
    if state.needs_person_anew(context.fact):
        return _supersede(state, context)
    if changed or not state.has_room_for_all(context.fact):
        return None
    return _open_to_all(state, context)


def _supersede(state: AlertState, context: DecisionContext) -> Decision:
    """Announce a failure again: its message so far asks nobody to act, or asks for something that does not help."""
    if context.fact.what is Condition.UNUSABLE:
        state = replace(state, current_since=context.at, current_witnessed=True)  # a new fault begins
    state = replace(
        state.with_reason(context.fact),
        change_times=context.look.thresholds.with_change(state.change_times, context.at),
        announced=None,
        open_alert=None,
        unannounced_changes=max(state.unannounced_changes, 1),
    )
    decision = _announce(state, context, changed=True)
    if context.before.open_alert is None:
        return decision
    closed = Closed(at=context.at, superseded=True)
    return replace(decision, amendment=context.amendment(context.before.open_alert, state.topic, closed))


def _open_to_all(state: AlertState, context: DecisionContext) -> Decision:
    """Announce that there is room again: the offers are over, and their slots are free for everybody."""
    if context.edits(state.topic) and state.announced_in is not None:
        news = context.news_of(state, Reason.UNCLAIMED)
        amendment = context.amendment(state.announced_in, state.topic, news)
        return Decision(state=replace(state, unheard=False), reason=Reason.UNCLAIMED, amendment=amendment)
    decision = _announce(replace(state, announced=None), context, changed=False)
    if decision.news is None:
        return decision
    # How long it was full was told when that ended.
    news = replace(decision.news, lasted=None, lasted_witnessed=False, reason=Reason.UNCLAIMED)
    return replace(decision, reason=Reason.UNCLAIMED, news=news)


def _end_incident(state: AlertState, context: DecisionContext) -> Amendment | None:
    """Write the end of an incident into the message that told its beginning."""
    if state.open_alert is None or state.current.opens:
        return None
    if context.edits(state.topic):
        news = context.news_of(state, Reason.EDITED)
        return context.amendment(state.open_alert, state.topic, news)
    closed = Closed(
        at=context.at,
        lasted=state.previous_lasted,
        witnessed=state.previous_witnessed and state.current_witnessed,
        end_witnessed=state.current_witnessed,
    )
    return context.amendment(state.open_alert, state.topic, closed)


def _announce(state: AlertState, context: DecisionContext, *, changed: bool) -> Decision:
    """Announce a condition that differs from the one last told, unless it is not asked for or withheld."""
    summary = are_quiet_hours_over(state, context.hindrance)
    if state.announced is state.current and not summary:
        return _announce_nothing(state, context, changed=changed)
    if not context.watch.asks(state.current):
        return _drop_unasked(state, context, changed=changed)
    if context.hindrance is not None:
        news = context.news_of(state, Reason.WITHHELD)
        if context.before.open_alert is not None and state.open_alert is None:
            # A message that was just closed no longer says how things are, so nothing counts as told.
            state = replace(state, announced=None)
        return _withhold(state, news, context.hindrance, record=changed)
    if changed and context.look.thresholds.is_flapping(state.change_times, context.at):
        return _begin_flapping(state, context)
    reason = Reason.QUIET_OVER if summary else Reason.CHANGED
    news = context.news_of(state, reason)
    return Decision(state=state.announced_by(context.key, context.fact), reason=reason, news=news)


def _announce_nothing(state: AlertState, context: DecisionContext, *, changed: bool) -> Decision:
    """Decide that nothing is told, as the condition is the one last told; record what did not last or was withheld."""
    if context.hindrance is not None and changed:
        # It is back to what was last told, and nobody may be told now: the digest after quiet hours mentions it.
        news = context.news_of(state, Reason.WITHHELD)
        return _withhold(state, news, context.hindrance, record=True)
    settled = state if context.hindrance is not None else replace(state, unannounced_changes=0, withheld=None)
    if context.before.observed is context.before.current or changed:
        return Decision(state=settled, reason=Reason.ALREADY_TOLD)
    # The look before showed a change that was undone before its hold was over.
    news = context.news_of(state, Reason.TOO_SHORT)
    short = replace(news, what=context.before.observed, since=context.before.observed_since, lasted=None, changes=1)
    because = Withheld(why=WithheldBecause.TOO_SHORT)
    return Decision(state=settled, reason=Reason.TOO_SHORT, news=short, withheld=because)


def _drop_unasked(state: AlertState, context: DecisionContext, *, changed: bool) -> Decision:
    """Decide that nothing is told, as the watch does not ask for it; record the change."""
    # It counts as told; otherwise each later look would take it for a change.
    as_told = Decision(
        state=replace(state, announced=state.current, unannounced_changes=0, withheld=None), reason=Reason.NOT_ASKED
    )
    if not changed or state.topic.kind is TopicKind.JOB:  # that a job goes on is never asked for
        return as_told
    news = context.news_of(state, Reason.NOT_ASKED)
    return replace(as_told, news=news, withheld=Withheld(why=WithheldBecause.NOT_ASKED))


def _withhold(state: AlertState, news: News, hindrance: Withheld, *, record: bool) -> Decision:
    """Decide that nothing is told for now; with ``record``, note the news as not told."""
    withheld = Decision(state=replace(state, withheld=hindrance), reason=Reason.WITHHELD)
    return replace(withheld, news=news, withheld=hindrance) if record else withheld


def _begin_flapping(state: AlertState, context: DecisionContext) -> Decision:
    """Announce it in a message that counts the changes from now on."""
    flaps = Flaps(changes=len(state.change_times), since=state.change_times[0])
    news = replace(context.news_of(state, Reason.FLAPPING), flaps=flaps, live=True)
    state = state.announced_by(context.key, context.fact, flapping=Flapping(key=context.key, flaps=flaps))
    return Decision(state=state, reason=Reason.FLAPPING, news=news)


def _count_flap(state: AlertState, flapping: Flapping, context: DecisionContext) -> Decision:
    flaps = replace(flapping.flaps, changes=flapping.flaps.changes + 1)
    news = replace(context.news_of(state, Reason.FLAPPING), flaps=flaps, live=True)
    return Decision(
        state=state.announced_by(flapping.key, context.fact, flapping=replace(flapping, flaps=flaps)),
        reason=Reason.FLAPPING,
        amendment=context.amendment(flapping.key, state.topic, news),
    )


def _settle(state: AlertState, flapping: Flapping, context: DecisionContext) -> Decision:
    """End the flapping once the topic has not changed for long enough."""
    if not context.look.thresholds.has_settled(state.change_times, context.at):
        return Decision(state=state, reason=Reason.FLAPPING)
    last = state.change_times[-1]
    # The changes counted so far must not make the next one flapping at once.
    state, flaps = replace(state, change_times=()), replace(flapping.flaps, over=last)
    news = replace(context.news_of(state, Reason.SETTLED), flaps=flaps)
    if context.edits(state.topic):
        amendment = context.amendment(flapping.key, state.topic, replace(news, live=True))
        return Decision(
            state=state.announced_by(flapping.key, context.fact), reason=Reason.SETTLED, amendment=amendment
        )
    closed = Closed(at=context.at, lasted=last - flaps.since, witnessed=True)
    amendment = context.amendment(flapping.key, state.topic, closed)
    if context.hindrance is not None:
        # Its message is closed, so what is current must be told once that is possible.
        unannounced = max(state.unannounced_changes, 1)
        state = replace(state, announced=None, flapping=None, unannounced_changes=unannounced)
        news = replace(news, reason=Reason.WITHHELD)
        return replace(_withhold(state, news, context.hindrance, record=True), amendment=amendment)
    return Decision(
        state=state.announced_by(context.key, context.fact), reason=Reason.SETTLED, news=news, amendment=amendment
    )
