"""What each look means for a channel: told, edited, withheld or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.alert_thresholds import AlertThresholds
from bot.alerts.decision import Decision, DecisionContext, decide, is_unchanged
from bot.alerts.facts import Fact
from bot.alerts.news import Closed, Flaps, Reason, Withheld, WithheldBecause
from bot.errors import NotReached
from bot.subscriptions.mute import Mute
from bot.subscriptions.topic import PROVIDER, Condition, Topic, TopicKind, account_topic
from bot.subscriptions.watch import Style, Tell, Watch, When
from tests.alerts.tale import HERE, Tale, in_short, told
from tests.moments import NOON, after

EDIT = replace(HERE, style=Style.EDIT)
STEADY = AlertThresholds(flapping_changes=0)
A = (1, account_topic("a"))


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


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
        topic=A[1],
        announced=current,
        current=current,
        current_since=after(minutes=-10),
        current_witnessed=True,
        observed=current,
        observed_since=after(minutes=-10),
    )
    return replace(plain, **others)


def in_brief(decision: Decision) -> list[str]:
    """Say what a decision does: tells, records as not told, changes an earlier message; and what counts as told."""
    said = []
    if decision.news is not None and decision.withheld is None:
        said.append(f"tell {in_short(decision.news)}")
    if decision.news is not None and decision.withheld is not None:
        said.append(f"record {decision.news.what}, {decision.withheld.why}")
    if decision.amendment is not None:
        change = decision.amendment.change
        into = "close" if isinstance(change, Closed) else f"write {in_short(change)} into"
        said.append(f"{into} {decision.amendment.key}")
    return [*said, f"known as {decision.state.announced}"]


# The complete specification: each reason, and each branch that leads to it. The look is at noon.
DECISIONS = [
    ("as it was told", known(FULL), FULL, HERE, None, Reason.ALREADY_TOLD, ["known as full"]),
    (
        "as it was told, once muted changes are over",
        known(FULL, unannounced_changes=2, withheld=MUTED),
        FULL,
        HERE,
        None,
        Reason.ALREADY_TOLD,
        ["known as full"],
    ),
    (
        "back to what was told before a mute that is over",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FREED,
        HERE,
        None,
        Reason.ALREADY_TOLD,
        ["known as freed"],
    ),
    ("a hold begins", known(FREED), FULL, HOLD, None, Reason.ON_HOLD, ["known as freed"]),
    (
        "a hold goes on",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FULL,
        HOLD,
        None,
        Reason.ON_HOLD,
        ["known as freed"],
    ),
    (
        "a hold is over",
        known(FREED, observed=FULL, observed_since=after(minutes=-5)),
        FULL,
        HOLD,
        None,
        Reason.CHANGED,
        ["tell full", "known as full"],
    ),
    (
        "over before its hold",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FREED,
        HOLD,
        None,
        Reason.TOO_SHORT,
        ["record full, too_short", "known as freed"],
    ),
    (
        "over before its hold while muted",
        known(FREED, observed=FULL, observed_since=after(minutes=-4)),
        FREED,
        HOLD,
        MUTED,
        Reason.TOO_SHORT,
        ["record full, too_short", "known as freed"],
    ),
    (
        "not asked for",
        known(FREED),
        FULL,
        replace(HERE, when=When.FREED),
        None,
        Reason.NOT_ASKED,
        ["record full, not_asked", "known as full"],
    ),
    (
        "the end is not asked for, yet the message of the beginning is closed",
        known(FULL, open_alert="begun"),
        FREED,
        replace(HERE, when=When.FULL),
        None,
        Reason.NOT_ASKED,
        ["record freed, not_asked", "close begun", "known as freed"],
    ),
    (
        "not told before, and the watch no longer asks for it",
        known(FULL, announced=None),
        FULL,
        replace(HERE, when=When.FREED),
        None,
        Reason.NOT_ASKED,
        ["known as full"],
    ),
    (
        "a job goes on, which nobody asks for",
        known(
            Condition.STUCK,
            topic=JOB,
            open_alert="begun",
            observed=Condition.GOES_ON,
            observed_since=after(minutes=-1),
        ),
        Condition.GOES_ON,
        STUCK,
        None,
        Reason.NOT_ASKED,
        ["close begun", "known as goes_on"],
    ),
    (
        "a change while muted",
        known(FREED),
        FULL,
        HERE,
        MUTED,
        Reason.WITHHELD,
        ["record full, muted", "known as freed"],
    ),
    (
        "still muted: recorded by the look that brought it",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FULL,
        HERE,
        MUTED,
        Reason.WITHHELD,
        ["known as freed"],
    ),
    (
        "back to what was told while muted",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=MUTED),
        FREED,
        HERE,
        MUTED,
        Reason.WITHHELD,
        ["record freed, muted", "known as freed"],
    ),
    (
        "an end while muted: its message is closed, and nothing counts as told",
        known(FULL, open_alert="begun"),
        FREED,
        HERE,
        MUTED,
        Reason.WITHHELD,
        ["record freed, muted", "close begun", "known as None"],
    ),
    (
        "the mute is over, and it differs from what was told",
        known(FULL, announced=FREED, unannounced_changes=3, withheld=MUTED),
        FULL,
        HERE,
        None,
        Reason.CHANGED,
        ["tell full x3", "known as full"],
    ),
    ("a change", known(FREED), FULL, HERE, None, Reason.CHANGED, ["tell full", "known as full"]),
    (
        "the end of an incident",
        known(FULL, open_alert="begun"),
        FREED,
        HERE,
        None,
        Reason.CHANGED,
        ["tell freed", "close begun", "known as freed"],
    ),
    (
        "the end of an incident, edited",
        known(FULL, open_alert="begun"),
        FREED,
        EDIT,
        None,
        Reason.EDITED,
        ["write freed into begun", "known as freed"],
    ),
    (
        "edited even while muted: a message must not stay wrong",
        known(FULL, open_alert="begun"),
        FREED,
        EDIT,
        MUTED,
        Reason.EDITED,
        ["write freed into begun", "known as freed"],
    ),
    (
        "quiet hours are over, and it differs",
        known(FULL, announced=FREED, unannounced_changes=1, withheld=QUIET),
        FULL,
        HERE,
        None,
        Reason.QUIET_OVER,
        ["tell full", "known as full"],
    ),
    (
        "quiet hours are over, and it came and went in them",
        known(FREED, unannounced_changes=2, withheld=QUIET),
        FREED,
        HERE,
        None,
        Reason.QUIET_OVER,
        ["tell freed x2", "known as freed"],
    ),
    (
        "quiet hours are over, and nothing changed in them",
        known(FREED, withheld=QUIET),
        FREED,
        HERE,
        None,
        Reason.ALREADY_TOLD,
        ["known as freed"],
    ),
    (
        "it begins to flap",
        known(FREED, change_times=OFTEN),
        FULL,
        HERE,
        None,
        Reason.FLAPPING,
        ["tell flapping 6", "known as full"],
    ),
    (
        "it flaps on",
        known(FREED, flapping=FLAPPING, change_times=OFTEN),
        FULL,
        HERE,
        None,
        Reason.FLAPPING,
        ["write flapping 7 into counter", "known as full"],
    ),
    (
        "it has not settled yet",
        known(FREED, flapping=FLAPPING, change_times=(*OFTEN, after(minutes=-4))),
        FREED,
        HERE,
        None,
        Reason.FLAPPING,
        ["known as freed"],
    ),
    (
        "it has settled",
        known(FREED, flapping=FLAPPING, change_times=(*OFTEN[:-1], after(minutes=-5))),
        FREED,
        HERE,
        None,
        Reason.SETTLED,
        ["tell freed after 6", "close counter", "known as freed"],
    ),
    (
        "it has settled, edited",
        known(FREED, flapping=FLAPPING, change_times=(after(minutes=-5),)),
        FREED,
        EDIT,
        None,
        Reason.SETTLED,
        ["write freed after 6 into counter", "known as freed"],
    ),
    (
        "it has settled while muted",
        known(FREED, flapping=FLAPPING, change_times=(after(minutes=-5),)),
        FREED,
        HERE,
        MUTED,
        Reason.WITHHELD,
        ["record freed, muted", "close counter", "known as None"],
    ),
]


@pytest.mark.parametrize(
    ("state", "condition", "watch", "hindrance", "reason", "outcome"),
    [case[1:] for case in DECISIONS],
    ids=[case[0] for case in DECISIONS],
)
def test_each_look_is_decided_for_its_reason(
    state: AlertState,
    condition: Condition,
    watch: Watch,
    hindrance: Withheld | None,
    reason: Reason,
    outcome: list[str],
) -> None:
    context = DecisionContext(
        provider="minimax", at=NOON, key="new", watch=watch, hindrance=hindrance, thresholds=AlertThresholds()
    )

    decision = decide(state, Fact(topic=state.topic, what=condition), context)

    assert decision.reason is reason
    assert in_brief(decision) == outcome
    if decision.news is not None:
        assert decision.news.reason is reason


def test_the_table_has_every_reason() -> None:
    assert {case[5] for case in DECISIONS} == set(Reason)


@pytest.mark.parametrize(
    ("watch", "free", "said", "reads", "kept"),
    [
        pytest.param(HERE, (1, 0, 0, 1), ["", "full", "", "freed"], ["was full", "freed"], [], id="post"),
        pytest.param(EDIT, (1, 0, 0, 1), ["", "full", "", ""], ["freed"], [], id="edit"),
        pytest.param(HERE, (0, 0, 1), ["", "", "freed"], ["freed"], [], id="first sight of full is learnt"),
        pytest.param(
            replace(HERE, when=When.FULL),
            (1, 0, 1, 0),
            ["", "full", "", "full"],
            ["was full", "full"],
            ["freed: not_asked"],
            id="full only, yet closed",
        ),
        pytest.param(
            replace(HERE, when=When.FREED),
            (1, 0, 1),
            ["", "", "freed"],
            ["freed"],
            ["full: not_asked"],
            id="freed only",
        ),
        pytest.param(
            replace(HERE, hold=seconds(90)),
            (1, 0, 0, 0, 1, 1, 1),
            ["", "", "", "full", "", "", "freed"],
            ["was full", "freed"],
            [],
            id="a hold delays both",
        ),
        pytest.param(
            replace(HERE, hold=seconds(90)),
            (1, 0, 0, 1, 1, 1),
            ["", "", "", "", "", ""],
            [],
            ["full: too_short"],
            id="what does not last its hold never was",
        ),
        pytest.param(
            replace(HERE, hold=seconds(60)),
            (1, 0, 0, 1, 0, 0),
            ["", "", "full", "", "", ""],
            ["full"],
            ["freed: too_short"],
            id="a short freedom leaves it full",
        ),
    ],
)
def test_a_tale_of_one_account(
    watch: Watch, free: tuple[int, ...], said: list[str], reads: list[str], kept: list[str]
) -> None:
    tale = Tale(watch, thresholds=STEADY)

    assert tale.run(*free) == said
    assert (tale.reads(), tale.kept()) == (reads, kept)


def test_the_message_of_full_is_closed_with_how_long_it_lasted_from_its_first_sight() -> None:
    tale = Tale(replace(HERE, hold=seconds(60)))
    tale.run(1, 0, 0, 0, 1, 1)

    full, freed = tale.news()
    assert full.since == after(minutes=1)
    assert full.closed == Closed(at=after(minutes=5), lasted=timedelta(minutes=3), witnessed=True)
    assert (freed.lasted, freed.lasted_witnessed, freed.hold) == (timedelta(minutes=3), True, seconds(60))


def test_an_account_first_seen_full_was_full_for_at_least_so_long() -> None:
    tale = Tale()
    tale.run(0, 1)

    (freed,) = tale.news()
    assert (freed.lasted, freed.lasted_witnessed) == (timedelta(minutes=1), False)


def test_an_account_that_vanishes_is_nothing_new_and_a_hold_waits_for_certainty() -> None:
    tale = Tale(replace(HERE, hold=seconds(60)))
    said = [told(tale.look(seconds(at), a=free)) for at, free in ((0, 1), (60, 0), (120, None), (180, None), (240, 0))]

    assert said == [[], [], [], [], ["full"]]


def test_a_silent_provider_is_told_at_the_third_failure_and_closed_at_its_return() -> None:
    tale = Tale(replace(HERE, hold=timedelta(hours=1)))
    tale.look(seconds(0), a=1)
    failures = [told(tale.look(seconds(60 * n), NotReached(f"reason {n}"))) for n in range(1, 6)]
    assert failures == [[], [], ["silent"], [], []]
    assert told(tale.look(seconds(600), a=1)) == ["answers"]

    silent, answers = tale.news()
    assert (silent.topic, silent.details.sentence, silent.since) == (PROVIDER, "reason 3", after(minutes=1))
    assert answers.lasted == timedelta(minutes=9)
    assert silent.closed == Closed(at=after(minutes=10), lasted=timedelta(minutes=9), witnessed=True)


def test_a_hold_that_began_before_the_clock_was_set_back_begins_again() -> None:
    tale = Tale(replace(HERE, hold=seconds(60)))
    said = [told(tale.look(seconds(at), a=free)) for at, free in ((0, 1), (60, 0), (-3600, 0), (-3540, 0), (-3480, 1))]

    assert said == [[], [], [], ["full"], []]


def test_a_clock_that_went_back_gives_no_negative_length() -> None:
    tale = Tale()
    tale.run(1, 0)
    tale.look(seconds(-600), a=1)

    assert [news.lasted for news in tale.news() if news.what is Condition.FREED] == [timedelta()]


@given(
    st.lists(st.tuples(st.sampled_from([0, 1, None]), st.integers(1, 400)), max_size=40),
    st.sampled_from([HERE, EDIT]),
    st.sampled_from([0, 45, 120]),
    st.sampled_from([(0, 0), (3, 30), (10, 12)]),
)
def test_once_all_is_still_every_channel_shows_how_things_are(
    looks: list[tuple[int | None, int]], watch: Watch, hold: int, muted: tuple[int, int]
) -> None:
    tale = Tale(replace(watch, hold=seconds(hold)))
    at, certain = 0, None
    for free, step in looks:
        at += step
        tale.mutes = (
            (Mute(id=1, guild=5, channel=1, by=42, until=after(minutes=muted[1])),) if muted[0] * 60 <= at else ()
        )
        tale.look(seconds(at), a=free)
        certain = certain if free is None else free
    if certain is None:
        return
    for _ in range(3):
        at += 4000
        tale.look(seconds(at), a=certain)

    state = tale.remembered.alert_states[A]
    assert is_unchanged(state, Condition.FULL if certain == 0 else Condition.FREED)
    still_open = [
        key
        for key, alert in tale.messages.items()
        for p in alert.parts
        for n in p.news
        if n.what.opens and n.closed is None
    ]
    assert still_open == ([state.open_alert] if state.open_alert else [])
    assert tale.look(seconds(at + 60), a=certain).alerts == ()
