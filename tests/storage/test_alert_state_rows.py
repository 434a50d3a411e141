"""What becomes of a state whose alert never arrives."""

from dataclasses import replace

from hypothesis import given

from bot.alerts.alert_state import AlertState, Flapping
from bot.alerts.news import Flaps
from bot.storage import alert_state_rows
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, Topic, TopicKind, account_topic
from tests import strategies
from tests.moments import NOON
from tests.storage.records import flapping_state, state


@given(strategies.alert_states)
def test_a_story_is_written_as_text_that_any_database_takes(told: AlertState) -> None:
    row = alert_state_rows.state_row("minimax", told)
    assert str(row["body"]).isascii()
    assert len(str(row["topic"])) == 64


def test_topics_have_keys_of_their_own() -> None:
    jobs = [Topic(kind=TopicKind.JOB, account=account, job=job) for account in ("", "a") for job in ("a", "b")]
    names = ("", "pool", "\ud800", "\0")
    topics = (POOL, PROVIDER, *map(account_topic, names), *jobs)
    assert len({alert_state_rows.topic_key(topic) for topic in topics}) == len(topics)


def test_the_message_that_may_have_to_change_is_the_open_one_or_the_one_that_counts() -> None:
    both = replace(flapping_state("counting"), open_alert="under way")
    rows = [
        alert_state_rows.state_row("minimax", told)
        for told in (state(announced_in=None), state(), flapping_state("a"), both)
    ]
    assert [row["open_alert"] for row in rows] == [None, "first", "a", "under way"]
    assert [row["announced_in"] for row in rows] == [None, "first", "a", "counting"]


def test_a_channel_that_was_not_reached_has_been_told_nothing() -> None:
    told = state()
    assert alert_state_rows.unannounced(told, {"first"}) == replace(
        told, announced=None, announced_in=None, open_alert=None
    )


def test_a_message_that_counts_goes_on_only_where_it_arrived() -> None:
    counting = flapping_state("first")
    elsewhere = replace(counting, flapping=Flapping(key="arrived", flaps=Flaps(changes=6, since=NOON)))
    assert alert_state_rows.unannounced(counting, {"first"}).flapping is None
    assert alert_state_rows.unannounced(elsewhere, {"first"}).flapping == elsewhere.flapping
