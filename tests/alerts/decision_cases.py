"""The complete specification of what a look means for a channel: each reason, and each branch that leads to it.

The cases of a provider that goes on failing are in ``failure_cases``, those of slots that are offered to people who
waited in ``offered_cases``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.news import Details, Flaps, Reason, Withheld, WithheldBecause
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind, account_topic
from bot.subscriptions.watch import Style, Tell, Watch, When
from tests.alerts.tale import HERE
from tests.moments import after

EDIT = replace(HERE, style=Style.EDIT)
FULL, FREED = Condition.FULL, Condition.FREED
MUTED = Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=42)
QUIET = Withheld(why=WithheldBecause.QUIET, until=after(hours=8))
FLAPPING = Flapping(key="counter", flaps=Flaps(changes=6, since=after(minutes=-9)))
OFTEN = tuple(after(minutes=-9 + 2 * number) for number in range(5))
HOLD = replace(HERE, hold=timedelta(minutes=5))
JOB = Topic(kind=TopicKind.JOB, account="a", job="3f")
STUCK = replace(HERE, tell=Tell.STUCK)


def known(current: Condition, **others: Any) -> AlertState:  # noqa: ANN401 - any fields of the state
    """Make the state of an account since ten minutes before noon, told as it is unless said otherwise."""
    plain = AlertState(
        channel=1,
        topic=account_topic("a"),
        announced=current,
        current=current,
        current_since=after(minutes=-10),
        current_witnessed=True,
        observed=current,
        observed_since=after(minutes=-10),
    )
    return replace(plain, **others)


@dataclass(frozen=True, slots=True)
class Case:
    """A look at noon, and what it means.

    Attributes:
        name: What happens.
        state: What the channel knows before.
        condition: What the look shows.
        reason: Why it is decided so.
        outcome: What is done, as ``test_decision_rules`` words it.
        watch: The channel's watch.
        hindrance: Why the channel is told nothing now, if so.
        details: What else the look shows.
    """

    name: str
    state: AlertState
    condition: Condition
    reason: Reason
    outcome: Sequence[str]
    watch: Watch = HERE
    hindrance: Withheld | None = None
    details: Details = field(default_factory=Details)


DECISIONS = (
    Case("as it was told", known(FULL), FULL, Reason.ALREADY_TOLD, ["known as full"]),
    Case(
        "as it was told, once muted changes are over",
        known(FULL, unannounced_changes=2, withheld=MUTED),
        FULL,
        Reason.ALREADY_TOLD,
        ["known as full"],
    ),
    Case(
        "back to what was told before a mute that is over",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FREED,
        Reason.ALREADY_TOLD,
        ["known as freed"],
    ),
    Case("a hold begins", known(FREED), FULL, Reason.ON_HOLD, ["known as freed"], watch=HOLD),
    Case(
        "a hold goes on",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FULL,
        Reason.ON_HOLD,
        ["known as freed"],
        watch=HOLD,
    ),
    Case(
        "a hold is over",
        known(FREED, observed=FULL, observed_since=after(minutes=-5)),
        FULL,
        Reason.CHANGED,
        ["tell full", "known as full"],
        watch=HOLD,
    ),
    Case(
        "over before its hold",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FREED,
        Reason.TOO_SHORT,
        ["record full, too_short", "known as freed"],
        watch=HOLD,
    ),
    Case(
        "over before its hold while muted",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FREED,
        Reason.TOO_SHORT,
        ["record full, too_short", "known as freed"],
        watch=HOLD,
        hindrance=MUTED,
    ),
    Case(
        "not asked for",
        known(FREED),
        FULL,
        Reason.NOT_ASKED,
        ["record full, not_asked", "known as full"],
        watch=replace(HERE, when=When.FREED),
    ),
    Case(
        "the end is not asked for, yet the message of the beginning is closed",
        known(FULL, open_alert="begun"),
        FREED,
        Reason.NOT_ASKED,
        ["record freed, not_asked", "close begun", "known as freed"],
        watch=replace(HERE, when=When.FULL),
    ),
    Case(
        "not told before, and the watch no longer asks for it",
        known(FULL, announced=None),
        FULL,
        Reason.NOT_ASKED,
        ["known as full"],
        watch=replace(HERE, when=When.FREED),
    ),
    Case(
        "a job goes on, which nobody asks for",
        known(
            Condition.STUCK, topic=JOB, open_alert="begun", observed=Condition.GOES_ON, observed_since=after(minutes=-1)
        ),
        Condition.GOES_ON,
        Reason.NOT_ASKED,
        ["close begun", "known as goes_on"],
        watch=STUCK,
    ),
    Case(
        "a change while muted",
        known(FREED),
        FULL,
        Reason.WITHHELD,
        ["record full, muted", "known as freed"],
        hindrance=MUTED,
    ),
    Case(
        "still muted: recorded by the look that brought it",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FULL,
        Reason.WITHHELD,
        ["known as freed"],
        hindrance=MUTED,
    ),
    Case(
        "back to what was told while muted",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FREED,
        Reason.WITHHELD,
        ["record freed, muted", "known as freed"],
        hindrance=MUTED,
    ),
    Case(
        "an end while muted: its message is closed, and nothing counts as told",
        known(FULL, open_alert="begun"),
        FREED,
        Reason.WITHHELD,
        ["record freed, muted", "close begun", "known as None"],
        hindrance=MUTED,
    ),
    Case(
        "the mute is over, and it differs from what was told",
        known(FULL, announced=FREED, unannounced_changes=3, withheld=MUTED),
        FULL,
        Reason.CHANGED,
        ["tell full x3", "known as full"],
    ),
    Case("a change", known(FREED), FULL, Reason.CHANGED, ["tell full", "known as full"]),
    Case(
        "the end of an incident",
        known(FULL, open_alert="begun"),
        FREED,
        Reason.CHANGED,
        ["tell freed", "close begun", "known as freed"],
    ),
    Case(
        "the end of an incident, edited",
        known(FULL, open_alert="begun"),
        FREED,
        Reason.EDITED,
        ["write freed into begun", "known as freed"],
        watch=EDIT,
    ),
    Case(
        "edited even while muted: a message must not stay wrong",
        known(FULL, open_alert="begun"),
        FREED,
        Reason.EDITED,
        ["write freed into begun", "known as freed"],
        watch=EDIT,
        hindrance=MUTED,
    ),
    Case(
        "quiet hours are over, and it differs",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=QUIET),
        FULL,
        Reason.QUIET_OVER,
        ["tell full", "known as full"],
    ),
    Case(
        "quiet hours are over, and it came and went in them",
        known(FREED, unannounced_changes=2, withheld=QUIET),
        FREED,
        Reason.QUIET_OVER,
        ["tell freed x2", "known as freed"],
    ),
    Case(
        "quiet hours are over, and nothing changed in them",
        known(FREED, withheld=QUIET),
        FREED,
        Reason.ALREADY_TOLD,
        ["known as freed"],
    ),
    Case(
        "it begins to flap",
        known(FREED, change_times=OFTEN),
        FULL,
        Reason.FLAPPING,
        ["tell flapping 6", "known as full"],
    ),
    Case(
        "it flaps on",
        known(FREED, flapping=FLAPPING, change_times=OFTEN),
        FULL,
        Reason.FLAPPING,
        ["write flapping 7 into counter", "known as full"],
    ),
    Case(
        "it has not settled yet",
        known(FREED, flapping=FLAPPING, change_times=(*OFTEN, after(minutes=-4))),
        FREED,
        Reason.FLAPPING,
        ["known as freed"],
    ),
    Case(
        "it has settled",
        known(FREED, flapping=FLAPPING, change_times=(*OFTEN[:-1], after(minutes=-5))),
        FREED,
        Reason.SETTLED,
        ["tell freed after 6", "close counter", "known as freed"],
    ),
    Case(
        "it has settled, edited",
        known(FREED, flapping=FLAPPING, change_times=(after(minutes=-5),)),
        FREED,
        Reason.SETTLED,
        ["write freed after 6 into counter", "known as freed"],
        watch=EDIT,
    ),
    Case(
        "it has settled while muted",
        known(FREED, flapping=FLAPPING, change_times=(after(minutes=-5),)),
        FREED,
        Reason.WITHHELD,
        ["record freed, muted", "close counter", "known as None"],
        hindrance=MUTED,
    ),
)
