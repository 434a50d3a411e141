"""What a channel is told, look after look, and what its messages say in the end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Closed
from bot.errors import NotReached
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition, account_topic
from bot.subscriptions.watch import Style, Watch, When
from tests.alerts.tale import HERE, Tale, told
from tests.moments import after

EDIT = replace(HERE, style=Style.EDIT)
STEADY = AlertThresholds(flapping_changes=0)
A = (1, account_topic("a"))


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


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
    assert state.tells(Condition.FULL if certain == 0 else Condition.FREED)
    still_open = [
        key
        for key, alert in tale.messages.items()
        for p in alert.parts
        for n in p.news
        if n.what.opens and n.closed is None
    ]
    assert still_open == ([state.open_alert] if state.open_alert else [])
    assert tale.look(seconds(at + 60), a=certain).alerts == ()
