"""One look after another: what is remembered, what is owed."""

from collections.abc import Sequence
from datetime import timedelta

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.provider_answer import ConfiguredAccount, Look, ProviderAnswer
from bot.accounts.roster import AccountState
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.evaluate_look import evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.errors import NotConfigured, NotReached
from tests.alerts.no_forecast import NoForecast
from tests.alerts.tale import HERE, NEVER_AWAY, Tale, told
from tests.moments import NOON, after
from tests.rows import each_row

FAILED = NotReached("No answer in time.")
NOT_SET_UP = NotConfigured("No account of MiniMax is set up at useapi.net.")


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_an_account_that_vanishes_after_it_was_full_is_not_freed() -> None:
    tale = Tale()
    tale.run(1, 0)

    assert [told(look) for look in (tale.look(minutes(2)), tale.look(minutes(3), FAILED), tale.look(minutes(4)))] == [
        [],
        [],
        [],
    ]
    assert told(tale.look(minutes(5), a=2)) == ["freed"]


def test_a_failed_look_leaves_what_is_known_of_accounts_as_it_was() -> None:
    tale = Tale()
    tale.run(0)
    was = tale.remembered

    conclusion = tale.look(minutes(1), FAILED)

    assert conclusion.snapshot is None
    assert conclusion.remembered.roster == was.roster
    assert conclusion.remembered.looked_at == NOON
    assert conclusion.remembered.streak == FailureStreak(
        failures=1, since=after(minutes=1), watched_until=after(minutes=1)
    )


def test_a_good_look_makes_the_provider_well() -> None:
    tale = Tale()
    tale.look(minutes(0), FAILED)
    tale.look(minutes(1), a=1)

    assert (tale.remembered.streak, tale.remembered.looked_at) == (FailureStreak(), after(minutes=1))


def test_an_account_on_the_accounts_endpoint_alone_is_waited_for() -> None:
    look = Look(at=NOON, answer=ProviderAnswer(), configured=(ConfiguredAccount(account="a"),))
    conclusion = evaluate_look(
        "minimax", ProviderMemory(), look, Audience(watches=(HERE,)), AlertThresholds(), NoForecast()
    ).at_once()

    assert conclusion.snapshot is not None
    assert [account.state for account in conclusion.snapshot.accounts] == [AccountState.UNKNOWN]
    assert conclusion.alerts == ()


def test_a_provider_silent_since_an_older_version_is_announced_when_it_answers() -> None:
    tale = Tale()
    tale.remembered = ProviderMemory(streak=FailureStreak(failures=9, since=NOON))

    assert told(tale.look(minutes(30), a=1)) == ["answers"]


@each_row(
    ("missing", "unanswered"),
    [
        ([1 + 10.5 * number for number in range(12)], True),  # the usual pauses, at their longest
        ([10], False),  # and the bot was stopped from then on
        ([110, 120], False),  # or until then
    ],
)
@each_row("failed_before", [False, True])
def test_the_bot_was_not_away_while_looks_found_no_account(
    missing: Sequence[float], *, unanswered: bool, failed_before: bool
) -> None:
    tale = Tale()
    tale.look(minutes(0), a=1)
    if failed_before:
        tale.look(minutes(1), FAILED)
    for minute in missing:
        tale.look(minutes(minute), NOT_SET_UP)
    tale.look(minutes(125), a=0)

    (alert,) = tale.messages.values()
    assert [part.digest and part.digest.unanswered for part in alert.parts] == [unanswered]


def test_after_a_day_without_an_account_what_was_under_way_is_closed() -> None:
    tale = Tale()
    tale.run(1, 0)
    tale.look(minutes(10), NOT_SET_UP)
    tale.look(minutes(20), FAILED)
    before = tale.look(timedelta(hours=24, minutes=9), NOT_SET_UP)
    assert (tale.reads(), before.remembered.missing_since) == (["full"], after(minutes=10))

    forgotten = tale.look(timedelta(hours=24, minutes=10), NOT_SET_UP)
    assert (tale.reads(), told(forgotten), tale.remembered) == (["was full"], [], ProviderMemory())


def test_an_account_that_is_set_up_again_within_a_day_goes_on_as_it_was() -> None:
    tale = Tale(thresholds=NEVER_AWAY)
    tale.run(1, 0)
    tale.look(minutes(10), NOT_SET_UP)
    assert told(tale.look(timedelta(hours=23), a=0)) == []
    assert tale.remembered.missing_since is None
    assert told(tale.look(timedelta(hours=25), NOT_SET_UP)) == []
    assert told(tale.look(timedelta(hours=25, minutes=1), a=1)) == ["freed"]
