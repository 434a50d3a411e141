"""Alerts that tell of one failure which providers share are joined in the database, in their place."""

import pytest

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.alert_amendment import Amendment
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.evaluate_look import Evaluation
from bot.alerts.news import Closed, News
from bot.delivery.stored_alerts import GivenUpBecause
from bot.errors import SharedCause
from bot.storage.database import Store
from bot.subscriptions.topics_and_conditions import PROVIDER, Condition, account_topic
from tests.moments import NOON, after
from tests.rows import each_row
from tests.storage.shared_failures import failed, look

FULL = News(topic=account_topic("a"), what=Condition.FULL, since=NOON)


def full(provider: str) -> Alert:
    part = Part(provider=provider, at=NOON, news=(FULL,))
    return Alert(key=f"{provider}full", channel=1, at=NOON, content=Changes(parts=(part,)))


async def owed(store: Store) -> list[list[str]]:
    """Send everything, and list the providers that each message tells of."""
    told = []
    while (oldest := await store.outbox.oldest_owed(1)) is not None:
        told.append([part.provider for part in oldest.alert.parts])
        await store.outbox.mark_delivered(oldest.id, len(told), NOON)
    return told


@each_row(
    ("alerts", "joined", "told"),
    [
        ([failed("minimax"), failed("kling")], True, [["minimax", "kling"]]),
        ([failed("minimax")], False, [["minimax"]]),
        ([failed("minimax"), full("kling"), failed("kling")], False, [["minimax"], ["kling"], ["kling"]]),
        ([failed("minimax"), failed("kling"), full("kling")], True, [["minimax", "kling"], ["kling"]]),
        ([full("minimax"), failed("minimax"), failed("kling")], False, [["minimax"], ["minimax"], ["kling"]]),
        ([failed("minimax"), failed("kling", Condition.ANSWERS)], False, [["minimax"], ["kling"]]),
        ([failed("minimax"), failed("kling", shared=SharedCause.UNREACHABLE)], False, [["minimax"], ["kling"]]),
    ],
)
async def test_only_those_that_stand_first_and_tell_of_the_same_are_joined(
    store: Store, alerts: list[Alert], told: list[list[str]], *, joined: bool
) -> None:
    await store.outbox.owe(alerts, NOON)

    assert await store.outbox.join_shared(1, NOON) is joined
    assert await owed(store) == told
    await store.delete_old_alerts(after(days=9))


async def test_what_may_have_been_sent_is_not_joined(store: Store) -> None:
    await store.outbox.owe([failed("minimax"), failed("kling")], NOON)
    first = await store.outbox.oldest_owed(1)
    assert first is not None
    await store.outbox.note_attempt(first.id, first.version, NOON)

    assert not await store.outbox.join_shared(1, NOON)


async def test_a_joined_alert_pings_once_and_its_end_finds_it(store: Store) -> None:
    await store.outbox.owe([failed("minimax"), failed("kling")], NOON)
    await store.outbox.join_shared(1, NOON)
    closed = Closed(at=after(minutes=1))
    over = Amendment(key="minimaxsilent", provider="minimax", topic=PROVIDER, at=NOON, change=closed)
    await store.save_evaluation("minimax", Evaluation(remembered=ProviderMemory(), amendments=(over,)), NOON)

    first = await store.alerts.get("minimaxsilent")
    both = await store.alerts.get("klingsilent")
    assert first is not None
    assert both is not None
    assert (first.reason, first.continued_in) == (GivenUpBecause.FOLDED, "klingsilent")
    assert both.alert.roles == (7,)
    assert [news.closed for part in both.alert.parts for news in part.news] == [closed, None]


async def tell(store: Store, provider: str, *, message: int | None = 1) -> None:
    """Look at a provider that fails, and deliver what that owes first."""
    await look(store, provider)
    oldest = await store.outbox.oldest_owed(1)
    assert oldest is not None
    await store.outbox.mark_delivered(oldest.id, message, NOON)


async def test_one_that_is_counted_later_is_written_into_the_message_that_tells_of_it(store: Store) -> None:
    await tell(store, "minimax")
    for provider in ("kling", "pixverse"):
        await look(store, provider)
        assert await store.outbox.join_shared(1, NOON)
        assert await store.outbox.oldest_owed(1) is None

    (outdated,) = await store.messages.outdated(1)
    assert outdated.message_id == 1
    assert [part.provider for part in outdated.alert.parts] == ["minimax", "kling", "pixverse"]
    later = await store.alerts.get("klingsilent")
    assert later is not None
    assert (later.told_at, later.reason, later.continued_in) == (None, GivenUpBecause.FOLDED, "minimaxsilent")


async def test_its_end_is_written_into_that_message_too(store: Store) -> None:
    await tell(store, "minimax")
    await look(store, "kling")
    await store.outbox.join_shared(1, NOON)
    closed = Closed(at=after(minutes=1))
    over = Amendment(key="klingsilent", provider="kling", topic=PROVIDER, at=NOON, change=closed)
    await store.save_evaluation("kling", Evaluation(remembered=ProviderMemory(), amendments=(over,)), NOON)

    (outdated,) = await store.messages.outdated(1)
    assert [news.closed for part in outdated.alert.parts for news in part.news] == [None, closed]
    assert await store.delete_old_alerts(after(days=9)) == 0


@pytest.mark.parametrize("message", [None, 1])
async def test_several_that_are_counted_later_join_it_or_else_each_other(store: Store, message: int | None) -> None:
    """A message that is gone can't be edited."""
    await tell(store, "minimax", message=message)
    await look(store, "kling")
    await look(store, "pixverse")
    assert await store.outbox.join_shared(1, NOON)
    assert await owed(store) == ([["kling", "pixverse"]] if message is None else [])


async def test_what_is_not_delivered_yet_is_joined_by_nothing_later(store: Store) -> None:
    await look(store, "minimax")
    first = await store.outbox.oldest_owed(1)
    assert first is not None
    await store.outbox.note_attempt(first.id, first.version, NOON)
    await look(store, "kling")
    assert not await store.outbox.join_shared(1, NOON)
    assert await owed(store) == [["minimax"], ["kling"]]
