"""Failures that all providers share are one alert, and so is their end; those of one provider are its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Changes
from bot.alerts.alert_thresholds import AlertThresholds
from bot.alerts.folded_alerts import summarise
from bot.errors import LookFailed, NoSubscription, NotReached, ProviderDown, SharedCause, Unauthorised
from tests.alerts.tale import USUAL, Tale
from tests.moments import after

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


@pytest.mark.parametrize(
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
