"""Mutes, quiet hours, paused channels: what is not told, and what is told once they end."""

from dataclasses import replace

from bot.alerts.news import Withheld, WithheldBecause
from bot.subscriptions.mute import Mute
from bot.subscriptions.quiet_hours import read_quiet_hours
from bot.subscriptions.topics_and_conditions import Condition, account_topic
from bot.subscriptions.watch import Style
from tests.alerts.tale import HERE, Tale
from tests.moments import after

EDIT = replace(HERE, style=Style.EDIT)
QUIET = replace(HERE, quiet=read_quiet_hours("12:00-12:05 UTC"))
A = (1, account_topic("a"))


def mute(minutes: float) -> Mute:
    return Mute(id=1, guild=5, channel=1, by=42, until=after(minutes=minutes))


def test_what_differs_when_a_mute_ends_is_told_and_nothing_else() -> None:
    tale = Tale()
    tale.mutes = (mute(4.5),)
    assert tale.run(1, 0, 1, 0, 0, 0) == ["", "", "", "", "", "full x3"]
    assert tale.kept() == ["full: muted", "freed: muted", "full: muted"]
    (news,) = tale.news()
    assert news.withheld == Withheld(why=WithheldBecause.MUTED, until=after(minutes=4.5), by=42)


def test_what_is_as_told_when_a_mute_ends_is_not_told() -> None:
    tale = Tale()
    tale.mutes = (mute(4.5),)
    assert tale.run(1, 0, 1, 1, 1, 1, 0) == ["", "", "", "", "", "", "full"]


def test_a_full_message_is_closed_in_silence_and_the_end_of_the_mute_says_so() -> None:
    tale = Tale()
    tale.run(1, 0)
    tale.mutes = (mute(3.5),)
    assert tale.run(1, 1, start=120) == ["", ""]
    assert tale.reads() == ["was full"]
    (withheld,) = tale.unsent
    assert [(news.what, news.before) for news in withheld.alert.parts[0].news] == [(Condition.FREED, Condition.FULL)]
    assert tale.run(1, start=240) == ["freed"]


def test_full_freed_in_silence_and_filled_again_is_told_as_full_with_its_changes() -> None:
    tale = Tale()
    tale.run(1, 0)
    tale.mutes = (mute(4.5),)
    assert tale.run(1, 0, 0, start=120) == ["", "", ""]
    assert tale.run(0, start=300) == ["full x2"]
    assert tale.reads() == ["was full", "full x2"]


def test_an_edited_message_tells_the_end_even_while_muted() -> None:
    tale = Tale(EDIT)
    tale.run(1, 0)
    tale.mutes = (mute(9),)
    tale.run(1, start=120)

    assert tale.reads() == ["freed"]
    tale.mutes = ()
    assert tale.run(1, start=180) == [""]


def test_their_end_says_what_is_true_and_how_often_it_changed() -> None:
    tale = Tale(QUIET)

    assert tale.run(1, 0, 1, 1, 1, 1, 1) == ["", "", "", "", "", "freed x2", ""]
    assert tale.kept() == ["full: quiet", "freed: quiet"]


def test_what_did_not_change_is_not_told() -> None:
    tale = Tale(QUIET)

    assert tale.run(1, 1, 1, 1, 1, 1, 1) == [""] * 7


def test_what_is_told_then_names_what_kept_it() -> None:
    tale = Tale(QUIET)
    tale.run(1, 0, 0, 0, 0, 0)

    (news,) = tale.news()
    assert news.withheld == Withheld(why=WithheldBecause.QUIET, until=after(minutes=5))


def test_what_differs_when_a_channel_is_taken_up_again_is_told() -> None:
    tale = Tale()
    tale.run(1)
    tale.paused = {1: "no permission"}
    assert tale.run(0, 0, start=60) == ["", ""]
    tale.paused = {}
    assert tale.run(0, start=180) == ["full"]
    assert tale.kept() == ["full: paused"]


def test_what_may_not_have_been_heard_is_told_again() -> None:
    tale = Tale()
    tale.run(1, 0)
    state = replace(tale.remembered.alert_states[A], announced=None, open_alert=None, announced_in=None)
    tale.remembered = replace(tale.remembered, alert_states={**tale.remembered.alert_states, A: state})

    assert tale.run(0, 0, start=120) == ["full", ""]
