"""What delivery promises on every chat platform: the same cases on each one's real port, with its own far end."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.delivery.message_port import Age, Note
from bot.errors import REPORT_IT, LeadLost, TryAgain
from bot.platforms import Platform
from bot.storage.database import Store
from tests.delivery.far_end_log import amend, attempt, full, until_nothing_is_owed
from tests.delivery.loopback_discord import loopback_discord
from tests.delivery.loopback_platform import LoopbackPlatform
from tests.delivery.loopback_slack import loopback_slack
from tests.delivery.platform_delivery import Hasty, deliver, delivering, message_of, utcnow
from tests.far_end import FarEnd, unnoted
from tests.moments import NOON

LANDS_AFTER = timedelta(seconds=0.05)
PLATFORMS = {Platform.DISCORD: loopback_discord, Platform.SLACK: loopback_slack}


@pytest.fixture(params=PLATFORMS)
async def there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackPlatform]:
    async with PLATFORMS[request.param](monkeypatch) as platform:
        yield platform


async def test_alerts_are_posted_in_order_and_each_is_edited_or_replaced_where_it_lives(
    store: Store, there: LoopbackPlatform
) -> None:
    await deliver(store, there, *(full(f"key {number}", there.channel, live=number == 2) for number in range(3)))
    posts = there.posts()
    assert [await message_of(store, f"key {number}") for number in range(3)] == posts
    assert (len(posts), there.attempts(), there.searches()) == (3, 3, 0)

    was = there.shown(posts[1])
    for _ in range(2):  # an edit made twice changes one message and nothing else
        await there.port.edit(full("key 0", there.channel, account="b"), posts[0], unnoted)
    assert there.posts() == posts
    assert there.shown(posts[1]) == was

    there.delete(posts[2])
    await amend(store, "key 2", 2, live=True)
    await deliver(store, there)
    *others, new = there.posts()
    assert others == posts[:2]
    assert new != posts[2]


async def test_a_message_whose_answer_was_lost_is_there_once(store: Store, there: LoopbackPlatform) -> None:
    keys = []
    for trouble, stored in itertools.product((there.lose_answer, there.fail), (True, False)):
        keys += [f"{trouble.__name__} {stored} {number}" for number in (1, 2)]
        attempts, began = there.attempts(), asyncio.get_running_loop().time()
        trouble(stored=stored)

        await deliver(store, there, *(full(key, there.channel) for key in keys[-2:]))

        assert [await message_of(store, key) for key in keys[-2:]] == there.posts()[-2:]
        assert len(there.posts()) == len(keys)
        if trouble == there.lose_answer and not stored:  # it might still land
            assert there.attempts() - attempts == 3
            assert asyncio.get_running_loop().time() - began >= Hasty(there.port).timing.settles_after.total_seconds()


async def test_what_lands_after_its_answer_was_lost_is_there_once(store: Store, there: LoopbackPlatform) -> None:
    there.land_late(LANDS_AFTER)

    await deliver(store, there, full("key 1", there.channel))
    await asyncio.sleep(2 * LANDS_AFTER.total_seconds())

    assert there.posts() == [await message_of(store, "key 1")]


async def test_after_a_restart_a_message_is_found_though_much_was_said_since(
    store: Store, there: LoopbackPlatform
) -> None:
    told = full("key 1", there.channel)
    await store.outbox.owe([told], utcnow())
    await attempt(store, there.channel, utcnow() - timedelta(minutes=3))
    message_id = await there.port.post(told, unnoted)
    there.talk(250)
    there.forget_keys()

    await deliver(store, there)

    assert there.posts() == [message_id] == [await message_of(store, "key 1")]
    assert there.attempts() == 1
    # Another alert's message is not taken for it.
    assert await there.port.find(full("key 2", there.channel), utcnow()) is None
    assert await there.port.find(full("key 1", there.other), utcnow()) is None


async def test_a_post_and_an_edit_are_noted_before_their_requests_leave(there: LoopbackPlatform) -> None:
    asked: list[tuple[int, int]] = []

    async def note() -> Age:
        asked.append((there.attempts(), there.edits()))
        return timedelta

    told = full("key 1", there.channel)
    message_id = await there.port.post(told, note)
    assert message_id is not None
    await there.port.edit(told, message_id, note)

    assert (asked, there.attempts(), there.edits()) == ([(0, 0), (1, 0)], 1, 1)


async def not_noted() -> Age:
    """Note nothing: another program has begun to note."""
    raise LeadLost("another program leads")


async def noted_long_ago() -> Age:
    """Note an attempt, after which the program is suspended."""
    return lambda: timedelta(minutes=5)


async def test_what_is_not_noted_or_was_long_ago_is_neither_posted_nor_edited(there: LoopbackPlatform) -> None:
    """The program was suspended after its note: another may have posted it by now."""
    refusals: tuple[tuple[Note, type[Exception]], ...] = ((not_noted, LeadLost), (noted_long_ago, TryAgain))
    told = full("key 1", there.channel)
    for note, failure in refusals:
        with pytest.raises(failure) as caught:
            await there.port.post(told, note)
        assert getattr(caught.value, "sent", False) is False
    assert (there.attempts(), there.posts()) == (0, [])

    message_id = await there.port.post(told, unnoted)
    assert message_id is not None
    for note, failure in refusals:
        with pytest.raises(failure) as caught:
            await there.port.edit(told, message_id, note)
        assert getattr(caught.value, "sent", False) is False
    assert there.edits() == 0
    await there.port.edit(told, message_id, unnoted)
    assert (there.edits(), there.posts()) == (1, [message_id])


async def test_a_limit_is_waited_for_and_needs_no_search(store: Store, there: LoopbackPlatform) -> None:
    there.limit(timedelta(seconds=1))
    began = asyncio.get_running_loop().time()

    await deliver(store, there, full("key 1", there.channel))

    assert asyncio.get_running_loop().time() - began >= 1
    assert (len(there.posts()), there.attempts(), there.searches()) == (1, 2, 0)


async def test_a_refused_message_stops_no_other_and_a_refusing_channel_is_named(
    store: Store, there: LoopbackPlatform
) -> None:
    there.close(there.other)
    delivery = await deliver(store, there, full("key 1", there.other), full("key 2", there.channel))
    assert (delivery.refused, delivery.undelivered) == ([there.other], ["key 1"])
    assert there.posts() == [await message_of(store, "key 2")]

    there.refuse_message()
    delivery = await deliver(store, there, full("key 3", there.channel), full("key 4", there.channel))
    assert (delivery.refused, delivery.undelivered) == ([], ["key 3"])
    assert there.posts() == [await message_of(store, "key 2"), await message_of(store, "key 4")]
    given_up = (await store.outbox.delivery_status("key 3")).given_up
    assert given_up is not None
    assert REPORT_IT in given_up


async def test_a_refused_bot_owes_what_it_could_not_post(store: Store, there: LoopbackPlatform) -> None:
    accept = there.refuse_token()
    await store.outbox.owe([full("key 1", there.channel), full("key 2", there.channel, account="b")], utcnow())
    late = timedelta()
    async with delivering(store, {there.platform: there.port}, lambda: utcnow() + late) as delivery:
        while not there.attempts():  # noqa: ASYNC110 - a far end tells nobody that it was asked
            await asyncio.sleep(0.01)
        assert await store.outbox.owed_channels() == (there.channel,)
        late = timedelta(minutes=31)
        # A try that began before is not folded any more, and must not be accepted.
        while (await store.outbox.delivery_status("key 1")).given_up != "folded":  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        accept()
        await until_nothing_is_owed(store)

    assert (delivery.refused, delivery.undelivered) == ([], [])
    assert (len(there.posts()), there.searches()) == (1, 0)


async def test_a_platform_that_is_down_delays_no_other(store: Store, there: LoopbackPlatform) -> None:
    (elsewhere,) = set(Platform) - {there.platform}
    other, place = FarEnd(), -there.channel
    await there.down()
    await store.outbox.owe([full("key 1", there.channel), full("key 2", place)], NOON)
    async with delivering(store, {there.platform: there.port, elsewhere: other}, lambda: NOON):
        assert await other.hears(1) == ["key 2"]
        await until_nothing_is_owed(store, but_to=[there.channel])
        await there.up()
        await until_nothing_is_owed(store)

    assert len(there.posts()) == 1
    assert there.searches() == 0
