"""What waited too long is told as one summary, on a real database."""

from dataclasses import replace

from bot.alerts.alert import Alert, News, What
from bot.state.store import Store
from tests.delivering import FarEnd, delivering, owe, until_nothing_is_owed
from tests.moments import NOON, after


def full(key: str, provider: str = "minimax") -> Alert:
    news = News(account="a", what=What.FULL if key in "ace" else What.FREED, in_use=1, limit=1)
    return Alert(key=key, channel=1, provider=provider, at=NOON, news=(news,))


async def test_what_waited_too_long_is_told_as_one_for_each_provider(store: Store) -> None:
    await owe(store, full("a"), full("b"), full("c"), full("d", "kling"), full("e", "kling"), full("f", "tempolor"))
    first = await store.owed(1)
    assert first is not None
    await store.attempted(first.id, NOON)
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        heard = await far_end.hears(4)
        await until_nothing_is_owed(store)

    assert heard[:2] == ["a", "f"]
    assert len(set(heard)) == 4
    assert [far_end.sent[key].provider for key in heard] == ["minimax", "tempolor", "minimax", "kling"]
    assert [news.changes for news in far_end.sent[heard[2]].news] == [2]
    assert (await store.fate("b")).given_up == f"folded into {heard[2]}"


async def test_what_did_not_wait_too_long_is_told_one_by_one(store: Store) -> None:
    await owe(store, full("a"), full("b"), full("c"))
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=30)):
        assert await far_end.hears(3) == ["a", "b", "c"]


async def test_a_drill_is_never_folded(store: Store) -> None:
    await owe(store, replace(full("a"), drill=True), replace(full("b"), drill=True))
    far_end = FarEnd()

    async with delivering(store, far_end, now=lambda: after(minutes=31)):
        assert await far_end.hears(2) == ["a", "b"]
