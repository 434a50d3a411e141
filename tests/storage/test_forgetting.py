"""What was settled long ago is forgotten, unless it may still have to change."""

from dataclasses import replace

from bot.alerts.alert import Cause
from bot.alerts.decide_for_channel import Unsent
from bot.storage.database import Store
from tests.moments import NOON, after
from tests.storage.records import (
    CHANNEL,
    MESSAGE,
    MUTED,
    alert,
    evaluation_with,
    flapping_state,
    freed,
    oldest,
    state,
    tell,
)


async def _kept(store: Store) -> list[str]:
    return [entry.alert.key for entry in reversed(await store.alerts.recent([CHANNEL], 100))]


async def test_only_alerts_that_were_settled_before_are_forgotten(store: Store) -> None:
    await store.outbox.owe([alert(key) for key in ("told", "given up", "told now", "given up now", "owed")], NOON)
    for at in (after(microseconds=-1), NOON):
        await store.outbox.mark_delivered((await oldest(store)).id, MESSAGE, at)
        await store.outbox.give_up((await oldest(store)).id, "gone", at)
    assert await store.delete_old_alerts(NOON) == 2
    assert await store.delete_old_alerts(NOON) == 0
    assert await store.delete_old_alerts(after(microseconds=1)) == 2
    assert await _kept(store) == ["owed"]


async def test_what_was_withheld_is_forgotten_as_what_was_told(store: Store) -> None:
    await store.save_evaluation("minimax", evaluation_with(unsent=[Unsent(alert=alert(), withheld=MUTED)]), NOON)

    assert await store.delete_old_alerts(NOON) == 0
    assert await store.delete_old_alerts(after(microseconds=1)) == 1


async def test_a_message_that_a_story_names_as_open_is_kept_as_long_as_it_does(store: Store) -> None:
    await tell(store, alert("under way"), alert("counting"), alert("told last"))
    under_way = replace(state("200300", announced_in="told last"), open_alert="under way")
    await store.save_evaluation("minimax", evaluation_with(alert_states=[under_way, flapping_state("counting")]), NOON)

    assert await store.delete_old_alerts(after(days=8)) == 1
    assert await _kept(store) == ["under way", "counting"]

    await store.save_evaluation("minimax", evaluation_with(ended=[under_way]), NOON)
    assert await store.delete_old_alerts(after(days=8)) == 1
    assert await _kept(store) == ["counting"]


async def test_so_is_every_alert_that_it_continues_in(store: Store) -> None:
    alert_states = [state("200300", announced_in="a")]
    await store.save_evaluation(
        "minimax", evaluation_with(alert_states=alert_states, alerts=[alert("a"), alert("b")]), NOON
    )
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)
    await store.outbox.owe([alert("c")], NOON)
    await store.outbox.fold(CHANNEL, Cause.LATE, NOON)
    folded = await oldest(store)
    await store.outbox.mark_delivered(folded.id, MESSAGE, NOON)
    await tell(store, alert("d"))

    assert await store.delete_old_alerts(after(days=8)) == 3  # b, c and d; not a, nor the two that it became
    await store.save_evaluation("minimax", evaluation_with(amendments=[freed("a")]), NOON)

    (outdated,) = await store.messages.outdated(CHANNEL)
    assert outdated.id == folded.id
    await store.save_evaluation("minimax", evaluation_with(ended=alert_states), NOON)
    assert await store.delete_old_alerts(after(days=8)) == 3
