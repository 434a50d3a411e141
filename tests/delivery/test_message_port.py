"""What delivery promises on every chat platform: the same cases on each one's real port, with its own far end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.delivery.message_port import Age
from bot.errors import REPORT_IT, LeadLost, TryAgain
from bot.platforms import Platform
from bot.storage.store import Store
from tests.delivery.far_end_log import amend, attempt, full, until_nothing_is_owed
from tests.delivery.loopback_discord import loopback_discord
from tests.delivery.loopback_platform import LoopbackPlatform
from tests.delivery.loopback_slack import loopback_slack
from tests.delivery.platform_delivery import Hasty, deliver, delivering, message_of, utcnow
from tests.far_end import FarEnd, unnoted
from tests.moments import NOON

LANDS_AFTER = timedelta(seconds=0.05)
PLATFORMS = {Platform.DISCORD: loopback_discord, Platform.SLACK: loopback_slack}


@pytest.fixture
def server() -> None:
    """Use SQLite only: what a transaction is worth is tested with the store."""


@pytest.fixture(params=PLATFORMS)
async def there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackPlatform]:
    async with PLATFORMS[request.param](monkeypatch) as platform:
        yield platform


async def test_alerts_are_posted_in_order_each_as_the_message_that_is_stored(
    store: Store, there: LoopbackPlatform
) -> None:
    await deliver(store, there, *(full(f"key {number}", there.channel) for number in range(3)))

    assert [await message_of(store, f"key {number}") for number in range(3)] == there.posts()
    assert (len(there.posts()), there.attempts(), there.searches()) == (3, 3, 0)


@pytest.mark.parametrize("trouble", [LoopbackPlatform.lose_answer, LoopbackPlatform.fail])
@pytest.mark.parametrize("stored", [True, False])
async def test_a_message_whose_answer_was_lost_is_there_once(
    store: Store, there: LoopbackPlatform, trouble: Callable[..., None], *, stored: bool
) -> None:
    getattr(there, trouble.__name__)(stored=stored)

    await deliver(store, there, full("key 1", there.channel), full("key 2", there.channel))

    assert [await message_of(store, "key 1"), await message_of(store, "key 2")] == there.posts()


async def test_what_lands_after_its_answer_was_lost_is_there_once(store: Store, there: LoopbackPlatform) -> None:
    there.land_late(LANDS_AFTER)

    await deliver(store, there, full("key 1", there.channel))
    await asyncio.sleep(2 * LANDS_AFTER.total_seconds())

    assert there.posts() == [await message_of(store, "key 1")]


async def test_what_may_still_land_is_not_posted_again_before_it_could_have(
    store: Store, there: LoopbackPlatform
) -> None:
    there.lose_answer(stored=False)
    began = asyncio.get_running_loop().time()

    await deliver(store, there, full("key 1", there.channel))

    assert there.attempts() == 2
    assert asyncio.get_running_loop().time() - began >= Hasty(there.port).timing.settles_after.total_seconds()


@pytest.mark.parametrize("messages", [0, 250])
async def test_after_a_restart_a_message_is_found_though_much_was_said_since(
    store: Store, there: LoopbackPlatform, messages: int
) -> None:
    told = full("key 1", there.channel)
    await store.outbox.owe([told], utcnow())
    await attempt(store, there.channel, utcnow() - timedelta(minutes=3))
    message_id = await there.port.post(told, unnoted)
    there.talk(messages)
    there.forget_keys()

    await deliver(store, there)

    assert there.posts() == [message_id] == [await message_of(store, "key 1")]
    assert there.attempts() == 1


async def test_an_attempt_is_noted_before_its_request_leaves(there: LoopbackPlatform) -> None:
    asked: list[int] = []

    async def note() -> Age:
        asked.append(there.attempts())
        return timedelta

    await there.port.post(full("key 1", there.channel), note)

    assert (asked, there.attempts()) == ([0], 1)


async def test_what_can_not_be_noted_is_not_posted(there: LoopbackPlatform) -> None:
    async def note() -> Age:
        raise LeadLost("another program leads")

    with pytest.raises(LeadLost):
        await there.port.post(full("key 1", there.channel), note)

    assert (there.attempts(), there.posts()) == (0, [])


async def test_what_can_not_be_noted_is_not_edited(there: LoopbackPlatform) -> None:
    async def note() -> Age:
        raise LeadLost("another program leads")

    told = full("key 1", there.channel)
    message_id = await there.port.post(told, unnoted)
    assert message_id is not None
    with pytest.raises(LeadLost):
        await there.port.edit(told, message_id, note)

    assert there.edits() == 0
    await there.port.edit(told, message_id, unnoted)
    assert there.edits() == 1


async def noted_long_ago() -> Age:
    """Note an attempt, after which the program is suspended."""
    return lambda: timedelta(minutes=5)


async def test_a_program_suspended_after_its_note_posts_what_no_other_may_have_posted(
    there: LoopbackPlatform,
) -> None:
    with pytest.raises(TryAgain, match="too long") as caught:
        await there.port.post(full("key 1", there.channel), noted_long_ago)

    assert (caught.value.sent, there.posts()) == (False, [])
    await there.port.post(full("key 1", there.channel), unnoted)
    assert len(there.posts()) == 1


async def test_a_program_suspended_after_its_note_makes_no_edit(
    there: LoopbackPlatform,
) -> None:
    message_id = await there.port.post(full("key 1", there.channel), unnoted)
    assert message_id is not None
    edits = there.edits()

    with pytest.raises(TryAgain, match="too long") as caught:
        await there.port.edit(full("key 1", there.channel), message_id, noted_long_ago)

    assert (caught.value.sent, there.edits()) == (False, edits)


async def test_another_alerts_message_is_not_taken_for_it(there: LoopbackPlatform) -> None:
    await there.port.post(full("key 1", there.channel), unnoted)
    there.forget_keys()

    assert await there.port.find(full("key 2", there.channel), utcnow()) is None
    assert await there.port.find(full("key 1", there.other), utcnow()) is None


async def test_a_limit_is_waited_for_and_needs_no_search(store: Store, there: LoopbackPlatform) -> None:
    there.limit(timedelta(seconds=1))
    began = asyncio.get_running_loop().time()

    await deliver(store, there, full("key 1", there.channel))

    assert asyncio.get_running_loop().time() - began >= 1
    assert (len(there.posts()), there.attempts(), there.searches()) == (1, 2, 0)


async def test_a_channel_that_refuses_is_named_and_delays_no_other(store: Store, there: LoopbackPlatform) -> None:
    there.close(there.other)

    delivery = await deliver(store, there, full("key 1", there.other), full("key 2", there.channel))

    assert (delivery.refused, delivery.undelivered) == ([there.other], ["key 1"])
    assert there.posts() == [await message_of(store, "key 2")]


async def test_a_message_that_is_refused_in_every_form_stops_no_other_and_told_nobody(
    store: Store, there: LoopbackPlatform
) -> None:
    there.refuse_message()

    delivery = await deliver(store, there, full("key 1", there.channel), full("key 2", there.channel))

    assert (delivery.refused, delivery.undelivered) == ([], ["key 1"])
    assert there.posts() == [await message_of(store, "key 2")]
    given_up = (await store.outbox.delivery_status("key 1")).given_up
    assert given_up is not None
    assert REPORT_IT in given_up


async def test_a_message_that_somebody_deleted_is_replaced_where_it_lives(
    store: Store, there: LoopbackPlatform
) -> None:
    await deliver(store, there, full("key 1", there.channel, live=True))
    (first,) = there.posts()
    there.delete(first)
    await amend(store, "key 1", 2, live=True)

    await deliver(store, there)

    (second,) = there.posts()
    assert second != first


async def test_an_edit_made_twice_changes_one_message_and_nothing_else(store: Store, there: LoopbackPlatform) -> None:
    await deliver(store, there, full("key 1", there.channel), full("key 2", there.channel))
    first, second = there.posts()
    was = there.shown(second)

    for _ in range(2):
        await there.port.edit(full("key 1", there.channel, account="b"), first, unnoted)

    assert there.posts() == [first, second]
    assert there.shown(second) == was


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
        assert await store.outbox.owed_channels() == (there.channel,)
        await there.up()
        await until_nothing_is_owed(store)

    assert len(there.posts()) == 1
    assert there.searches() == 0
