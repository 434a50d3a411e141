"""Alert states that a look does not decide: which of them still matter, and how the messages of the others end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.alerts.alert_state import AlertState
from bot.alerts.amendment import Amendment
from bot.alerts.audience import Speakers
from bot.alerts.decision_context import LookContext
from bot.alerts.decision_rules import is_told
from bot.alerts.news import Closed
from bot.subscriptions.topic import OF_ACCOUNTS, OF_HEALTH, Condition, TopicKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfCounting:
    """How a message ends that counts the changes of a topic.

    Attributes:
        state: What to remember of the topic.
        amendment: What changes in its message.
    """

    state: AlertState
    amendment: Amendment


def is_remembered(state: AlertState, speakers: Speakers | None, look: LookContext) -> bool:
    """Return whether a state that this look did not change may still matter.

    It does not once its account has left the roster or no watch of its channel speaks for its topic; nor, of an
    account's health and of a job, once its trouble is over and its channel was told.
    """
    if state.topic.kind in OF_ACCOUNTS and state.topic.account not in look.after.roster:
        return False
    if state.topic.kind in OF_HEALTH and not state.current.opens and is_told(state, state.current):
        return False
    if state.topic.kind is TopicKind.JOB and state.observed is state.current is Condition.GOES_ON:
        return False
    return speakers is not None and speakers.of(state.topic) is not None


def closing_amendments(state: AlertState, look: LookContext) -> Iterator[Amendment]:
    """Close the messages of a topic that nobody follows any more; they would claim forever that it goes on."""
    for key in (state.open_alert, None if state.flapping is None else state.flapping.key):
        if key is not None:
            closed = Closed(at=look.at)
            yield Amendment(key=key, provider=look.provider, topic=state.topic, at=look.at, change=closed)


def end_of_counting(state: AlertState, look: LookContext, settled_after: timedelta) -> EndOfCounting | None:
    """Return how a message ends that counts changes of a topic of which a look shows nothing; None while it goes on.

    An account that is signed out, say, would keep changing for ever. Nobody knows how it is, so once that is known,
    it is told. A look that failed shows nothing of any topic: it may settle by the next one.
    """
    flapping = state.flapping
    if flapping is None or look.slots is None or look.at - state.change_times[-1] < settled_after:
        return None
    closed = Closed(
        at=look.at,
        lasted=state.change_times[-1] - flapping.flaps.since,
        witnessed=True,
        free=look.slots.free,
        total=look.slots.total,
    )
    # The changes counted so far must not make the next one flapping at once.
    unannounced = max(state.unannounced_changes, 1)
    ended = replace(state, announced=None, flapping=None, change_times=(), unannounced_changes=unannounced)
    amendment = Amendment(key=flapping.key, provider=look.provider, topic=state.topic, at=look.at, change=closed)
    return EndOfCounting(state=ended, amendment=amendment)
