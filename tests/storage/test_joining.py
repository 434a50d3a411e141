"""Alerts that tell of one failure which providers share are joined in the database, in their place."""

from dataclasses import replace

import pytest

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.amendment import Amendment
from bot.alerts.look_outcome import Evaluation
from bot.alerts.news import Closed, Details, Loudness, News
from bot.alerts.provider_memory import ProviderMemory
from bot.delivery.stored_alerts import GivenUpBecause
from bot.errors import SharedCause
from bot.storage.store import Store
from bot.subscriptions.topic import PROVIDER, Condition, account_topic
from tests.moments import NOON, after

REFUSED = Details(sentence="401", needs_person=True, shared=SharedCause.REFUSED)
FULL = News(topic=account_topic("a"), what=Condition.FULL, since=NOON)


def failed(provider: str, what: Condition = Condition.SILENT, *, shared: SharedCause = SharedCause.REFUSED) -> Alert:
    details = replace(REFUSED, shared=shared)
    news = News(topic=PROVIDER, what=what, since=NOON, details=details, loudness=Loudness.PING)
    content = Changes(parts=(Part(provider=provider, at=NOON, news=(news,)),))
    told = Alert(key=f"{provider}{what}", channel=1, at=NOON, roles=(7,), content=content)
    return replace(told, gathers_until=after(seconds=9))


def full(provider: str) -> Alert:
    part = Part(provider=provider, at=NOON, news=(FULL,))
    return Alert(key=f"{provider}full", channel=1, at=NOON, content=Changes(parts=(part,)))


async def owed(store: Store) -> list[list[str]]:
    """Send everything, and list the providers that each message tells of."""
    told = []
    while (oldest := await store.oldest_owed(1)) is not None:
        told.append([part.provider for part in oldest.alert.parts])
        await store.mark_delivered(oldest.id, len(told), NOON)
    return told


@pytest.mark.parametrize(
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
    await store.owe(alerts, NOON)

    assert await store.join_shared(1, NOON) is joined
    assert await owed(store) == told


async def test_what_may_have_been_sent_is_not_joined(store: Store) -> None:
    await store.owe([failed("minimax"), failed("kling")], NOON)
    first = await store.oldest_owed(1)
    assert first is not None
    await store.note_attempt(first.id, first.version, NOON)

    assert not await store.join_shared(1, NOON)


async def test_a_joined_alert_pings_once_and_its_end_finds_it(store: Store) -> None:
    await store.owe([failed("minimax"), failed("kling")], NOON)
    await store.join_shared(1, NOON)
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
