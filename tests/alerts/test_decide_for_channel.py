"""Who is told after a look: one message for each channel, by the watch that asks most precisely."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Cause, Digest
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.evaluate_look import forget_provider
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Closed
from bot.errors import NotReached
from bot.subscriptions.topics_and_conditions import POOL, Condition
from bot.subscriptions.watch import Style, Watch, When
from tests.alerts.tale import HERE, Tale, told
from tests.moments import NOON, after


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def heard(tale: Tale) -> dict[int, list[tuple[str, str]]]:
    """Gather what each channel heard: topics and what became of them."""
    channels: dict[int, list[tuple[str, str]]] = {}
    for alert in tale.messages.values():
        said = [(news.topic.account or news.topic.kind, str(news.what)) for part in alert.parts for news in part.news]
        channels.setdefault(alert.channel, []).extend(said)
    return channels


def test_whatever_one_look_changes_is_one_message_with_what_is_urgent_first() -> None:
    tale = Tale()
    tale.look(minutes(0), a=0, b=1, c=2, d=1)
    conclusion = tale.look(minutes(1), a=1, b=0, c=2, d=1)

    (alert,) = conclusion.alerts
    (part,) = alert.parts
    assert [(news.topic.account, news.what) for news in part.news] == [("b", Condition.FULL), ("a", Condition.FREED)]
    assert (part.provider, part.at, part.free, part.total, part.digest) == ("minimax", after(minutes=1), 4, 8, None)
    assert [room.account for room in part.room] == ["c", "a", "d"]
    assert (alert.channel, alert.roles, alert.at, alert.gathers_until) == (1, (7,), after(minutes=1), None)


def test_two_hundred_accounts_at_once_are_one_message_for_each_channel() -> None:
    tale = Tale(HERE, replace(HERE, id=2, channel=2))
    names = [f"account-{number}" for number in range(200)]
    tale.look(minutes(0), None, **dict.fromkeys(names, 1))

    alerts = tale.look(minutes(1), None, **dict.fromkeys(names, 0)).alerts

    assert [(alert.channel, len(alert.parts[0].news)) for alert in alerts] == [(1, 200), (2, 200)]


def test_each_channel_hears_what_it_asked_for_and_nothing_else() -> None:
    tale = Tale(
        Watch(id=1, guild=5, channel=1),
        Watch(id=2, guild=5, channel=2, provider="kling"),
        Watch(id=3, guild=5, channel=3, provider="minimax", account="a"),
        Watch(id=4, guild=5, channel=4, when=When.FREED),
        Watch(id=5, guild=5, channel=5, provider="minimax", account="b", when=When.FULL),
    )
    tale.look(minutes(0), a=1, b=0)
    tale.look(minutes(1), a=0, b=1)

    assert heard(tale) == {
        1: [("a", "full"), ("b", "freed")],
        3: [("a", "full")],
        4: [("b", "freed")],
    }


def test_of_several_watches_in_a_channel_the_narrowest_speaks_and_pings() -> None:
    tale = Tale(
        Watch(id=0, guild=None, channel=1, role=7),
        Watch(id=3, guild=5, channel=1, provider="minimax", hold=minutes(5)),
        Watch(id=2, guild=5, channel=1, provider="minimax", account="a", role=8),
    )
    tale.look(minutes(0), a=1, b=1)
    assert [alert.roles for alert in tale.look(minutes(1), a=0, b=0).alerts] == [(8,)]
    assert heard(tale) == {1: [("a", "full")]}
    assert [alert.roles for alert in tale.look(minutes(6), a=0, b=0).alerts] == [()]
    assert heard(tale) == {1: [("a", "full"), ("slots", "nothing_free"), ("b", "full")]}


def test_keys_are_stable_distinct_and_short_enough_for_a_nonce() -> None:
    def keys() -> list[str]:
        tale = Tale(replace(HERE, quiet=None), replace(HERE, id=2, channel=2, when=When.FULL))
        tale.run(1, 0, 1, 0)
        return [*tale.messages, *(unsent.alert.key for unsent in tale.unsent)]

    assert keys() == keys()
    assert len(set(keys())) == len(keys()) == 6
    assert all(len(key) <= 25 for key in keys())


def test_a_channel_that_begins_to_listen_learns_what_is_and_hears_what_becomes() -> None:
    tale = Tale()
    tale.look(minutes(0), a=0, b=1)
    tale.watches = (HERE, replace(HERE, id=2, channel=2))
    tale.look(minutes(1), a=0, b=1)
    tale.look(minutes(2), a=1, b=1)

    assert heard(tale) == {1: [("a", "freed")], 2: [("a", "freed")]}
    assert [news.lasted for news in tale.news()] == [minutes(2)] * 2


def test_a_channel_without_watches_is_forgotten_and_its_message_claims_nothing() -> None:
    tale = Tale()
    tale.run(1, 0)
    tale.watches = (replace(HERE, provider="kling"),)
    conclusion = tale.look(minutes(2), a=0)

    assert len(conclusion.ended) == 2
    assert tale.remembered.alert_states == {}
    assert [news.closed for news in tale.news()] == [Closed(at=after(minutes=2))]


def test_a_provider_that_is_watched_no_more_is_forgotten_and_nobody_is_told() -> None:
    tale = Tale()
    tale.run(1, 0)
    forgotten = forget_provider("minimax", tale.remembered, after(minutes=9))

    assert (forgotten.alerts, forgotten.unsent, forgotten.remembered) == ((), (), ProviderMemory())
    assert len(forgotten.ended) == 2
    assert [one.change for one in forgotten.amendments] == [Closed(at=after(minutes=9))]


def test_an_account_that_is_gone_for_good_is_closed_too() -> None:
    tale = Tale()
    tale.look(minutes(0), a=1, b=1)
    tale.look(minutes(1), a=0, b=1)
    tale.look(timedelta(hours=26), b=1)

    assert [news.closed for news in tale.news()] == [Closed(at=NOON + timedelta(hours=26))]


def test_nothing_is_stored_for_a_look_that_changes_nothing() -> None:
    tale = Tale()
    tale.look(minutes(0), a=1, b=0)
    conclusion = tale.look(minutes(1), a=1, b=0)

    assert (conclusion.alert_states, conclusion.ended, conclusion.alerts, conclusion.amendments) == ((), (), (), ())


def test_what_changed_while_nobody_looked_is_told_as_a_summary_that_waits_for_others() -> None:
    tale = Tale(thresholds=AlertThresholds(away_after=minutes(5), gathering=timedelta(seconds=30)))
    tale.look(minutes(0), a=1)

    (alert,) = tale.look(minutes(200), a=0).alerts

    assert alert.parts[0].digest == Digest(cause=Cause.AWAY, since=NOON, until=after(minutes=200))
    assert alert.gathers_until == after(minutes=200, seconds=30)


def test_a_short_absence_is_none() -> None:
    tale = Tale(thresholds=AlertThresholds(away_after=minutes(5)))
    tale.look(minutes(0), a=1)

    (alert,) = tale.look(minutes(4.9), a=0).alerts

    assert (alert.parts[0].digest, alert.gathers_until) == (None, None)


def test_an_outage_that_ends_with_changes_is_one_message() -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    for minute in range(1, 20):
        tale.look(minutes(minute), NotReached("down"))

    (alert,) = tale.look(minutes(20), a=0).alerts

    assert [news.what for news in alert.parts[0].news] == [Condition.FULL, Condition.ANSWERS]
    assert alert.parts[0].digest == Digest(cause=Cause.AWAY, since=NOON, until=after(minutes=20), unanswered=True)


def test_a_failed_look_says_nothing_of_accounts() -> None:
    tale = Tale(replace(HERE, hold=minutes(1)))
    tale.run(1, 0)
    conclusion = tale.look(minutes(9), NotReached("down"))

    assert (conclusion.alerts, conclusion.alert_states, conclusion.snapshot) == ((), (), None)


def test_the_pool_is_told_when_it_is_low_and_when_it_has_risen() -> None:
    warns = Watch(id=9, guild=5, channel=1, provider="minimax", warn=1, role=3, when=When.FREED)
    tale = Tale(warns)
    looks = [(2, 2), (1, 1), (0, 1), (0, 2), (1, 2)]
    said = [told(tale.look(minutes(number), a=a, b=b)) for number, (a, b) in enumerate(looks)]

    assert said == [[], [], ["low"], ["risen"], ["freed"]]
    low, risen, _ = tale.news()
    assert (low.topic, low.details.in_use, low.details.limit, low.details.warn) == (POOL, 3, 4, 1)
    assert (low.closed is not None, risen.lasted) == (True, minutes(1))
    assert [alert.roles for alert in tale.messages.values()] == [(3,), (), ()]


def test_the_pool_may_be_told_by_editing_as_well() -> None:
    tale = Tale(Watch(id=9, guild=5, channel=1, provider="minimax", account=None, warn=1, style=Style.EDIT))
    tale.look(minutes(0), a=2)
    tale.look(minutes(1), a=1)
    tale.look(minutes(2), a=2)

    assert tale.reads() == ["risen"]


def test_an_account_that_cannot_be_told_makes_no_pool_low() -> None:
    tale = Tale(Watch(id=9, guild=5, channel=1, warn=1))
    tale.look(minutes(0), a=2, b=2)

    assert told(tale.look(minutes(1), a=1, b=None)) == []
    assert told(tale.look(minutes(2), a=1, b=0)) == ["full", "low"]


def test_each_decision_is_logged_with_its_reason_and_without_names(caplog: pytest.LogCaptureFixture) -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    with caplog.at_level(logging.DEBUG, logger="bot.alerts.decide_for_channel"):
        tale.look(minutes(1), a=0)
        tale.look(minutes(2), a=0)

    assert caplog.messages == ["minimax: channel 1: account full: changed"]
