"""What one look means for what one channel was told of one topic: told, edited, withheld or nothing, and why.

The steps, in their order: what is seen must last its hold before it counts; the end of an incident is written into the
message that told its beginning; a topic that keeps changing gets one message with a counter; what differs from what was
told is told, unless the watch does not ask for it or something withholds it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.facts import Fact
from bot.alerts.news import Closed, Flaps, News, Withheld, WithheldBecause
from bot.alerts.policy import Policy
from bot.subscriptions.topic import Condition, Topic, TopicKind
from bot.subscriptions.watch import Style, Watch

JOB_GONE_AFTER = timedelta(minutes=1)


class Reason(StrEnum):
    """Why a channel is told, or is not."""

    AS_TOLD = "as_told"
    HELD = "held"
    TOO_SHORT = "too_short"
    NOT_ASKED = "not_asked"
    WITHHELD = "withheld"
    EDITED = "edited"
    TOLD = "told"
    QUIET_OVER = "quiet_over"
    FLAPPING = "flapping"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for a channel and topic: the watch that speaks, what keeps it from being told, the numbers."""

    watch: Watch
    hindrance: Withheld | None
    policy: Policy

    def hold(self, topic: Topic) -> timedelta:
        """Tell how long a state must last to count.

        A provider counts as silent by its failures, and answers at once. A job that was stuck must be gone for a while:
        an answer may leave one out.
        """
        match topic.kind:
            case TopicKind.PROVIDER:
                return timedelta()
            case TopicKind.JOB:
                return JOB_GONE_AFTER
            case _:
                return self.watch.hold

    def edits(self, topic: Topic) -> bool:
        """Tell whether the end of an incident takes the place of its beginning, in one message."""
        return self.watch.style is Style.EDIT and topic.kind is not TopicKind.JOB


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes in an alert of before: how its incident ended, or the news in place of those told."""

    key: str
    to: Closed | News


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one look means.

    Attributes:
        story: What is remembered from now on.
        reason: Why it is told, or is not.
        said: What to tell.
        unsaid: What is not told, with what withholds it; only in the look that brought it.
        change: What changes in an alert of before.
    """

    story: AlertState
    reason: Reason
    said: News | None = None
    unsaid: tuple[News, Withheld] | None = None
    change: Change | None = None


def is_unchanged(story: AlertState, what: Condition) -> bool:
    """Tell whether a look that shows this can mean nothing at all: that is so of nearly all looks."""
    return (
        story.told is story.counts is story.seen is what
        and story.flapping is None
        and story.withheld is None
        and not story.changes
    )


def decide(story: AlertState, fact: Fact, rule: Rule, at: datetime, key: str) -> Decision:
    """Judge what a look shows of a topic.

    Args:
        story: What the channel was told of it.
        fact: What the look shows.
        rule: What holds for them.
        at: The moment of the look.
        key: The key of the alert that will tell it, if anything is told.
    """
    before, story = story, _see(story, fact, at)
    counted = story.seen is not story.counts and at - story.seen_since >= rule.hold(story.topic)
    if counted:
        story = _count(story, rule.policy, at)
    if story.seen is not story.counts:
        return Decision(story=story, reason=Reason.HELD)
    if story.flapping is not None and counted:
        return _go_on_flapping(story, story.flapping, fact, rule)
    if story.flapping is not None:
        return _settle(story, story.flapping, fact, rule, at, key)
    change = _end(story, fact, rule, at) if counted else None
    if change is not None:
        story = replace(story, open=None)
        if isinstance(change.to, News):
            story = replace(story, told=story.counts, changes=0, withheld=None)
            return Decision(story=story, reason=Reason.EDITED, change=change)
    return replace(_tell(before, story, fact, rule, at, key, counted=counted), change=change)


def _see(story: AlertState, fact: Fact, at: datetime) -> AlertState:
    return story if fact.what is story.seen else replace(story, seen=fact.what, seen_since=fact.since or at)


def _count(story: AlertState, policy: Policy, at: datetime) -> AlertState:
    return replace(
        story,
        counts=story.seen,
        since=story.seen_since,
        witnessed=True,
        was_since=story.since,
        was_witnessed=story.witnessed,
        changes=story.changes + 1,
        flips=(*story.flips, at)[-max(policy.flapping_changes, 1) :],
    )


def _end(story: AlertState, fact: Fact, rule: Rule, at: datetime) -> Change | None:
    """Write the end of an incident into the message that told its beginning."""
    if story.open is None or story.counts.opens:
        return None
    if rule.edits(story.topic):
        return Change(key=story.open, to=_news(story, fact, rule))
    return Change(key=story.open, to=Closed(at=at, lasted=_lasted(story), witnessed=story.was_witnessed))


def _tell(
    before: AlertState, story: AlertState, fact: Fact, rule: Rule, at: datetime, key: str, *, counted: bool
) -> Decision:
    over = rule.hindrance is None and story.withheld is not None and story.withheld.why is WithheldBecause.QUIET
    digest = over and story.changes > 0
    if story.told is story.counts and not digest:
        return _stay(before, story, fact, rule, counted=counted)
    news = _news(story, fact, rule)
    if not rule.watch.asks(story.counts):
        silent = replace(story, told=story.counts, changes=0, withheld=None)
        unsaid = (
            (news, Withheld(why=WithheldBecause.NOT_ASKED))
            if counted and story.topic.kind is not TopicKind.JOB
            else None
        )
        return Decision(story=silent, reason=Reason.NOT_ASKED, unsaid=unsaid)
    if rule.hindrance is not None:
        ended = before.open is not None and story.open is None  # its message says no more how things are
        kept = replace(story, told=None if ended else story.told, withheld=rule.hindrance)
        return Decision(story=kept, reason=Reason.WITHHELD, unsaid=(news, rule.hindrance) if counted else None)
    if counted and _flaps(story, rule.policy, at):
        flaps = Flaps(changes=len(story.flips), since=story.flips[0])
        news = replace(news, flaps=flaps, live=True)
        told = _told(story, key, flapping=Flapping(key=key, flaps=flaps))
        return Decision(story=told, reason=Reason.FLAPPING, said=news)
    told = _told(story, key)
    return Decision(story=told, reason=Reason.QUIET_OVER if digest else Reason.TOLD, said=news)


def _stay(before: AlertState, story: AlertState, fact: Fact, rule: Rule, *, counted: bool) -> Decision:
    """Say nothing: things are as they were told."""
    news = _news(story, fact, rule)
    if rule.hindrance is None:
        story = replace(story, changes=0, withheld=None)
    elif counted:
        story = replace(story, withheld=rule.hindrance)
        return Decision(story=story, reason=Reason.WITHHELD, unsaid=(news, rule.hindrance))
    if before.seen is before.counts or counted:
        return Decision(story=story, reason=Reason.AS_TOLD)
    short = replace(news, what=before.seen, since=before.seen_since, lasted=None, changes=1)
    return Decision(story=story, reason=Reason.TOO_SHORT, unsaid=(short, Withheld(why=WithheldBecause.TOO_SHORT)))


def _flaps(story: AlertState, policy: Policy, at: datetime) -> bool:
    many = 0 < policy.flapping_changes <= len(story.flips)
    return many and at - story.flips[0] <= policy.flapping_within


def _go_on_flapping(story: AlertState, flapping: Flapping, fact: Fact, rule: Rule) -> Decision:
    flaps = replace(flapping.flaps, changes=flapping.flaps.changes + 1)
    news = replace(_news(story, fact, rule), flaps=flaps, live=True)
    told = _told(story, flapping.key, flapping=replace(flapping, flaps=flaps))
    return Decision(story=told, reason=Reason.FLAPPING, change=Change(key=flapping.key, to=news))


def _settle(story: AlertState, flapping: Flapping, fact: Fact, rule: Rule, at: datetime, key: str) -> Decision:
    last = story.flips[-1]
    if at - last < rule.policy.settled_after:
        return Decision(story=story, reason=Reason.FLAPPING)
    story, flaps = replace(story, flips=()), replace(flapping.flaps, over=last)
    news = replace(_news(story, fact, rule), flaps=flaps)
    if rule.edits(story.topic):
        change = Change(key=flapping.key, to=replace(news, live=True))
        return Decision(story=_told(story, flapping.key), reason=Reason.SETTLED, change=change)
    change = Change(key=flapping.key, to=Closed(at=at, lasted=last - flaps.since, witnessed=True))
    if rule.hindrance is not None:
        kept = replace(story, told=None, flapping=None, changes=max(story.changes, 1), withheld=rule.hindrance)
        return Decision(story=kept, reason=Reason.WITHHELD, unsaid=(news, rule.hindrance), change=change)
    return Decision(story=_told(story, key), reason=Reason.SETTLED, said=news, change=change)


def _told(story: AlertState, key: str, *, flapping: Flapping | None = None) -> AlertState:
    return replace(
        story,
        told=story.counts,
        told_in=key,
        open=key if story.counts.opens and flapping is None else None,
        changes=0,
        flapping=flapping,
        withheld=None,
    )


def _news(story: AlertState, fact: Fact, rule: Rule) -> News:
    lasted = None if story.counts.opens else _lasted(story)
    return News(
        topic=story.topic,
        what=story.counts,
        since=story.since,
        in_use=fact.in_use,
        limit=fact.limit,
        inferred=fact.inferred,
        warn=fact.warn,
        sentence=fact.sentence,
        lasted=lasted,
        lasted_witnessed=lasted is not None and story.was_witnessed,
        changes=max(story.changes, 1),
        before=story.told,
        hold=rule.hold(story.topic),
        withheld=story.withheld,
        live=rule.edits(story.topic),
        stuck=fact.stuck,
    )


def _lasted(story: AlertState) -> timedelta | None:
    """Tell how long the state before this one lasted; clocks that were set back make it no less than zero."""
    return None if story.was_since is None else max(story.since - story.was_since, timedelta())
