"""What a channel that took no alert is taken to have heard: nothing."""

from dataclasses import replace

from bot.alerts.alert import Cause
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import Condition
from tests.moments import NOON, after
from tests.storage.records import (
    CHANNEL,
    MESSAGE,
    OTHER_CHANNEL,
    alert,
    by_topic,
    evaluation_with,
    flapping_state,
    oldest,
    state,
)


async def _give_up(store: Store, channel: int = CHANNEL) -> None:
    await store.outbox.give_up((await oldest(store, channel)).id, "Missing Access", NOON, undelivered=True)


async def test_every_story_that_it_told_last_is_untold(store: Store) -> None:
    earlier, elsewhere = (
        state("earlier", announced_in="earlier"),
        state("elsewhere", channel=OTHER_CHANNEL, announced_in="other"),
    )
    counting = flapping_state("refused")
    told = state("told", announced_in="refused")
    await store.save_evaluation("minimax", evaluation_with(alert_states=[earlier, elsewhere, told, counting]), NOON)
    await store.save_evaluation("kling", evaluation_with(alert_states=[told], alerts=[alert("refused")]), NOON)

    await _give_up(store)

    untold = replace(told, announced=None, announced_in=None, open_alert=None)
    not_counting = replace(counting, announced=None, announced_in=None, open_alert=None, flapping=None)
    assert (await store.load_memory("minimax")).alert_states == by_topic(earlier, elsewhere, untold, not_counting)
    assert (await store.load_memory("kling")).alert_states == by_topic(untold)
    assert (await store.outbox.delivery_status("refused")).given_up == "Missing Access"


async def test_so_are_those_whose_alert_was_folded_into_it_or_told_anew_by_it(store: Store) -> None:
    alert_states = [state(key, announced_in=key) for key in ("a", "b", "c")]
    await store.save_evaluation(
        "minimax", evaluation_with(alert_states=alert_states, alerts=[alert("a"), alert("b")]), NOON
    )
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)
    await store.save_evaluation("minimax", evaluation_with(alerts=[alert("c")]), NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, after(minutes=1))

    await _give_up(store)

    told = (await store.load_memory("minimax")).alert_states.values()
    assert [(one.announced, one.announced_in, one.open_alert) for one in told] == [(None, None, None)] * 3


async def test_an_alert_given_up_for_another_reason_counts_as_told(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state()], alerts=[alert()]), NOON)

    await store.outbox.give_up((await oldest(store)).id, "Invalid Form Body", NOON)

    assert (await store.load_memory("minimax")).alert_states == by_topic(state())


async def test_an_alert_that_was_told_meanwhile_was_heard(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state()], alerts=[alert()]), NOON)
    owed = await oldest(store)
    await store.outbox.mark_delivered(owed.id, MESSAGE, NOON)

    await store.outbox.give_up(owed.id, "Missing Access", NOON, undelivered=True)

    assert (await store.load_memory("minimax")).alert_states == by_topic(state())
    assert (await store.outbox.delivery_status("first")).given_up is None


async def test_a_story_told_anew_since_is_left_alone(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(alert_states=[state()], alerts=[alert()]), NOON)
    since = replace(state(), announced=Condition.FREED, announced_in="second", open_alert=None)
    await store.save_evaluation("minimax", evaluation_with(alert_states=[since]), NOON)

    await _give_up(store)

    assert (await store.load_memory("minimax")).alert_states == by_topic(since)
