"""Whatever is stored comes back as it was, from a real database."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.alert import Alert
from bot.alerts.alert_state import AlertState
from bot.alerts.decide_for_channel import Unsent
from bot.alerts.news import Withheld
from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import Watch
from tests import strategies
from tests.moments import NOON
from tests.storage.records import by_topic, evaluation_with

one_store = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=settings().max_examples // 4,
)
"""Each example leaves the store as it found it. They are few: what is pure of this is tried more often elsewhere."""


@one_store
@given(st.lists(strategies.alert_states, max_size=3))
async def test_alert_states_come_back(store: Store, alert_states: list[AlertState]) -> None:
    told = by_topic(*alert_states)
    await store.save_evaluation("minimax", evaluation_with(alert_states=list(told.values())), NOON)
    try:
        assert (await store.load_memory("minimax")).alert_states == told
    finally:
        await store.save_evaluation("minimax", evaluation_with(ended=list(told.values())), NOON)
    assert (await store.load_memory("minimax")).alert_states == {}


@one_store
@given(strategies.alerts, st.none() | strategies.withheld)
async def test_alerts_come_back(store: Store, alert: Alert, withheld: Withheld | None) -> None:
    unsent = [] if withheld is None else [Unsent(alert=alert, withheld=withheld)]
    await store.save_evaluation("minimax", evaluation_with(alerts=[] if unsent else [alert], unsent=unsent), NOON)
    entry = await store.alerts.get(alert.key)
    owed = await store.outbox.oldest_owed(alert.channel)
    if owed is not None:
        await store.outbox.give_up(owed.id, "another example", NOON)
    await store.delete_old_alerts(NOON.replace(year=9999))

    assert entry is not None
    assert (entry.alert, entry.withheld) == (alert, withheld)
    assert (None if owed is None else owed.alert) == (alert if withheld is None else None)


@one_store
@given(strategies.mutes)
async def test_mutes_come_back(store: Store, mute: Mute) -> None:
    number = await store.mutes.add(mute)
    stored = await store.mutes.all()
    await store.mutes.remove(number)

    assert stored == (replace(mute, id=number),)


@one_store
@given(strategies.watches, strategies.watches)
async def test_watches_come_back_as_they_were_added_and_changed(store: Store, watch: Watch, other: Watch) -> None:
    number = await store.watches.add(watch)
    added = await store.watches.all()
    await store.watches.change(replace(other, id=number))
    changed = await store.watches.all()
    await store.watches.remove(number)

    assert (added, changed) == ((replace(watch, id=number),), (replace(other, id=number),))
