"""Failures that all providers share are one alert, and so is their end; those of one provider are its own."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Changes
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.folded_alerts import summarise
from bot.alerts.news import Closed
from bot.errors import (
    AccountBroken,
    LookFailed,
    NoSubscription,
    NotReached,
    ProviderBusy,
    ProviderDown,
    SharedCause,
    Unauthorised,
)
from bot.subscriptions.mute import Mute
from tests.alerts.tale import USUAL, Tale
from tests.moments import after
from tests.rows import each_row

THRESHOLDS = AlertThresholds(gathering=timedelta(seconds=35), away_after=timedelta(hours=1))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def fail(failure: LookFailed) -> tuple[Alert, Alert]:
    """Return the alert of a third failure, and that of the good look after it."""
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.look(minutes(0), a=1)
    (silent,) = [alert for number in (1, 2, 3) for alert in tale.look(minutes(number), failure).alerts]
    (back,) = tale.look(minutes(9), a=1).alerts
    return silent, back


@each_row(
    ("failure", "shared", "roles"),
    [
        (Unauthorised("401"), SharedCause.REFUSED, (7,)),
        (NoSubscription("402"), SharedCause.SUBSCRIPTION_ENDED, (7,)),
        (NotReached("down"), SharedCause.UNREACHABLE, ()),
        (ProviderDown("502"), None, ()),
    ],
)
def test_a_shared_failure_and_its_end_wait_for_those_of_other_providers(
    failure: LookFailed, shared: SharedCause | None, roles: tuple[int, ...]
) -> None:
    silent, back = fail(failure)

    assert [alert.parts[0].news[0].details.shared for alert in (silent, back)] == [shared, shared]
    assert (silent.roles, back.roles) == (roles, ())
    gathered = [after(minutes=minute, seconds=35) if shared else None for minute in (3, 9)]
    assert [silent.gathers_until, back.gathers_until] == gathered


def test_the_alerts_of_several_providers_become_one_that_pings_once() -> None:
    silent, back = fail(Unauthorised("401"))
    kling = Changes(parts=(replace(silent.parts[0], provider="kling"),))
    other = replace(silent, key="k", content=kling)

    both = summarise((silent, other), None)

    assert [part.provider for part in both.parts] == ["minimax", "kling"]
    assert both.roles == (7,)
    assert summarise((back, back), None).roles == ()


def test_an_end_that_brings_other_news_waits_for_nobody() -> None:
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.look(minutes(0), a=1)
    for number in (1, 2, 3):
        tale.look(minutes(number), NotReached("down"))

    (alert,) = tale.look(minutes(4), a=0).alerts

    assert alert.gathers_until is None


def fail_on(tale: Tale, *failures: LookFailed, start: float = 1) -> list[tuple[float, tuple[int, ...], bool]]:
    """Look each minute and meet failures; list when something was told, whom it pinged, and if it needs a person."""
    return [
        (start + number, alert.roles, alert.parts[0].news[0].details.needs_person)
        for number, failure in enumerate(failures)
        for alert in tale.look(minutes(start + number), failure).alerts
    ]


def test_a_failure_that_comes_to_need_a_person_is_told_again_and_pings_once() -> None:
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.look(minutes(0), a=1)
    down, refused = ProviderDown("502"), Unauthorised("401")

    told = fail_on(tale, down, down, down, down, refused, refused, down, refused, NoSubscription("402"))

    assert told == [(3, (), False), (5, (7,), True), (9, (7,), True)]
    (back,) = tale.look(minutes(10), a=1).alerts
    assert back.parts[0].news[0].lasted == minutes(9)
    first, second, third, _ = tale.messages.values()
    closed = [alert.parts[0].news[0].closed for alert in (first, second)]
    assert closed == [Closed(at=after(minutes=minute), superseded=True) for minute in (5, 9)]
    assert third.parts[0].news[0].closed == Closed(at=after(minutes=10), lasted=minutes(9), witnessed=True)


def test_an_account_that_breaks_while_a_provider_is_asked_too_often_is_told() -> None:
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.look(minutes(0), a=1)
    busy, broken = ProviderBusy("429"), AccountBroken("596")

    assert fail_on(tale, busy, busy, busy, broken, broken) == [(3, (), False), (4, (7,), True)]


def test_a_new_watch_is_not_told_of_a_token_that_has_been_refused_for_long() -> None:
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.watches = ()
    tale.look(minutes(0), a=1)
    refused = Unauthorised("401")
    fail_on(tale, refused, refused, refused)
    tale.watches = (USUAL,)

    assert fail_on(tale, refused, refused, start=4) == []


def test_a_refused_token_that_a_mute_withheld_pings_once_it_is_seen() -> None:
    tale = Tale(USUAL, thresholds=THRESHOLDS)
    tale.look(minutes(0), a=1)
    tale.mutes = (Mute(id=1, guild=5, channel=1, by=42, until=after(minutes=3, seconds=30)),)
    refused, down = Unauthorised("401"), ProviderDown("502")

    assert fail_on(tale, refused, refused, refused, down, down, refused) == [(4, (), False), (6, (7,), True)]
